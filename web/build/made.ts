import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { guide, guideHant } from './guide.ts';
import { hant } from './hant.ts';
import { pinyinTable } from './pinyin.ts';

/** The version of the program that carries the page. */
function version(): string {
  const cargo = readFileSync(join(import.meta.dirname, '../../Cargo.toml'), 'utf8');
  return /^version = "([^"]+)"/m.exec(cargo)?.[1] ?? '';
}

const MADE: Record<string, () => unknown> = {
  'virtual:hant': hant,
  'virtual:pinyin': pinyinTable,
  'virtual:version': version,
};

/** Modules that ask for others themselves. */
const PROGRAMS: Record<string, () => string> = { 'virtual:guide': guide, 'virtual:guide-hant': guideHant };

/** Modules that are made at build rather than written. */
export function made(): Plugin {
  return {
    name: 'keshu-made',
    resolveId: (id) => (id in MADE || id in PROGRAMS ? `\0${id}` : null),
    load: (id) => {
      const program = PROGRAMS[id.slice(1)];
      if (id.startsWith('\0') && program) return program();
      const make = MADE[id.slice(1)];
      return id.startsWith('\0') && make ? `export default ${JSON.stringify(make())}` : null;
    },
  };
}
