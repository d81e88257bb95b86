/** Puts a text of the server into other characters. */
export type Convert = (text: string) => string;

const LABELS = ['label', 'empty', 'help', 'detail'];

/** What of an answer is said by the server and not by people: their own words stay as they wrote them. */
const WORDS: [path: RegExp, keys: string[]][] = [
  [/^\/(catalog|job|import|bulk|quality)|\/(history|timeline)$/, LABELS],
  [/^\/session\/demo$/, ['role', 'text']],
];

export const WORDS_OF_PROBLEMS = ['title', 'detail'];

/** The keys under which an answer from `path` speaks in the server's words. */
export function wordsOf(path: string): string[] {
  return WORDS.find(([pattern]) => pattern.test(path))?.[1] ?? [];
}

/** `value` with every text under one of `keys` converted. */
export function convertWords<T>(value: T, keys: string[], convert: Convert): T {
  if (keys.length === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => convertWords(item, keys, convert)) as T;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    typeof item === 'string' && keys.includes(key) ? convert(item) : convertWords(item, keys, convert),
  ]);
  return Object.fromEntries(entries) as T;
}
