import { beforeEach, describe, expect, it } from 'vitest';
import { GO, KEYS, means, setKeysOn } from './keys';

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, keyCode: 0 };
const page = { closest: () => null } as unknown as EventTarget;
const field = { closest: () => ({}) } as unknown as EventTarget;
const press = (key: string, held: object = {}) => ({ ...NONE, key, target: page, ...held });

beforeEach(() => {
  setKeysOn(true);
});

describe('a key is meant', () => {
  it('as it is written, with Ctrl or ⌘', () => {
    expect(means(press('k', { ctrlKey: true }), 'palette')).toBe(true);
    expect(means(press('K', { metaKey: true }), 'palette')).toBe(true);
    expect(means(press('k'), 'palette')).toBe(false);
    expect(means(press('n', { ctrlKey: true }), 'create')).toBe(false);
    expect(means(press('N', { shiftKey: true }), 'create')).toBe(false);
    expect(means(press('?', { shiftKey: true }), 'sheet')).toBe(true);
    expect(means(press('ArrowLeft', { shiftKey: true }), 'column_before')).toBe(true);
    expect(means(press('ArrowLeft'), 'column_before')).toBe(false);
  });

  it('never while somebody types, but with Ctrl', () => {
    expect(means(press('n', { target: field }), 'create')).toBe(false);
    expect(means(press('ArrowDown', { target: field }), 'next')).toBe(false);
    expect(means(press('s', { target: field, ctrlKey: true }), 'save')).toBe(true);
    expect(means(press('z', { target: field, ctrlKey: true }), 'undo')).toBe(false);
    expect(means(press('z', { ctrlKey: true }), 'undo')).toBe(true);
  });

  it('never while an input method puts a word together', () => {
    for (const held of [{ isComposing: true }, { keyCode: 229 }]) {
      expect(means(press('n', held), 'create')).toBe(false);
      expect(means(press('s', { ...held, ctrlKey: true }), 'save')).toBe(false);
    }
  });

  it('not as a letter or sign once the person has switched them off', () => {
    setKeysOn(false);
    expect(means(press('n'), 'create')).toBe(false);
    expect(means(press('?'), 'sheet')).toBe(false);
    expect(means(press('j'), 'next')).toBe(false);
    expect(means(press('ArrowDown'), 'next')).toBe(true);
    expect(means(press('k', { ctrlKey: true }), 'palette')).toBe(true);
    setKeysOn(true);
    expect(means(press('n'), 'create')).toBe(true);
  });
});

it('no key means two things in one place', () => {
  const places = [
    [
      'palette',
      'search',
      'sheet',
      'create',
      'theme',
      'go',
      'save',
      'undo',
      'close',
      'next',
      'previous',
      'open',
      'peek',
      'tick',
      'edit',
    ],
    ['search', 'sheet', 'create', 'theme', 'go', 'close', 'move', 'column_before', 'column_after'],
    ['search', 'sheet', 'create', 'theme', 'go', 'close', 'edit', 'write', 'day_before', 'day_after'],
  ] as const;
  for (const place of places) {
    const keys = place.flatMap((id): readonly string[] => KEYS[id]);
    expect(new Set(keys).size).toBe(keys.length);
  }
  expect(new Set(Object.values(GO)).size).toBe(Object.keys(GO).length);
});
