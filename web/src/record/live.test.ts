import { expect, it } from 'vitest';
import type { Catalog } from '@/api/types';
import { touched } from './live';

const catalog = {
  entities: { follow_up: { fields: [{ to: [] }, { to: ['customer', 'contact'] }, { to: ['customer'] }] } },
} as unknown as Catalog;

it('a change touches the lists and the page of the record, and the pages of what it hangs on', () => {
  const keys = touched(catalog, { entity: 'follow_up', id: '7' }).map((key) => key.join(' '));
  expect(keys).toContain('record follow_up list');
  expect(keys).toContain('record follow_up one 7');
  expect(keys).toContain('record customer timeline');
  expect(keys.filter((key) => key === 'record customer one')).toHaveLength(1);
});

it('many changes touch all of the entity', () => {
  expect(touched(catalog, { entity: 'follow_up' })).toContainEqual(['record', 'follow_up']);
});

it('an entity that is not known of touches nothing else', () => {
  expect(touched(catalog, { entity: 'unicorn', id: '1' }).every((key) => key[1] === 'unicorn')).toBe(true);
});
