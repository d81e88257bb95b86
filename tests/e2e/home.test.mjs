// The day of a sales rep: what waits on the home page, a follow-up by F, the record put right and put on paper.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, openSite, signIn } from './site.mjs';

let site;
before(async () => {
  site = await openSite();
});
after(async () => {
  await site.close();
});

const api = async (page, query) => (await page.request.get(`${site.url}/api/v1/${query}`)).json();
const card = (page, name) => page.locator('section').filter({ has: page.getByRole('heading', { name, exact: false }) });
const rows = (page, group) => page.locator('section section').filter({ has: page.getByRole('heading', { name: group }) }).getByRole('listitem');

test('p1: what waits stands on home within a second, late first, and is done, put off and taken back there', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  await rows(page, '逾期').first().waitFor();
  const late = await rows(page, '逾期').count();
  assert.equal(late, 2);
  await rows(page, '逾期').first().getByRole('button', { name: /^完成 / }).click();
  await page.waitForFunction((count) => document.querySelectorAll('section section')[0].querySelectorAll('li').length === count, late - 1);
  await page.getByRole('button', { name: '撤销' }).click();
  await page.waitForFunction((count) => document.querySelectorAll('section section')[0].querySelectorAll('li').length === count, late);

  await rows(page, '逾期').first().getByRole('button', { name: /^改期/ }).click();
  await page.getByRole('menuitem', { name: /下周一/ }).click();
  await page.getByText(/改到/).first().waitFor();
  await page.waitForFunction((count) => document.querySelectorAll('section section')[0].querySelectorAll('li').length === count, late - 1);
  await page.getByRole('button', { name: '撤销' }).click();
  await page.waitForFunction((count) => document.querySelectorAll('section section')[0].querySelectorAll('li').length === count, late);
  assert.deepEqual(faults, []);
  await context.close();
});

