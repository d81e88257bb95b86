import { expect, it } from 'vitest';
import type { Entity, Rec } from '@/api/types';
import { findKept, lets } from './find';

const record = (id: string, fields: object): Rec => ({ id, version: 1, ...fields });
const entity = { list: { sort: '-updated_at', columns: [], filters: [] } } as unknown as Entity;

it('tells what plain equations let through, and knows what it cannot tell', () => {
  const todo = record('1', { state: 'open', owner_id: 'lin', about: { entity: 'customer', id: 'c1' } });
  expect(lets('owner_id = me and state = "open"', todo, 'lin')).toBe(true);
  expect(lets('owner_id = me and state = "done"', todo, 'lin')).toBe(false);
  expect(lets('about_entity = "customer" and about_id = "c1"', todo, 'lin')).toBe(true);
  expect(lets('due_at < now()', todo, 'lin')).toBeUndefined();
  expect(lets('state in ("open", "done")', todo, 'lin')).toBeUndefined();
});

it('finds words, sorts and pages as the server does', () => {
  const kept = [
    record('1', { name: '海川泵业', phone: '021-5555', updated_at: '2026-11-01' }),
    record('2', { name: '云岫仪器', phone: '010-5555', updated_at: '2026-11-02' }),
    record('3', { name: '海棠包装', phone: null, updated_at: '2026-11-03' }),
  ];
  const ids = (query: object) => findKept(entity, kept, { ...query }, 'lin')?.items.map(({ id }) => id);
  expect(ids({})).toEqual(['3', '2', '1']);
  expect(ids({ q: '海' })).toEqual(['3', '1']);
  expect(ids({ q: '5555 云' })).toEqual(['2']);
  expect(ids({ sort: 'updated_at', limit: 2, page: 2 })).toEqual(['3']);
  expect(ids({ filter: 'days_since(updated_at) > 3' })).toBeUndefined();
});
