import { expect, it } from 'vitest';
import { isQuiet } from './quiet';

it.each([
  ['22:00', '07:30', '21:59', false],
  ['22:00', '07:30', '22:00', true],
  ['22:00', '07:30', '03:00', true],
  ['22:00', '07:30', '07:30', false],
  ['12:00', '13:30', '12:45', true],
  ['12:00', '13:30', '13:30', false],
  ['12:00', '12:00', '12:00', false],
  [null, '07:30', '03:00', false],
  ['22:00', null, '23:00', false],
])('from %s until %s it is quiet at %s: %s', (from, until, now, quiet) => {
  expect(isQuiet(from, until, now)).toBe(quiet);
});
