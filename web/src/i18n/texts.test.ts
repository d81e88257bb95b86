import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import made from 'virtual:hant';
import { ConverterFactory } from 'opencc-js/core';
import STCharacters from 'opencc-js/dict/STCharacters';
import TSCharacters from 'opencc-js/dict/TSCharacters';
import { describe, expect, it } from 'vitest';
import { steps, wordsOfServer } from '../../build/hant';
import en from './en.json';
import overrides from './hant.overrides.json';
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
    ['zh-TW', made.texts],
  ])('%s has every key that is used, and no other', (_name, texts) => {
    const keys = flatten(texts);
    expect([...used].filter((key) => !keys.includes(key)).sort()).toEqual([]);
    expect(keys.filter((key) => !used.has(key)).sort()).toEqual([]);
  });

  it('have the same places in every language', () => {
    expect(Object.fromEntries(placesOf(en))).toEqual(Object.fromEntries(placesOf(zh)));
    expect(Object.fromEntries(placesOf(made.texts))).toEqual(Object.fromEntries(placesOf(zh)));
  });

  it('hold no Chinese in the code itself', () => {
    const found = sources()
      .filter(({ path }) => path !== join('i18n', 'index.ts'))
      .filter(({ text }) => /[\u4e00-\u9fff]/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))
      .map(({ path }) => path);
    expect(found).toEqual([]);
  });
});

describe('traditional Chinese', () => {
  const pairs = (dict: string) => new Map(dict.split('|').map((entry) => entry.split(' ') as [string, string]));
  const toTraditional = pairs(STCharacters);
  const toSimplified = pairs(TSCharacters);
  const simplified = new Set(toSimplified.values());
  /** What only Simplified Chinese writes: another character stands for it, and it is not itself a traditional one. */
  const onlySimplified = (character: string) =>
    simplified.has(character) &&
    !toSimplified.has(character) &&
    (toTraditional.get(character) ?? character) !== character;
  const left = (text: string) => [...new Set(text)].filter(onlySimplified);

  it('has no simplified character left in the texts of the page', () => {
    expect(left(JSON.stringify(zh)).length).toBeGreaterThan(100);
    expect(left(JSON.stringify(made.texts))).toEqual([]);
  });

  it('turns what the server says into what the whole dictionaries make of it', () => {
    const [words, inPage, whole] = [wordsOfServer(), ConverterFactory(...made.steps), ConverterFactory(...steps())];
    expect(words.split('\n').filter((word) => inPage(word) !== whole(word))).toEqual([]);
  });

  it('says what people in Taiwan say', () => {
    const convert = ConverterFactory(...made.steps);
    expect(['导入客户', '您没有查看该记录的权限', '数据质量', '默认负责人'].map(convert)).toEqual([
      '匯入客戶',
      '您沒有檢視該記錄的權限',
      '資料品質',
      '預設負責人',
    ]);
  });

  it('keeps no word of its own that nobody says any more', () => {
    const said = JSON.stringify(zh) + wordsOfServer();
    expect(Object.keys(overrides).filter((word) => !said.includes(word))).toEqual([]);
  });
});
