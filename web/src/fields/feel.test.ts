import { expect, it } from 'vitest';
import { all, anyInList, between, joinRange, oneOf, quote, splitRange, staffLiteral } from './feel';

it('quotes whatever people type', () => {
  expect(quote('a"b')).toBe('"a\\"b"');
  expect(quote('a\\')).toBe('"a\\\\"');
  expect(quote('a\nb')).toBe('"a\\nb"');
});

it('builds conditions', () => {
  expect(oneOf('state', 'active')).toBe('state = "active"');
  expect(oneOf('state', 'a,b')).toBe('state in ("a", "b")');
  expect(oneOf('owner_id', 'me,x', staffLiteral)).toBe('owner_id in (me, "x")');
  expect(oneOf('state', '')).toBeNull();
  expect(anyInList('tags', 'a,b')).toBe('(list contains(tags, "a") or list contains(tags, "b"))');
  expect(between('amount', '1..')).toBe('amount >= 1');
  expect(between('amount', '1..2')).toBe('amount >= 1 and amount <= 2');
  expect(all([null, 'a = 1', undefined, 'b = 2'])).toBe('a = 1 and b = 2');
  expect(all([])).toBeUndefined();
});

it('keeps ranges in one word', () => {
  expect(splitRange('2026-01-01..')).toEqual(['2026-01-01', '']);
  expect(joinRange('', '5')).toBe('..5');
  expect(joinRange('', '')).toBeUndefined();
});
