import { fieldOf } from '@/api/catalog';
import type { Entity, Field } from '@/api/types';
import { kitOf } from '@/fields/registry';

/** A condition on one field, with the value as the field's own filter writes it. */
export interface Leaf {
  key: string;
  /** `is`: as the filter of the field says; the others need no value. */
  test: 'is' | 'not' | 'empty' | 'filled';
  value?: string;
}

/** Conditions of which all must hold, or any. */
export interface Group {
  any: boolean;
  parts: Part[];
}

export type Part = Leaf | Group;

export function isGroup(part: Part): part is Group {
  return 'parts' in part;
}

export const EMPTY: Group = { any: false, parts: [] };

/** Groups within groups are hard to read: two more levels are all that is drawn. */
export const DEEPEST = 2;

/** The fields that can stand in a condition. */
export function testable(entity: Entity): Field[] {
  return entity.fields.filter((field) => field.filterable && kitOf(field.type).Filter && kitOf(field.type).feel);
}

/** Lists hold nothing by being empty, not by being null. */
const isList = (field: Field) => field.type === 'tags' || field.type === 'links';

function leafText(entity: Entity, leaf: Leaf): string | null {
  const field = fieldOf(entity, leaf.key);
  if (!field) return null;
  const none = isList(field) ? `count(${field.key}) = 0` : `${field.key} = null`;
  if (leaf.test === 'empty') return none;
  if (leaf.test === 'filled') return `not(${none})`;
  const text = leaf.value ? (kitOf(field.type).feel?.(field, leaf.value) ?? null) : null;
  return text === null ? null : leaf.test === 'not' ? `not(${text})` : text;
}

/** Something that binds looser than what stands around it, or might. */
const bracketed = (text: string) => (/ (?:or|and) /.test(text) && !/^not\(.*\)$/.test(text) ? `(${text})` : text);

/** The conditions as FEEL; undefined where nothing is said yet. */
export function textOf(entity: Entity, group: Group): string | undefined {
  const parts = group.parts.flatMap((part) => {
    const text = isGroup(part) ? textOf(entity, part) : leafText(entity, part);
    return text ? [text] : [];
  });
  const [only] = parts;
  if (parts.length < 2) return only;
  return parts.map(bracketed).join(group.any ? ' or ' : ' and ');
}

/** As it stands in the address; the FEEL text is made from it, never the other way round. */
export function writeTree(group: Group): string {
  return JSON.stringify(group);
}

function asPart(value: unknown, depth: number): Part | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const part = value as Record<string, unknown>;
  if (Array.isArray(part.parts)) {
    if (depth > DEEPEST) return undefined;
    const parts = part.parts.map((one) => asPart(one, depth + 1));
    return parts.includes(undefined) ? undefined : { any: part.any === true, parts: parts as Part[] };
  }
  if (typeof part.key !== 'string' || !['is', 'not', 'empty', 'filled'].includes(String(part.test))) return undefined;
  return {
    key: part.key,
    test: part.test as Leaf['test'],
    value: typeof part.value === 'string' ? part.value : undefined,
  };
}

/** The conditions behind a FEEL text, where they are known to make exactly that text. */
export function readTree(entity: Entity, text: string | undefined, feel: string): Group | undefined {
  try {
    const read = asPart(JSON.parse(text ?? ''), 0);
    return read && isGroup(read) && textOf(entity, read) === feel ? read : undefined;
  } catch {
    return undefined;
  }
}
