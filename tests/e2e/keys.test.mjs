// The keyboard: the palette that finds records, pages and actions, the sheet of keys, and the switch that turns them off.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, openSite, signIn } from './site.mjs';

/** As fast as somebody types who knows the keys. */
const FAST = { delay: 20 };

let site;
before(async () => {
  site = await openSite();
});
after(async () => {
  await site.close();
});

const path = (page) => new URL(page.url()).pathname;
const box = (page) => page.getByRole('combobox', { name: '全局搜索' });
const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

/** A letter as an input method makes it: the page sees a key of a word that is not yet put together. */
const compose = (page, key) =>
  page.evaluate((typed) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: typed, isComposing: true, bubbles: true, cancelable: true })), key);

test('p20: records by initials and by the tail of a phone, the one opened last stands on top', async () => {
  const { page, faults, context } = await signIn(site, '周砚明');
  const api = async (query) => (await (await page.request.get(`${site.url}/api/v1/${query}`)).json()).items;
  const [{ id, name }] = await api('customer?limit=1&fields=name&sort=name');
  await page.goto(`${site.url}/customer/${id}`);
  await page.getByRole('heading', { name }).waitFor();
  await page.goto(site.url);
  await page.getByRole('button', { name: '周砚明 的菜单' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('group', { name: '最近' }).getByRole('option', { name }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name }).waitFor();

  const [{ mobile }] = await api('contact?limit=1&fields=mobile&filter=mobile%20!%3D%20null');
  await page.keyboard.press('Control+k');
  await page.keyboard.type(mobile.slice(-4), FAST);
  // Enter comes before the answer, and is kept for it.
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/[0-9a-f]{8}-[0-9a-f-]{27}/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('p20: pages and actions by Chinese, English, pinyin and initials', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  for (const [typed, to] of [['xjkh', '/customer/new'], ['数据质', '/quality'], ['shujuzhiliang', '/quality'], ['todo', '/todo'], ['hsz', '/trash'], ['new contact', '/contact/new']]) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(typed, FAST);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${site.url}${to}`);
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('p20: in English too, by the Chinese name, its pinyin and initials', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  await page.evaluate(() => localStorage.setItem('keshu.locale', 'en'));
  await page.reload();
  await page.getByRole('search').getByRole('combobox').waitFor();
  for (const [typed, to] of [['数据质量', '/quality'], ['shujuzhiliang', '/quality'], ['hsz', '/trash'], ['客户', '/customer'], ['xjkh', '/customer/new'], ['likely dup', '/duplicates'], ['kjj', null]]) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(typed, FAST);
    await page.keyboard.press('Enter');
    if (to) await page.waitForURL(`${site.url}${to}`);
    else await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('p20: arrows and Enter at 20 ms a key lose none', async () => {
  const { page, faults, context } = await signIn(site, '周砚明');
  for (const steps of [1, 4, 9]) {
    await page.goto(`${site.url}/profile`);
    await page.getByRole('button', { name: '周砚明 的菜单' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    const labels = await page.getByRole('group', { name: '页面' }).getByRole('option').allInnerTexts();
    for (let step = 0; step < steps; step += 1) await page.keyboard.press('ArrowDown', FAST);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname !== '/profile');
    await page.getByRole('heading', { name: labels[steps].split('\n')[0] }).first().waitFor();
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('p20: nothing found offers to make it; Esc gives the focus back', async () => {
  const { page, faults, context } = await signIn(site, '林晓', PHONE);
  await page.goto(`${site.url}/customer`);
  const search = page.getByRole('searchbox').or(page.getByPlaceholder('名称、拼音、手机尾号')).first();
  await search.focus();
  const before = await focused(page);
  await page.keyboard.press('Control+k');
  assert.equal(await focused(page), '全局搜索');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), before);
  await box(page).fill('霁岚测绘合作社');
  await page.getByRole('option', { name: '新建客户“霁岚测绘合作社”' }).click();
  await page.waitForURL(/\/customer\/new/);
  assert.equal(await page.getByLabel('客户名称').inputValue(), '霁岚测绘合作社');
  assert.deepEqual(faults, []);
  await context.close();
});

test('p20: a word that an input method puts together is not the page’s, and signing out forgets what was opened', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const [{ id, name }] = (await (await page.request.get(`${site.url}/api/v1/customer?limit=1&fields=name`)).json()).items;
  await page.goto(`${site.url}/customer/${id}`);
  await page.getByRole('heading', { name }).waitFor();
  await box(page).fill('客户');
  await page.getByRole('option').first().waitFor();
  await compose(page, 'Enter');
  await compose(page, 'Escape');
  assert.ok(path(page).endsWith(id));
  assert.equal(await box(page).getAttribute('aria-expanded'), 'true');
  await box(page).fill('tcdl');
  await page.keyboard.press('Enter');
  await page.waitForURL(/sign_in/);
  assert.equal(await page.evaluate((title) => Object.values(localStorage).some((value) => value.includes(title)), name), false);
  assert.deepEqual(faults, []);
  await context.close();
});

test('p21: ? lists the keys, and they do what it says', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: '快捷键' });
  for (const text of ['搜索记录、页面和操作', '切换深色或浅色', '下一行', '移到其他列…', '保存', '待办']) await sheet.getByText(text, { exact: true }).waitFor();
  // The sheet is a dialog: keys of the page wait behind it.
  await page.keyboard.press('n');
  assert.equal(path(page), '/');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });

  await page.keyboard.type('gc', FAST);
  await page.waitForURL(`${site.url}/customer*`);
  await page.keyboard.press('n');
  await page.waitForURL(`${site.url}/customer/new`);
  await page.goto(site.url);
  await page.getByRole('button', { name: '石砚舟 的菜单' }).waitFor();
  const dark = () => page.evaluate(() => document.documentElement.hasAttribute('data-dark'));
  assert.equal(await dark(), false);
  await page.keyboard.press('d');
  await page.locator('[data-dark]').waitFor();
  await page.keyboard.press('d');
  await page.locator(':root:not([data-dark])').waitFor();
  await page.keyboard.press('/');
  assert.equal(await focused(page), '全局搜索');
  assert.deepEqual(faults, []);
  await context.close();
});

test('p21: no key fires while somebody types or once they are switched off', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  await page.goto(`${site.url}/customer/new`);
  await page.getByLabel('客户名称').focus();
  await page.keyboard.type('n?d/gt', FAST);
  assert.equal(await page.getByLabel('客户名称').inputValue(), 'n?d/gt');
  assert.equal(path(page), '/customer/new');
  await page.getByLabel('客户名称').fill('');

  await page.goto(`${site.url}/todo`);
  await page.getByRole('heading', { name: '待办' }).waitFor();
  for (const key of ['n', '?', 'd', 'g', 'c']) await compose(page, key);
  assert.equal(path(page), '/todo');

  await page.goto(`${site.url}/profile`);
  await page.getByRole('switch', { name: '启用快捷键' }).click();
  await page.reload();
  assert.equal(await page.getByRole('switch', { name: '启用快捷键' }).getAttribute('aria-checked'), 'false');
  await page.getByRole('heading').first().click();
  await page.keyboard.type('n?d/gc', FAST);
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.equal(await page.evaluate(() => document.documentElement.hasAttribute('data-dark')), false);
  assert.equal(path(page), '/profile');
  await page.keyboard.press('Control+k');
  assert.equal(await focused(page), '全局搜索');
  assert.deepEqual(faults, []);
  await context.close();

  // It is the person who has them off, not the machine; and on again.
  const other = await signIn(site, '石砚舟');
  await other.page.keyboard.type('n?d', FAST);
  assert.equal(await other.page.getByRole('dialog').count(), 0);
  assert.equal(path(other.page), '/');
  await other.page.goto(`${site.url}/profile`);
  await other.page.getByRole('switch', { name: '启用快捷键' }).click();
  await other.page.getByRole('heading').first().click();
  await other.page.keyboard.press('?');
  await other.page.getByRole('dialog', { name: '快捷键' }).waitFor();
  assert.deepEqual(other.faults, []);
  await other.context.close();
});
