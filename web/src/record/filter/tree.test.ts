import { describe, expect, it } from 'vitest';
import type { Entity } from '@/api/types';
import { type Group, readTree, textOf, writeTree } from './tree';

const entity = {
  fields: [
    { key: 'name', type: 'text', filterable: true },
    { key: 'state', type: 'code', filterable: true },
    { key: 'amount', type: 'money', filterable: true },
    { key: 'tags', type: 'tags', filterable: true },
  ],
} as unknown as Entity;

const tree: Group = {
  any: true,
  parts: [
    { key: 'name', test: 'is', value: 'a"b' },
    {
      any: false,
      parts: [
        { key: 'amount', test: 'is', value: '10..20' },
        { key: 'state', test: 'not', value: 'lost' },
        { key: 'tags', test: 'empty' },
      ],
    },
  ],
};
const text = 'contains(name, "a\\"b") or ((amount >= 10 and amount <= 20) and not(state = "lost") and count(tags) = 0)';

describe('conditions', () => {
  it('become FEEL in which nothing binds otherwise than it was put together', () => {
    expect(textOf(entity, tree)).toBe(text);
    expect(textOf(entity, { any: false, parts: [{ key: 'name', test: 'is' }] })).toBeUndefined();
    expect(textOf(entity, { any: false, parts: [{ key: 'gone', test: 'empty' }] })).toBeUndefined();
  });

  it('are read back only where they make exactly that text', () => {
    expect(readTree(entity, writeTree(tree), text)).toEqual(tree);
    expect(readTree(entity, writeTree(tree), 'state = "lost"')).toBeUndefined();
    expect(readTree(entity, '{"any":true,"parts":[{"key":1}]}', text)).toBeUndefined();
    expect(readTree(entity, undefined, text)).toBeUndefined();
  });
});
