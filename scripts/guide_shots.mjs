// The pictures of docs/guide, taken from a demo of their own: node scripts/guide_shots.mjs [NAME…]
import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { open, seen } from '../tests/e2e/pages.mjs';
import { openSite, signIn } from '../tests/e2e/site.mjs';

const folder = resolve(import.meta.dirname, '../docs/guide/images');
const wanted = process.argv.slice(2);

/** Small enough to be read beside the text, large enough for a table. */
const DESK = { width: 1120, height: 640 };
const PHONE = { width: 360, height: 640 };

const customer = async (page, site) => {
  const answer = await page.request.get(`${site.url}/api/v1/customer?limit=1&fields=id&sort=-follow_up_count`);
  return (await answer.json()).items[0].id;
};

/** What a colleague did to a customer of the rep's, so that there is something to be told of and to look back at. */
async function prepare(site) {
  const { page, context } = await signIn(site, '韩立衡');
  const id = await customer(page, site);
  const api = (method, path, data, headers = {}) => page.request.fetch(`${site.url}/api/v1/${path}`, { method, data, headers: { Origin: site.url, ...headers } });
  const get = async (path) => (await api('GET', path)).json();
  const [rep] = (await get(`staff?limit=1&fields=name&filter=${encodeURIComponent('name = "林晓"')}`)).items;
  for (const change of [{ customer_grade: 'B' }, { customer_grade: 'A', phone: '028-55539660' }]) {
    const { version } = await get(`customer/${id}`);
    await api('PATCH', `customer/${id}`, change, { 'If-Match': `"${version}"` });
  }
  await api('POST', 'comment', { about: { entity: 'customer', id }, content: '报价单请周五前发我看一眼', mentions: [rep.id] });
  await api('POST', 'todo', { subject: '准备星舟的续约方案', owner_id: rep.id, due_at: new Date(Date.now() + 86_400_000).toISOString(), about: { entity: 'customer', id } });
  await context.close();
}

const press = (role, name) => (page) => page.getByRole(role, { name }).first().click();

async function write(page) {
  await page.locator('[data-row]').first().focus();
  await page.keyboard.press('f');
  await page.getByRole('dialog').locator('textarea').first().fill('已寄样，下周三回复');
}

async function tick(page) {
  for (const row of [1, 2, 3]) await page.locator('tbody .ant-checkbox-input').nth(row).click();
}

/** Who looks, at what, and what is pressed before. */
const SHOTS = [
  ['home', '林晓', DESK, ''],
  ['search', '林晓', DESK, '', async (page) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('hcby', { delay: 20 });
    await page.getByRole('option', { name: /海川/ }).first().waitFor();
  }],
  ['new-customer', '林晓', DESK, 'customer/new', async (page) => {
    await page.getByLabel('客户名称').pressSequentially('海川泵业', { delay: 20 });
    await page.getByText('记录').first().waitFor();
    await page.waitForTimeout(800);
  }],
  ['home-arrange', '林晓', DESK, '', press('button', '调整首页')],
  ['list', '林晓', DESK, 'customer'],
  ['board', '林晓', DESK, 'customer?mode=board'],
  ['bulk', '韩立衡', DESK, 'customer', tick],
  ['customer', '林晓', { ...DESK, height: 760 }, async (page, site) => `customer/${await customer(page, site)}`],
  ['history', '林晓', DESK, async (page, site) => `customer/${await customer(page, site)}?tab=history`],
  ['follow-up', '林晓', DESK, 'customer', write],
  ['notices', '林晓', DESK, '', press('button', /^通知/)],
  ['roles', '石砚舟', DESK, 'people?tab=role'],
  ['phone-home', '林晓', PHONE, ''],
  ['phone-quick', '林晓', PHONE, '', press('button', '快捷新建')],
];

await mkdir(folder, { recursive: true });
const site = await openSite();
await prepare(site);
let bytes = 0;
for (const [name, person, viewport, path, act] of SHOTS.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
  const { page, context } = await signIn(site, person, viewport);
  const at = typeof path === 'function' ? await path(page, site) : path;
  await open(page, site, { path: at, act });
  await page.waitForTimeout(500);
  await seen(page, viewport, 'light');
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  bytes += (await stat(file)).size;
  await context.close();
}
await site.close();
console.log(`${Math.round(bytes / 1024)} KiB in ${folder}`);
