// docs/PERFORMANCE.md from the figures of one run: medians of the rounds, Keshu beside its floor.
import { readFileSync } from 'node:fs';
import { cpus, release } from 'node:os';

const folder = process.argv[2];
const { ROUNDS, IMPORT_SECONDS, READY, IDLE } = process.env;
const count = Number(readFileSync(`${folder}/count.txt`, 'utf8'));
const lines = readFileSync(`${folder}/figures.jsonl`, 'utf8').trim().split('\n').map(JSON.parse);
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const of = (system, ask, figure) => {
  const values = lines.filter((line) => line.system === system && line.ask === ask).map((line) => line.figures[figure]);
  return values.length ? median(values) : undefined;
};
const refused = lines.reduce((sum, line) => sum + line.figures.refused, 0);
const NAMES = {
  list_name: 'list of 50, by region and industry, sorted by name', list_updated: 'the same, newest change first', read: 'read one record',
  search_rare: 'search, two characters of a name', search_common: 'search, 有限 or 公司', far_page: `page ${Math.min(Math.floor(count / 50), 10_000)} of 50`, write: 'add a to-do: durable, audited, 32 connections',
};
const show = (value, digits = 0) => (value === undefined ? '' : value.toFixed(digits));
const rows = Object.entries(NAMES).map(([ask, name]) => {
  const [keshu, floor] = ['keshu', 'floor'].map((system) => of(system, ask, 'per_second'));
  return `| ${name} | ${show(keshu)} | ${show(of('keshu', ask, 'p50_ms'), 1)} | ${show(of('keshu', ask, 'p99_ms'), 1)} | ${show(of('keshu', ask, 'cpu_ms'), 2)} | ${show(floor)} | ${show(of('floor', ask, 'cpu_ms'), 2)} | ${floor ? `${show((keshu / floor) * 100)} %` : ''} |`;
});
console.log(`# Performance

Written by \`scripts/bench.sh CUSTOMERS.csv\`; never by hand.
Machine: ${cpus().length} × ${cpus()[0].model.trim()}, Linux ${release()}; the load is made on the same cores. Embedded SQLite, ${count.toLocaleString('en')} customers, asked as administrator, rights and audit on. Medians of ${ROUNDS} rounds in which Keshu and the floor take turns; 8 connections where nothing else is said. Requests refused: ${refused}.

The floor is axum and rusqlite over the same rows: prepared statements, the same columns as JSON, no rights, no expressions, no audit (\`benches/src/floor.rs\`).

| asked | Keshu per s | p50 ms | p99 ms | CPU ms | floor per s | floor CPU ms | of the floor |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}

Import of the list: ${Number(IMPORT_SECONDS).toFixed(0)} s, ${(count / Number(IMPORT_SECONDS)).toFixed(0)} rows per second, through the one write path. Ready after ${Number(READY).toFixed(2)} s; ${IDLE} MB in memory then.

Not measured yet: managers and reps with shares, PostgreSQL beside its floor, a million customers.`);
