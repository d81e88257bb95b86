// What the page says after a deed: short, one at a time, heard as well as seen, and taken back from the keyboard. And what a form says of its faults.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callAs, openSite, signIn } from './site.mjs';

let site;
before(async () => {
  site = await openSite();
});
after(async () => {
  await site.close();
});

const undo = (page) => toasts(page).getByRole('button', { name: '撤销' });
const toasts = (page) => page.locator('.ant-message-notice');
const heard = (page, words) => page.waitForFunction((text) => [...document.querySelectorAll('[aria-live=polite]')].some((region) => region.textContent.includes(text)), words);

test('p55: a toast is there for three seconds, alone, and is said aloud', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/profile`);
  const digest = page.getByLabel('每日摘要');
  const choose = async (time) => {
    await digest.click();
    await digest.fill(time);
    await page.keyboard.press('Enter');
  };
  await choose('08:30');
  await heard(page, '已保存');
  const from = Date.now();
  await choose('08:35');
  await toasts(page).first().waitFor();
  // Counted while the second one comes over the first: never two of them.
  assert.ok((await toasts(page).count()) <= 1);
  await toasts(page).first().waitFor({ state: 'hidden' });
  // Three seconds, the way of the second change and the fading.
  assert.ok(Date.now() - from < 6000, `${Date.now() - from} ms`);
  assert.deepEqual(faults, []);
  await context.close();
});

test('p55: 撤销 is one key away wherever the focus is, and leaves the text one types in alone', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const made = await callAs(site, page, 'POST', '/todo', { subject: `按键撤销${Date.now()}`, due_at: new Date().toISOString() });
  const state = async () => (await callAs(site, page, 'GET', `/todo/${made.id}`)).state;
  await page.reload();
  await page.getByRole('button', { name: new RegExp(`^完成 .*${made.subject}`) }).click();
  await undo(page).waitFor();
  assert.equal(await state(), 'done');
  await page.getByRole('combobox', { name: '全局搜索' }).focus();
  await page.keyboard.press('Control+z');
  assert.equal(await state(), 'done', 'in a text it is the text that is taken back');
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('Control+z');
  await page.waitForFunction(async (path) => (await (await fetch(path)).json()).state === 'open', `/api/v1/todo/${made.id}`);
  await undo(page).waitFor({ state: 'hidden' });
  assert.deepEqual(faults, []);
  await context.close();
});

test('p56: the summary of faults leads to each field, and a quick form asks for three things at most', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  await page.goto(`${site.url}/customer/new`);
  await page.getByLabel('电话', { exact: true }).fill('12');
  await page.keyboard.press('Control+s');
  const summary = page.locator('main .ant-alert-error').first();
  await summary.getByRole('button', { name: /电话/ }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.value), '12');
  await summary.getByRole('button', { name: /客户名称/ }).click();
  await page.getByLabel('客户名称').and(page.locator(':focus')).waitFor();

  const { entities } = await callAs(site, page, 'GET', '/catalog');
  for (const { name, can, line, fields, quick_form } of Object.values(entities)) {
    if (line || !can.create) continue;
    const asked = quick_form.flatMap(({ rows }) => rows.flat());
    const required = fields.filter(({ key, required, writable, default: given }) => asked.includes(key) && required && writable && (given === null || given === undefined));
    assert.ok(required.length <= 3, `${name} asks for ${required.map(({ key }) => key)}`);
  }
  assert.deepEqual(faults, []);
  await context.close();
});
