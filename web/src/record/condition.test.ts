import { expect, it } from 'vitest';
import { holds } from './condition';

const record = { kind_code: 'person', id_kind_code: 'id_card', amount: '12.50', state: null, is_key: true };

it.each([
  ['kind_code = "person"', true],
  ['kind_code != "organisation" and id_kind_code = "id_card"', true],
  ['state = "churned" or state = "dormant"', false],
  ['amount > 12 and amount <= 12.5', true],
  ['kind_code in ["person", "household"]', true],
  ['kind_code in ("organisation")', false],
  ['not(is_key)', false],
  ['state = null', true],
  ['(kind_code = "x" or is_key) and is_key = true', true],
])('%s', (source, expected) => {
  expect(holds(source, record)).toBe(expected);
});

it('leaves to the server what it does not read', () => {
  expect(holds('days_since(created_at) > 3', record)).toBeUndefined();
  expect(holds('a +', record)).toBeUndefined();
  expect(holds('', record)).toBeUndefined();
});
