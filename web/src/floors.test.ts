import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** The floors of docs house: a file may import from its own floor and from those before it. */
const FLOORS = ['api', 'i18n', 'design', 'offline', 'fields', 'record', 'pages', 'shell'];
const SRC = import.meta.dirname;

it('imports go down only', () => {
  const up: string[] = [];
  for (const path of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
    const floor = FLOORS.indexOf(path.split(/[\\/]/)[0] ?? '');
    if (floor < 0 || !/\.tsx?$/.test(path)) continue;
    for (const match of readFileSync(join(SRC, path), 'utf8').matchAll(/from '@\/(\w+)/g)) {
      if (FLOORS.indexOf(match[1] ?? '') > floor) up.push(`${path} → ${match[1]}`);
    }
  }
  expect(up).toEqual([]);
});

it('files stay small', () => {
  const long = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .filter((path) => readFileSync(join(SRC, path), 'utf8').split('\n').length > 400);
  expect(long).toEqual([]);
});
