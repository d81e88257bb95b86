import { fieldOf } from '@/api/catalog';
import type { Entity, SinceEntry, Value } from '@/api/types';
import { isEmpty } from '@/fields/kit';
import { linesOf } from '@/fields/lines/lines';
import { changedKeys, same, type Values } from './values';

type Line = Record<string, Value>;

/** A value, or a line, that two people wrote differently. */
export interface Conflict {
  key: string;
  /** The id of the line, where only that differs. */
  line?: string;
  mine: Value;
  current: Value;
  original: Value;
}

export type Side = 'mine' | 'current' | 'original';

export interface Merged {
  /** Both people's changes, mine where they conflict. */
  values: Values;
  conflicts: Conflict[];
}

/** What stood there when mine were written: theirs with every change since taken back, the newest first. */
export function originalValues(current: Values, since: SinceEntry[]): Values {
  return Object.assign({}, current, ...since.toReversed().map(({ old }) => old));
}

/** Puts what I wrote and what they saved together, field by field and line by line. */
export function merge(entity: Entity, original: Values, mine: Values, current: Values): Merged {
  const values: Values = { ...current };
  const conflicts: Conflict[] = [];
  for (const key of changedKeys(original, mine)) {
    const field = fieldOf(entity, key);
    if (!field?.writable) continue;
    const [own, theirs, before] = [mine[key] ?? null, current[key] ?? null, original[key] ?? null];
    if (same(theirs, before) || same(own, theirs)) values[key] = own;
    else if (field.type === 'lines') {
      const merged = mergeLines(linesOf(before), linesOf(own), linesOf(theirs));
      values[key] = merged.lines;
      conflicts.push(...merged.conflicts.map((conflict) => ({ key, ...conflict })));
    } else {
      values[key] = own;
      conflicts.push({ key, mine: own, current: theirs, original: before });
    }
  }
  return { values, conflicts };
}

const idOf = (line: Line) => (typeof line.id === 'string' ? line.id : undefined);

function mergeLines(before: Line[], own: Line[], theirs: Line[]) {
  const find = (lines: Line[], id: string) => lines.find((line) => line.id === id) ?? null;
  const lines: Line[] = [];
  const conflicts: Omit<Conflict, 'key'>[] = [];
  for (const mine of own) {
    const id = idOf(mine);
    const original = id === undefined ? null : find(before, id);
    const current = id === undefined ? null : find(theirs, id);
    if (id === undefined || !original) lines.push(mine);
    else if (!current) {
      if (same(mine, original)) continue;
      lines.push(mine);
      conflicts.push({ line: id, mine, current, original });
    } else {
      const written = changedKeys(original, mine);
      const line = { ...current, ...Object.fromEntries(written.map((key) => [key, mine[key] ?? null])) };
      const clash = written.some((key) => !same(current[key], original[key]) && !same(current[key], mine[key]));
      lines.push(line);
      if (clash) conflicts.push({ line: id, mine: line, current, original });
    }
  }
  for (const current of theirs) {
    const id = idOf(current);
    if (id === undefined || find(own, id)) continue;
    const original = find(before, id);
    if (!original) lines.push(current);
    else if (!same(current, original)) conflicts.push({ line: id, mine: null, current, original });
  }
  return { lines, conflicts };
}

/** `values` with the side of a conflict that was chosen. */
export function choose(values: Values, conflict: Conflict, side: Side): Values {
  const chosen = conflict[side];
  const { key, line } = conflict;
  if (line === undefined) return { ...values, [key]: chosen };
  const lines = linesOf(values[key]);
  const place = lines.findIndex(({ id }) => id === line);
  const rest = lines.filter(({ id }) => id !== line);
  if (isEmpty(chosen)) return { ...values, [key]: rest };
  return { ...values, [key]: rest.toSpliced(place < 0 ? rest.length : place, 0, chosen as Line) };
}
