import { fieldOf } from '@/api/catalog';
import type { DryRun } from '@/api/forms';
import type { Entity, Field, Rec, Value } from '@/api/types';
import { isEmpty } from '@/fields/kit';
import { holds } from '../condition';

export type Values = Record<string, Value>;

/** The fields of the entity's form, in its order, that the asker may read. */
export function formFields(entity: Entity): Field[] {
  return entity.form.flatMap((group) => group.rows.flat()).flatMap((key) => fieldOf(entity, key) ?? []);
}

/** A default that is still an expression is left to the server. */
function defaultOf(field: Field): Value {
  return typeof field.default === 'string' && field.default.startsWith('=') ? null : field.default;
}

/** What a new record starts with. */
export function startValues(entity: Entity, prefill: Values): Values {
  const values: Values = {};
  for (const field of entity.fields) {
    if (field.writable) values[field.key] = defaultOf(field);
  }
  if (entity.states) values[entity.states.field] = entity.states.start;
  return { ...values, ...prefill };
}

export function recordValues(entity: Entity, record: Rec): Values {
  return Object.fromEntries(entity.fields.map((field) => [field.key, record[field.key] ?? null]));
}

/** Equal as far as a person wrote it: titles only say what links of a line point to. */
export function same(left: Value, right: Value): boolean {
  const written = (value: Value) =>
    JSON.stringify(value, (key, part) => (key === 'titles' || isEmpty(part) ? undefined : part));
  return (isEmpty(left) && isEmpty(right)) || written(left) === written(right);
}

/** The keys whose values differ. */
export function changedKeys(before: Values, after: Values): string[] {
  return Object.keys(after).filter((key) => key !== 'titles' && !same(before[key], after[key]));
}

/** What the server said of the fields that have a condition; it knows the part of FEEL that the page does not. */
export type Told = DryRun['fields'];

export function isShown(field: Field, values: Values, told: Told = {}): boolean {
  return field.show_if === null || (holds(field.show_if, values) ?? told[field.key]?.shown ?? true);
}

export function isRequired(field: Field, values: Values, told: Told = {}): boolean {
  if (field.required || field.required_if === null) return field.required;
  return holds(field.required_if, values) ?? told[field.key]?.required ?? false;
}

/**
 * What is sent: what differs from how it began. Of a new record the untouched defaults are left to the server,
 * which works out `now()` when it writes; what a condition hides is not sent at all.
 */
export function bodyOf(entity: Entity, values: Values, before: Values | null): Values {
  const body: Values = {};
  for (const key of changedKeys(before ?? startValues(entity, {}), values)) {
    const field = fieldOf(entity, key);
    if (field?.writable && (before || isShown(field, values))) body[key] = values[key] ?? null;
  }
  return body;
}
