import { expect, it } from 'vitest';
import type { Entity } from '@/api/types';
import { choose, merge, originalValues } from './merge';

const entity = {
  fields: [
    { key: 'name', type: 'text', writable: true },
    { key: 'alias', type: 'text', writable: true },
    { key: 'count', type: 'integer', writable: false },
    { key: 'lines', type: 'lines', writable: true },
  ],
} as Entity;

const before = { name: 'a', alias: null, count: 1, lines: [] };

it('puts together what does not conflict', () => {
  const merged = merge(entity, before, { ...before, alias: 'mine' }, { ...before, name: 'theirs', count: 2 });
  expect(merged).toEqual({ values: { name: 'theirs', alias: 'mine', count: 2, lines: [] }, conflicts: [] });
  expect(merge(entity, before, { ...before, name: 'b' }, { ...before, name: 'b' }).conflicts).toEqual([]);
});

it('names what two people wrote differently, with what stood there before', () => {
  const { values, conflicts } = merge(entity, before, { ...before, name: 'mine' }, { ...before, name: 'theirs' });
  expect(conflicts).toEqual([{ key: 'name', mine: 'mine', current: 'theirs', original: 'a' }]);
  const [conflict] = conflicts as [(typeof conflicts)[0]];
  expect([values.name, choose(values, conflict, 'current').name, choose(values, conflict, 'original').name]).toEqual([
    'mine',
    'theirs',
    'a',
  ]);
});

it('merges lines one by one and cell by cell', () => {
  const line = (id: string, name: string, rate = '0.1') => ({ id, name, rate });
  const original = { ...before, lines: [line('1', 'a'), line('2', 'b'), line('3', 'c'), line('4', 'd')] };
  const mine = {
    ...original,
    lines: [{ ...line('1', 'a', '0.5'), titles: {} }, line('2', 'mine'), { name: 'new' }, line('4', 'x')],
  };
  const current = { ...original, lines: [line('1', 'A'), line('2', 'theirs'), line('3', 'c'), line('5', 'e')] };
  const { values, conflicts } = merge(entity, original, mine, current);
  expect(values.lines).toEqual([
    line('1', 'A', '0.5'),
    line('2', 'mine'),
    { name: 'new' },
    line('4', 'x'),
    line('5', 'e'),
  ]);
  expect(conflicts.map(({ line: id }) => id)).toEqual(['2', '4']);
  const [changed, removed] = conflicts as [(typeof conflicts)[0], (typeof conflicts)[0]];
  const chosen = choose(choose(values, changed, 'current'), removed, 'current');
  expect(chosen.lines).toEqual([line('1', 'A', '0.5'), line('2', 'theirs'), { name: 'new' }, line('5', 'e')]);
});

it('works out what stood there from what was done since', () => {
  const entry = { by: '', by_name: '', at: '', version: 2, fields: [] };
  const since = [
    { ...entry, old: { name: 'a', alias: 'x' } },
    { ...entry, old: { name: 'b' } },
  ];
  expect(originalValues({ name: 'c', alias: 'y', count: 1 }, since)).toEqual({ name: 'a', alias: 'x', count: 1 });
});
