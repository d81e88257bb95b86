import type { Query } from '@/api/http';
import type { Entity, Rec, RecordPage, Value } from '@/api/types';

const PART = /^\s*(\w+)\s*=\s*("(?:[^"\\]|\\.)*"|me|true|false)\s*$/;

/** Whether a filter of plain equations lets the record through; undefined where the filter says more than that. */
export function lets(filter: string, record: Rec, me: string): boolean | undefined {
  let all = true;
  for (const part of filter.split(/\band\b/)) {
    const [, key = '', literal = ''] = PART.exec(part) ?? [];
    if (!key) return undefined;
    const wanted = literal === 'me' ? me : JSON.parse(literal);
    all &&= valueAt(record, key) === wanted;
  }
  return all;
}

/** `about_entity` and `about_id` are the two halves of `about`. */
function valueAt(record: Rec, key: string): Value {
  if (key in record) return record[key];
  const [, base = '', half = ''] = /^(\w+)_(entity|id)$/.exec(key) ?? [];
  return (record[base] as Record<string, Value> | null | undefined)?.[half];
}

/** Whether any text of the record holds the words. */
function holds(record: Rec, q: string): boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const text = Object.values(record)
    .filter((value) => typeof value === 'string')
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

function sorted(items: Rec[], sort: string): Rec[] {
  const key = sort.split(',')[0]?.replace('-', '') ?? '';
  const sign = sort.startsWith('-') ? -1 : 1;
  const word = (record: Rec) => (record[key] === null || record[key] === undefined ? '' : String(record[key]));
  return items.toSorted((left, right) => sign * word(left).localeCompare(word(right), 'zh-CN'));
}

/** A page of the kept records as the server would give it; undefined where only the server can tell. */
export function findKept(entity: Entity, kept: Rec[], query: Query, me: string): RecordPage | undefined {
  const { filter, q, sort, limit, page } = query;
  const through = kept.map((record) => (filter ? lets(String(filter), record, me) : true));
  if (through.includes(undefined)) return undefined;
  const items = sorted(
    kept.filter((record, index) => through[index] && (!q || holds(record, String(q)))),
    String(sort ?? entity.list.sort),
  );
  const size = Number(limit ?? 50);
  const from = (Number(page ?? 1) - 1) * size;
  return { items: items.slice(from, from + size), next_cursor: null, count: items.length };
}
