/** Pieces of FEEL that filters are made of. */

/** A string literal; what people type can never end it. */
export function quote(value: string): string {
  const escaped = value
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t');
  return `"${escaped}"`;
}

/** `state = "a"`, or `state in ("a", "b")` for the comma-separated `value`. */
export function oneOf(key: string, value: string, literal: (item: string) => string = quote): string | null {
  const items = value.split(',').filter(Boolean);
  const [first] = items;
  if (first === undefined) return null;
  return items.length === 1 ? `${key} = ${literal(first)}` : `${key} in (${items.map(literal).join(', ')})`;
}

/** A code of a tree stands with what its branch begins with: `310000~31`. */
const REACH = '~';

export function withReach(code: string, prefix: string | undefined): string {
  return prefix === undefined ? code : `${code}${REACH}${prefix}`;
}

export function codeOf(item: string): string {
  return item.split(REACH)[0] ?? item;
}

/** Codes that equal one of the items, or lie on the branch of one. */
export function onBranch(key: string, value: string): string | null {
  const items = value.split(',').filter(Boolean);
  const whole = items.filter((item) => !item.includes(REACH)).join(',');
  const branches = items
    .flatMap((item) => item.split(REACH)[1] ?? [])
    .map((prefix) => `starts with(${key}, ${quote(prefix)})`);
  const parts = [oneOf(key, whole), ...branches].filter((part) => part !== null);
  return parts.length > 1 ? `(${parts.join(' or ')})` : (parts[0] ?? null);
}

/** Each item is in the list that `key` holds, joined by or. */
export function anyInList(key: string, value: string): string | null {
  const items = value.split(',').filter(Boolean);
  const parts = items.map((item) => `list contains(${key}, ${quote(item)})`);
  return parts.length > 1 ? `(${parts.join(' or ')})` : (parts[0] ?? null);
}

export const RANGE = '..';

export function splitRange(value: string | undefined): [string, string] {
  const [from = '', to = ''] = (value ?? '').split(RANGE);
  return [from, to];
}

/** `from..to` with either end open. */
export function joinRange(from: string, to: string): string | undefined {
  return from || to ? `${from}${RANGE}${to}` : undefined;
}

/** `key >= from and key <= to`. */
export function between(key: string, value: string, literal: (item: string) => string = (item) => item): string | null {
  const [from, to] = splitRange(value);
  const parts = [from && `${key} >= ${literal(from)}`, to && `${key} <= ${literal(to)}`].filter(Boolean);
  return parts.length > 0 ? parts.join(' and ') : null;
}

/** All conditions hold. */
export function all(conditions: (string | null | undefined)[]): string | undefined {
  const parts = conditions.filter((condition) => condition);
  return parts.length > 0 ? parts.join(' and ') : undefined;
}

/** A staff id, or the asker. */
export function staffLiteral(item: string): string {
  return item === 'me' ? 'me' : quote(item);
}