test('p1: every figure opens as many rows as it says', async () => {
  const { page, faults, context } = await signIn(site, '韩立衡');
  const tiles = card(page, '团队简报').locator('a');
  await tiles.first().locator('strong').waitFor();
  const count = await tiles.count();
  assert.ok(count >= 4);
  for (let at = 0; at < count; at += 1) {
    await page.goto(site.url);
    const tile = tiles.nth(at);
    const number = await tile.locator('strong').innerText();
    await tile.click();
    await page.getByText(`共 ${number} 条`).first().waitFor();
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('p2: F on a row writes a follow-up, the to-do of the next contact comes along and both are taken back', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/customer`);
  const [{ id, name }] = (await api(page, 'customer?limit=1&fields=name&sort=-updated_at')).items;
  const open = async () => (await api(page, `todo?filter=${encodeURIComponent(`about_id = "${id}" and state = "open"`)}&count=exact&fields=subject`)).count;
  const before = await open();
  await page.locator(`[data-row="${id}"]`).focus();
  await page.keyboard.press('f');
  await page.getByRole('dialog', { name: `写跟进：${name}` }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  await page.keyboard.type('已寄样,下周回复', { delay: 20 });
  await page.keyboard.press('Control+Enter');
  await page.getByText('已新建跟进').first().waitFor();
  assert.equal(await open(), before + 1);
  await page.getByRole('button', { name: '撤销' }).click();
  await page.getByText('已撤销这条跟进').first().waitFor();
  assert.equal(await open(), before);
  assert.deepEqual(faults, []);
  await context.close();
});

test('cards are moved and hidden by buttons, kept by the server, and put back', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const titles = () => page.locator('h2').allInnerTexts();
  await page.getByRole('heading', { name: '最近访问' }).waitFor();
  await page.getByRole('button', { name: '调整首页' }).click();
  await page.getByRole('button', { name: '隐藏 最近访问' }).click();
  await page.getByRole('button', { name: '上移 公告' }).click();
  await page.getByRole('button', { name: '移到宽栏 公告' }).click();
  await page.getByRole('button', { name: '完成', exact: true }).click();
  await page.waitForLoadState('networkidle');
  await page.reload();
  await page.getByRole('heading', { name: '公告' }).waitFor();
  const kept = await titles();
  assert.ok(!kept.some((title) => title.includes('最近访问')) && kept[0].includes('公告'), JSON.stringify(kept));
  await page.getByRole('button', { name: '调整首页' }).click();
  await page.getByRole('button', { name: '恢复默认' }).click();
  await page.getByRole('button', { name: '完成', exact: true }).click();
  await page.getByRole('heading', { name: '最近访问' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a value goes back from the history, and the whole record to a moment', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const [{ id }] = (await api(page, 'customer?limit=1&fields=name&filter=customer_grade%20%3D%20%22A%22')).items;
  const grade = async () => (await api(page, `customer/${id}`)).customer_grade;
  const change = async (body) => {
    const { version } = await api(page, `customer/${id}`);
    await page.request.patch(`${site.url}/api/v1/customer/${id}`, { data: body, headers: { 'If-Match': `"${version}"`, Origin: site.url } });
  };
  await change({ customer_grade: 'B' });
  await change({ customer_grade: 'C', alias: '改过的简称' });
  await page.goto(`${site.url}/customer/${id}?tab=history`);
  await page.getByRole('button', { name: '恢复此值：客户等级' }).first().click();
  await page.getByText('已恢复').first().waitFor();
  assert.equal(await grade(), 'B');
  await page.getByRole('button', { name: '撤销' }).click();
  await page.waitForFunction(async (at) => (await (await fetch(at)).json()).customer_grade === 'C', `/api/v1/customer/${id}`);
  await page.getByRole('button', { name: '恢复到此时' }).last().click();
  await page.getByRole('dialog').getByRole('checkbox', { name: '客户等级' }).waitFor();
  await page.getByRole('button', { name: /^恢复 \d+ 项$/ }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.equal(await grade(), 'A');
  assert.deepEqual(faults, []);
  await context.close();
});

test('p31: a record and a list are put on A4 with page numbers, and the audit knows', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const [{ id, name }] = (await api(page, 'customer?limit=1&fields=name&sort=-follow_up_count')).items;
  await page.goto(`${site.url}/print/customer/${id}`);
  await page.getByRole('article').getByRole('heading', { name, level: 1 }).waitFor();
  await page.evaluate(() => {
    window.print = () => {
      window.printed = true;
    };
  });
  await page.getByRole('button', { name: '打印' }).click();
  await page.waitForFunction(() => window.printed);
  const last = (await api(page, `customer/${id}/history`)).items[0];
  assert.equal(last.action, 'print');
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await page.getByRole('banner').isVisible().catch(() => false)), 'no top bar on paper');
  const pdf = await page.pdf({ preferCSSPageSize: true });
  // A4 in points.
  assert.match(pdf.toString('latin1'), /\/MediaBox\s*\[0 0 59[45][.\d]* 84[12]/);
  await page.emulateMedia({ media: 'screen' });
  // What stands on paper is read back by the search that reads attachments.
  const headers = { Origin: site.url };
  const file = { name: 'paper.pdf', mimeType: 'application/pdf', buffer: pdf };
  const upload = await (await page.request.post(`${site.url}/api/v1/file`, { headers, multipart: { file } })).json();
  const data = { name: '打印件', file: upload.id, about: { entity: 'customer', id } };
  const kept = await (await page.request.post(`${site.url}/api/v1/attachment`, { headers, data })).json();
  for (const words of [name, '客户等级', '动态', '由林晓打印', '第 1 /']) {
    const { items } = await api(page, `attachment?fields=name&q=${encodeURIComponent(words)}&filter=${encodeURIComponent(`id = "${kept.id}"`)}`);
    assert.equal(items.length, 1, `${words} is not on the paper`);
  }
  await page.goto(`${site.url}/print/customer?f.state=active`);
  await page.getByRole('article').getByRole('table').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('home fits a phone', async () => {
  const { page, faults, context } = await signIn(site, '林晓', PHONE);
  await rows(page, '逾期').first().waitFor();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wider <= 0, `${wider} px wider than the window`);
  assert.deepEqual(faults, []);
  await context.close();
});
