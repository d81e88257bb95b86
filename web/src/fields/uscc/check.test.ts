import { expect, it } from 'vitest';
import { isIdNumber, isUscc } from './check';

it('checks the unified social credit code', () => {
  expect(isUscc('91350100M000100Y43')).toBe(true);
  expect(isUscc('91350100M000100Y44')).toBe(false);
  expect(isUscc('91350100M000100Y4')).toBe(false);
  expect(isUscc('91350100I000100Y43')).toBe(false);
});

it('checks the identity number', () => {
  expect(isIdNumber('11010519491231002X')).toBe(true);
  expect(isIdNumber('110105194912310021')).toBe(false);
});
