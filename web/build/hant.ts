import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConverterFactory } from 'opencc-js/core';
import STCharacters from 'opencc-js/dict/STCharacters';
import STPhrases from 'opencc-js/dict/STPhrases';
import TWPhrases from 'opencc-js/dict/TWPhrases';
import TWVariants from 'opencc-js/dict/TWVariants';
import TWVariantsPhrases from 'opencc-js/dict/TWVariantsPhrases';

const WEB = join(import.meta.dirname, '..');

/** Where the words that the server says in Chinese are written. */
const SERVER = ['packs', 'crates', 'domains', 'gates', 'keshu'].map((name) => join(WEB, '..', name));

const readJson = (name: string) => JSON.parse(readFileSync(join(WEB, 'src/i18n', name), 'utf8'));

/** The steps of OpenCC's way to Taiwan's characters and words, with our own words before all of them. */
export function steps(): string[][] {
  const own = Object.entries<string>(readJson('hant.overrides.json'));
  return [
    [own.map(([from, to]) => `${from} ${to}`).join('|'), STPhrases, STCharacters],
    // What the first step made of our own words stays.
    [own.map(([_from, to]) => `${to} ${to}`).join('|'), TWPhrases, TWVariantsPhrases, TWVariants],
  ];
}

/** Every run of Chinese in the server's sources. */
export function wordsOfServer(): string {
  const files = SERVER.filter(existsSync).flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ya?ml|rs)$/.test(path))
      .map((path) => readFileSync(join(folder, path), 'utf8')),
  );
  return [...new Set(files.join('\n').match(/[\p{Script=Han}，、。“”]+/gu))].join('\n');
}

/** Of dictionaries only what `words` hold; of single characters all, for words that are not written yet. */
function needed(dicts: string[], words: string): string[] {
  const wanted = (entry: string) => {
    const from = entry.split(' ')[0] ?? '';
    return [...from].length === 1 || words.includes(from);
  };
  return dicts.map((dict) => dict.split('|').filter(wanted).join('|')).filter((dict) => dict !== '');
}

type Texts = { [key: string]: string | Texts };

function convertAll(texts: Texts, convert: (text: string) => string): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      key,
      typeof text === 'string' ? convert(text) : convertAll(text, convert),
    ]),
  );
}

/** `texts`: those of zh.json; `steps`: what the page needs to convert the words of the server in the same way. */
export function hant(): { texts: Texts; steps: string[][] } {
  const [first = [], second = []] = steps();
  const words = wordsOfServer();
  const between = ConverterFactory(first)(words);
  return {
    texts: convertAll(readJson('zh.json'), ConverterFactory(first, second)),
    steps: [needed(first, words), needed(second, between)],
  };
}
