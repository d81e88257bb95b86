import { expect, it } from 'vitest';
import { bytes, group, movePoint } from './numbers';

it('groups thousands without touching the digits', () => {
  expect(group('5000000.00')).toBe('5,000,000.00');
  expect(group('-1234')).toBe('-1,234');
  expect(group('999')).toBe('999');
  expect(group('12345678901234567890.12')).toBe('12,345,678,901,234,567,890.12');
  expect(group('—')).toBe('—');
});

it('moves the point as text', () => {
  expect(movePoint('0.35', 2)).toBe('35');
  expect(movePoint('0.3550', 2)).toBe('35.5');
  expect(movePoint('1', 2)).toBe('100');
  expect(movePoint('35', -2)).toBe('0.35');
  expect(movePoint('5', -2)).toBe('0.05');
  expect(movePoint('-12.5', -2)).toBe('-0.125');
  expect(movePoint('0', -2)).toBe('0');
  expect(movePoint('1.10', -2)).toBe('0.011');
});

it('says sizes as file managers do', () => {
  expect([0, 1023, 1024, 1536, 200 * 1024 ** 2, 5e12].map(bytes)).toEqual([
    '0 B',
    '1023 B',
    '1.0 KB',
    '1.5 KB',
    '200 MB',
    '4657 GB',
  ]);
});
