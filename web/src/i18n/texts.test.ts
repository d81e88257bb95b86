import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from './en.json';
import zh from './zh.json';

const SRC = join(import.meta.dirname, '..');

function flatten(texts: object, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : flatten(value, `${prefix}${key}.`),
  );
}

function sources(): { path: string; text: string }[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'))
    .map((path) => ({ path, text: readFileSync(join(SRC, path), 'utf8') }));
}

const used = new Set<string>();
const computed: string[] = [];
for (const { path, text } of sources()) {
  for (const match of text.matchAll(/\b(?:i18next\.)?t\(\s*(?:'([^']+)'|([^'\s)]))/g)) {
    if (match[1]) used.add(match[1]);
    else computed.push(`${path}: t(${match[2]}…`);
  }
}

function placesOf(texts: object): Map<string, string[]> {
  const at = (key: string) =>
    key.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], texts);
  return new Map(
    flatten(texts).map((key) => [
      key,
      [...String(at(key)).matchAll(/{{(\w+(?:, \w+)?)}}/g)].map((place) => place[1] ?? '').sort(),
    ]),
  );
}

describe('texts', () => {
  it('are asked for by literal keys only, so that this test can see them', () => {
    expect(computed).toEqual([]);
  });

  it.each([
    ['zh', zh],
    ['en', en],
  ])('%s has every key that is used, and no other', (_name, texts) => {
    const keys = flatten(texts);
    expect([...used].filter((key) => !keys.includes(key)).sort()).toEqual([]);
    expect(keys.filter((key) => !used.has(key)).sort()).toEqual([]);
  });

  it('have the same places in both languages', () => {
    expect(Object.fromEntries(placesOf(en))).toEqual(Object.fromEntries(placesOf(zh)));
  });

  it('hold no Chinese in the code itself', () => {
    const found = sources()
      .filter(({ path }) => path !== join('i18n', 'index.ts'))
      .filter(({ text }) => /[\u4e00-\u9fff]/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))
      .map(({ path }) => path);
    expect(found).toEqual([]);
  });
});
