import { expect, it } from 'vitest';
import type { Entity, Field } from '@/api/types';
import { bodyOf, changedKeys, startValues } from './values';

const field = (key: string, more: Partial<Field> = {}) =>
  ({
    key,
    type: 'text',
    writable: true,
    default: null,
    show_if: null,
    required_if: null,
    required: false,
    ...more,
  }) as Field;

const entity = {
  states: null,
  fields: [
    field('name'),
    field('kind', { default: 'phone' }),
    field('at', { type: 'moment', default: '2026-11-21T08:00:00.000Z' }),
    field('owner_id', { default: '= me' }),
    field('uscc', { show_if: 'kind = "visit"' }),
    field('total', { writable: false }),
  ],
} as Entity;

it('begins with defaults and what is prefilled', () => {
  const start = startValues(entity, { name: 'x' });
  expect(start).toMatchObject({ name: 'x', kind: 'phone', owner_id: null });
});

it('sends of a new record what was filled in, cleared or prefilled, and leaves defaults to the server', () => {
  const values = { ...startValues(entity, { name: 'x' }), kind: null, uscc: 'hidden', total: 5 };
  expect(bodyOf(entity, values, null)).toEqual({ name: 'x', kind: null });
});

it('sends of an old record what was changed, null where it was emptied', () => {
  const before = { name: 'x', kind: 'phone', at: null };
  expect(bodyOf(entity, { ...before, name: '', at: 'y' }, before)).toEqual({ name: '', at: 'y' });
  expect(changedKeys({ tags: null }, { tags: [] })).toEqual([]);
});
