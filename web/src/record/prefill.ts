import { fieldOf } from '@/api/catalog';
import type { Entity, Field, Titles, Value } from '@/api/types';
import { quote } from '@/fields/feel';

/** What a new record starts with beside its defaults. */
export interface Prefill {
  values: Record<string, Value>;
  titles: Titles;
}

export const NO_PREFILL: Prefill = { values: {}, titles: {} };

export interface Target {
  entity: string;
  id: string;
  title: string;
}

/** A new record of `entity` that points to `target` through `key`. */
export function prefillFor(entity: Entity | undefined, key: string, target: Target): Prefill {
  const field = fieldOf(entity, key);
  const value = field?.type === 'about' ? { entity: target.entity, id: target.id } : target.id;
  return { values: { [key]: value }, titles: { [key]: target.title } };
}

/** The records whose `field` points to the record. */
export function pointsTo(field: Field, { entity, id }: Pick<Target, 'entity' | 'id'>): string {
  if (field.type !== 'about') return `${field.key} = ${quote(id)}`;
  return `${field.key}_entity = ${quote(entity)} and ${field.key}_id = ${quote(id)}`;
}
