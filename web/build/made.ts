import type { Plugin } from 'vite';
import { hant } from './hant.ts';
import { pinyinTable } from './pinyin.ts';

const MADE: Record<string, () => unknown> = { 'virtual:hant': hant, 'virtual:pinyin': pinyinTable };

/** Modules that are made at build rather than written. */
export function made(): Plugin {
  return {
    name: 'keshu-made',
    resolveId: (id) => (id in MADE ? `\0${id}` : null),
    load: (id) => {
      const make = MADE[id.slice(1)];
      return id.startsWith('\0') && make ? `export default ${JSON.stringify(make())}` : null;
    },
  };
}
