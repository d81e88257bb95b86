import { expect, it } from 'vitest';
import { withFieldRule, withGrant } from './rules';

const grants = [{ id: '1', entity_name: 'customer', action_code: 'read', scope_code: 'dept' }];

it('changes a grant in place, adds a new one, drops an unset one', () => {
  expect(withGrant(grants, 'customer', 'read', 'all')).toEqual([{ ...grants[0], scope_code: 'all' }]);
  expect(withGrant(grants, '*', 'read', 'all')).toEqual([
    ...grants,
    { entity_name: '*', action_code: 'read', scope_code: 'all' },
  ]);
  expect(withGrant(grants, 'customer', 'read', undefined)).toEqual([]);
});

it('does the same to field rules', () => {
  const rules = withFieldRule([], 'customer', 'credit_limit', 'hidden');
  expect(rules).toEqual([{ entity_name: 'customer', field_name: 'credit_limit', access_code: 'hidden' }]);
  expect(withFieldRule(rules, 'customer', 'credit_limit', 'read')[0]?.access_code).toBe('read');
  expect(withFieldRule(rules, 'customer', 'credit_limit', undefined)).toEqual([]);
});
