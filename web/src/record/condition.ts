import type { Value } from '@/api/types';

/**
 * The part of FEEL that `show_if` and `required_if` need while someone types: names, literals, comparisons,
 * `in`, `and`, `or`, `not(…)`. Anything else is left to the server and answers undefined: the field stays as it is.
 */
type Record_ = Record<string, Value>;

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?|!=|<=|>=|[=<>()[\],]|[A-Za-z_][\w.]*)/y;

class Unknown extends Error {}

function tokens(source: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const match = TOKEN.exec(source);
    if (!match?.[1]) throw new Unknown();
    found.push(match[1]);
  }
  return found;
}

function lookUp(record: Record_, path: string): Value {
  let value: Value = record;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Record_)[key] ?? null;
  }
  return value;
}

function comparable(value: Value): Value {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

function compare(operator: string, left: Value, right: Value): boolean {
  if (operator === '=' || operator === '!=') return (comparable(left) === comparable(right)) === (operator === '=');
  if (left === null || right === null) return false;
  const [a, b] = [comparable(left) as number, comparable(right) as number];
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

class Reader {
  private at = 0;
  constructor(
    private readonly words: string[],
    private readonly record: Record_,
  ) {}

  private next(): string {
    const word = this.words[this.at];
    if (word === undefined) throw new Unknown();
    this.at += 1;
    return word;
  }

  private take(word: string): boolean {
    if (this.words[this.at] !== word) return false;
    this.at += 1;
    return true;
  }

  private expect(word: string): void {
    if (!this.take(word)) throw new Unknown();
  }

  whole(): boolean {
    const value = this.either();
    if (this.at !== this.words.length) throw new Unknown();
    return value === true;
  }

  private either(): Value {
    let value = this.both();
    while (this.take('or')) {
      const right = this.both();
      value = value === true || right === true;
    }
    return value;
  }

  private both(): Value {
    let value = this.comparison();
    while (this.take('and')) {
      const right = this.comparison();
      value = value === true && right === true;
    }
    return value;
  }

  private comparison(): Value {
    const left = this.operand();
    const operator = this.words[this.at];
    if (operator && /^(!=|<=|>=|[=<>])$/.test(operator)) {
      this.at += 1;
      return compare(operator, left, this.operand());
    }
    if (this.take('in')) return this.items().some((item) => compare('=', left, item));
    return left;
  }

  private items(): Value[] {
    const close = this.take('[') ? ']' : ')';
    if (close === ')') this.expect('(');
    const items = [this.operand()];
    while (this.take(',')) items.push(this.operand());
    this.expect(close);
    return items;
  }

  private operand(): Value {
    const word = this.next();
    if (word === '(') {
      const value = this.either();
      this.expect(')');
      return value;
    }
    if (word === 'not') {
      this.expect('(');
      const value = this.either();
      this.expect(')');
      return value !== true;
    }
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    if (word.startsWith('"')) return JSON.parse(word);
    if (/^\d/.test(word)) return Number(word);
    if (!/^[A-Za-z_]/.test(word) || this.words[this.at] === '(') throw new Unknown();
    return lookUp(this.record, word);
  }
}

/** Whether `source` holds for what is typed so far; undefined where only the server can say. */
export function holds(source: string, record: Record_): boolean | undefined {
  try {
    return new Reader(tokens(source), record).whole();
  } catch {
    return undefined;
  }
}
