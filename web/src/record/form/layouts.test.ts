import { expect, it } from 'vitest';
import type { Entity, FormGroup } from '@/api/types';
import { groupsOf, isShort, layoutFor } from './layouts';

const groups = (...rows: string[][]): FormGroup[] => [{ label: null, collapsed: false, rows }];

const entity = {
  form: groups(['name', 'phone'], ['note']),
  quick_form: groups(['name']),
  mobile_form: groups(['name'], ['phone']),
} as Entity;

it('each layout has its groups, and one of which nothing may be seen has all', () => {
  expect(groupsOf(entity, 'quick')).toBe(entity.quick_form);
  expect(groupsOf(entity, 'mobile')).toBe(entity.mobile_form);
  expect(groupsOf({ ...entity, quick_form: [] }, 'quick')).toBe(entity.form);
});

it('a layout is short when it leaves something out', () => {
  expect(isShort(entity, 'quick')).toBe(true);
  expect(isShort(entity, 'full')).toBe(false);
  expect(isShort({ ...entity, quick_form: entity.form }, 'quick')).toBe(false);
});

it('a value or a fault outside of a short form opens the whole', () => {
  expect(layoutFor(entity, 'quick', ['name'])).toBe('quick');
  expect(layoutFor(entity, 'quick', ['phone'])).toBe('full');
  expect(layoutFor(entity, 'mobile', ['phone', 'owner_id'])).toBe('mobile');
});
