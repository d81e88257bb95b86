// Shares records with the rep, and writes what each person asks of each server: the same regions, industries and
// records for Keshu and its floor.
import { writeFileSync } from 'node:fs';

const [base, folder] = process.argv.slice(2);
const tokens = { admin: process.env.TOKEN, manager: process.env.TOKEN_MANAGER, rep: process.env.TOKEN_REP };
const call = async (method, path, who = 'admin', body) => {
  const answer = await fetch(`${base}/api/v1${path}`, { method, headers: { authorization: `Bearer ${tokens[who]}`, 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};
const get = (path, who) => call('GET', path, who);
const write = (ask, system, lines) => writeFileSync(`${folder}/${ask}.${system}.tsv`, lines.map((line) => line.join('\t')).join('\n'));
const encode = encodeURIComponent;

// 200 customers of others, each shared with five people, one of whom is the rep.
const staff = (await get(`/staff?limit=5&sort=username&filter=${encode('starts with(username, "rep")')}`)).items;
const others = (await get(`/customer?limit=200&page=7&fields=id&sort=name&filter=${encode(`owner_id != "${staff[0].id}"`)}`)).items;
for (const { id } of others) for (const one of staff) await call('POST', `/customer/${id}/share`, 'admin', { staff_id: one.id, right: 'read' });

const FIELDS = 'name,customer_no,state,customer_grade,kind_code,industry_code,sales_region_code,phone,owner_id,last_follow_at';
const SORTS = ['name', '-updated_at', 'phone'];
for (const who of Object.keys(tokens)) {
  const sample = [];
  for (let page = 1; page <= 5; page++) sample.push(...(await get(`/customer?limit=200&page=${who === 'rep' ? Math.min(page, 2) : page * 3}&fields=id,name,sales_region_code,industry_code`, who)).items);
  // Pairs that really occur, the commonest first.
  const pairs = new Map();
  for (const one of sample) if (one.sales_region_code && one.industry_code) pairs.set(`${one.sales_region_code} ${one.industry_code}`, (pairs.get(`${one.sales_region_code} ${one.industry_code}`) ?? 0) + 1);
  const asked = [...pairs].sort((a, b) => b[1] - a[1]).slice(0, 50).map(([pair]) => pair.split(' '));
  for (const sort of SORTS) {
    const ask = `list_${sort.replace('-', '')}_${who}`;
    write(ask, 'keshu', asked.map(([region, industry]) => ['GET', `/api/v1/customer?limit=50&sort=${sort}&fields=${FIELDS}&filter=${encode(`sales_region_code = "${region}" and industry_code = "${industry}"`)}`]));
    write(ask, 'floor', asked.map(([region, industry]) => ['GET', `/list?region=${region}&industry=${industry}&sort=${sort}`]));
  }
  write(`read_${who}`, 'keshu', sample.map(({ id }) => ['GET', `/api/v1/customer/${id}`]));
  write(`read_${who}`, 'floor', sample.map(({ id }) => ['GET', `/read/${id}`]));
  // The two characters after the place stand in few names; 有限 and 公司 in nearly all.
  write(`search_rare_${who}`, 'keshu', sample.slice(0, 200).map(({ name }) => ['GET', `/api/v1/search?q=${encode(name.slice(2, 4))}`]));
  write(`search_common_${who}`, 'keshu', ['有限', '公司'].map((q) => ['GET', `/api/v1/search?q=${encode(q)}`]));
  if (who === 'admin') {
    write('update_admin', 'keshu', sample.map(({ id }) => ['PATCH', `/api/v1/customer/${id}`, JSON.stringify({ address: '中山路 {count} 号' })]));
    write('add_admin', 'keshu', sample.map(({ id, name }) => ['POST', '/api/v1/todo', JSON.stringify({ subject: `回访 ${name}`, about: { entity: 'customer', id } })]));
  }
}
const { count } = await get('/customer?limit=1&count=exact');
const follow_ups = (await get('/follow_up?limit=1&count=exact')).count;
const last = Math.min(Math.floor(count / 50), 10_000);
write('far_page_admin', 'keshu', [0, 1, 2].map((back) => ['GET', `/api/v1/customer?limit=50&fields=${FIELDS}&page=${last - back}`]));
writeFileSync(`${folder}/counts.json`, JSON.stringify({ customers: count, follow_ups, far_page: last }));
