// Writes what is asked of each server: the same regions, industries and records for both.
import { writeFileSync } from 'node:fs';

const [base, folder] = process.argv.slice(2);
const headers = { authorization: `Bearer ${process.env.TOKEN}` };
const get = async (path) => (await fetch(`${base}/api/v1${path}`, { headers })).json();
const write = (ask, system, lines) => writeFileSync(`${folder}/${ask}.${system}.tsv`, lines.map((line) => line.join('\t')).join('\n'));

const FIELDS = 'name,customer_no,state,customer_grade,kind_code,industry_code,region_code,phone,owner_id,last_follow_at';
const sample = [];
for (let page = 1; page <= 5; page++) sample.push(...(await get(`/customer?limit=200&page=${page * 3}&fields=id,name,region_code,industry_code`)).items);

// Pairs that really occur, the commonest first.
const pairs = new Map();
for (const { region_code, industry_code } of sample) if (region_code && industry_code) pairs.set(`${region_code} ${industry_code}`, (pairs.get(`${region_code} ${industry_code}`) ?? 0) + 1);
const asked = [...pairs].sort((a, b) => b[1] - a[1]).slice(0, 50).map(([pair]) => pair.split(' '));
for (const [ask, sort, floorSort] of [['list_name', 'name', 'name'], ['list_updated', '-updated_at', 'updated_at']]) {
  write(ask, 'keshu', asked.map(([region, industry]) => ['GET', `/api/v1/customer?limit=50&sort=${sort}&fields=${FIELDS}&filter=${encodeURIComponent(`region_code = "${region}" and industry_code = "${industry}"`)}`]));
  write(ask, 'floor', asked.map(([region, industry]) => ['GET', `/list?region=${region}&industry=${industry}&sort=${floorSort}`]));
}
write('read', 'keshu', sample.map(({ id }) => ['GET', `/api/v1/customer/${id}`]));
write('read', 'floor', sample.map(({ id }) => ['GET', `/read/${id}`]));
// The two characters after the place stand in few names; 有限 and 公司 in nearly all.
write('search_rare', 'keshu', sample.slice(0, 200).map(({ name }) => ['GET', `/api/v1/search?q=${encodeURIComponent(name.slice(2, 4))}`]));
write('search_common', 'keshu', ['有限', '公司'].map((q) => ['GET', `/api/v1/search?q=${encodeURIComponent(q)}`]));
const { count } = await get('/customer?limit=1&count=exact');
const last = Math.min(Math.floor(count / 50), 10_000);
write('far_page', 'keshu', [0, 1, 2].map((back) => ['GET', `/api/v1/customer?limit=50&fields=${FIELDS}&page=${last - back}`]));
write('write', 'keshu', sample.map(({ id, name }) => ['POST', '/api/v1/todo', JSON.stringify({ subject: `回访 ${name}`, about: { entity: 'customer', id } })]));
writeFileSync(`${folder}/count.txt`, String(count));
