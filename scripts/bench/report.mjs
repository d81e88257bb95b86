// A page of docs/performance from the figures of one run: medians of the rounds, Keshu beside its floor.
import { readFileSync, existsSync } from 'node:fs';
import { cpus, release } from 'node:os';

const folder = process.argv[2];
const { ROUNDS, SECONDS_EACH, READY, IDLE, STORE, NOTE } = process.env;
const json = (name) => readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const [counts] = json('counts.json');
const lines = json('figures.jsonl');
const imports = Object.fromEntries(json('imports.jsonl').map((one) => [one.entity, one]));
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const of = (system, ask, who, figure) => {
  const values = lines.filter((line) => line.system === system && line.ask === ask && line.who === who).map((line) => line.figures[figure]);
  return values.length ? median(values) : undefined;
};
const refused = lines.reduce((sum, line) => sum + line.figures.refused, 0);
const WHO = { admin: 'administrator', manager: 'manager', rep: 'rep' };
const NAMES = {
  list_name: 'list of 50, by region and industry, sorted by name', list_updated_at: 'the same, newest change first', list_phone: 'the same, by phone', read: 'read one record',
  search_rare: 'search, two characters of a name', search_common: 'search, 有限 or 公司', far_page: `page ${counts.far_page.toLocaleString('en')} of 50`,
  update: 'change a customer: durable, audited, 32 connections', add: 'add a to-do: durable, audited, 32 connections',
};
const show = (value, digits = 0) => (value === undefined ? '' : value.toFixed(digits));
const row = (ask, who) => {
  const [keshu, floor] = ['keshu', 'floor'].map((system) => of(system, ask, who, 'per_second'));
  if (keshu === undefined) return [];
  const spent = (system) => (STORE === 'SQLite' ? show(of(system, ask, who, 'cpu_ms'), 2) : '');
  return [`| ${NAMES[ask]} | ${WHO[who]} | ${show(keshu)} | ${show(of('keshu', ask, who, 'p50_ms'), 1)} | ${show(of('keshu', ask, who, 'p99_ms'), 1)} | ${spent('keshu')} | ${show(floor)} | ${spent('floor')} | ${floor ? `${show((keshu / floor) * 100)} %` : ''} |`];
};
const rows = Object.keys(NAMES).flatMap((ask) => Object.keys(WHO).flatMap((who) => row(ask, who)));
const number = (value) => Math.round(value).toLocaleString('en');
const rate = ({ rows, seconds }) => `${number(rows)} in ${number(seconds)} s, ${number(rows / seconds)} a second`;
const raw = existsSync(`${folder}/reload.json`) ? json('reload.json')[0] : undefined;
const share = raw && ((imports.customer.rows / imports.customer.seconds / raw.per_second) * 100).toFixed(0);
console.log(`# Performance: ${STORE}, ${number(counts.customers)} customers, ${number(counts.follow_ups)} follow-ups

Written by \`${STORE === 'SQLite' ? '' : 'DATABASE=postgres://… '}scripts/bench.sh CUSTOMERS.csv\`; never by hand.
Machine: ${cpus().length} × ${cpus()[0].model.trim()}, Linux ${release()}; the load${STORE === 'SQLite' ? ' is' : ' and the database are'} on the same cores. Rights and audit on. Medians of ${ROUNDS} rounds of ${SECONDS_EACH} s in which Keshu and the floor take turns; 8 connections where nothing else is said. Requests refused: ${refused}.

The administrator reaches every row; the manager a department and those below it, a tenth of the rows; the rep 200 rows of their own and 200 that others shared, each with five people. The floor is axum and the same database driver over the same rows and indexes: prepared statements, the same columns as JSON, no rights, no expressions, no audit (\`benches/src/floor.rs\`); it answers everybody alike.

| asked | by | Keshu per s | p50 ms | p99 ms | CPU ms | floor per s | floor CPU ms | of the floor |
|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}

Import through the one write path: customers ${rate(imports.customer)}, most with a contact; follow-ups ${rate(imports.follow_up)}.${raw ? ` SQLite alone takes the same customers, contacts and references with the same columns and indexes at ${number(raw.per_second)} a second (\`benches/src/reload.rs\`; no search index, no audit): the import reaches ${share} % of that.` : ''} Ready after ${Number(READY).toFixed(2)} s; ${IDLE} MB in memory then.${NOTE ? `\n\n${NOTE}` : ''}`);
