import { expect, it } from 'vitest';
import { codeOf, onBranch, withReach } from '../feel';
import { branchesOf } from './branches';

const item = (code: string, parent: string | null) => ({ code, parent, label: code, active: true });

it('finds what a branch begins with, where nothing else does', () => {
  const items = [
    item('310000', null),
    item('310101', '310000'),
    item('320000', null),
    item('320500', '320000'),
    item('320505', '320500'),
    item('C', null),
    item('C34', 'C'),
    item('x', null),
    item('320599', 'x'),
  ];
  expect(Object.fromEntries(branchesOf(items))).toEqual({ '310000': '310', '320500': '32050', C: 'C' });
});

it('filters by the branch', () => {
  expect(withReach('310000', '310')).toBe('310000~310');
  expect(codeOf('310000~310')).toBe('310000');
  expect(onBranch('region_code', '310000~310')).toBe('starts with(region_code, "310")');
  expect(onBranch('region_code', '310000~310,320505')).toBe(
    '(region_code = "320505" or starts with(region_code, "310"))',
  );
  expect(onBranch('state', 'a,b')).toBe('state in ("a", "b")');
});
