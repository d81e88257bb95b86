// Finding: marks, near titles, likely duplicates told apart, and a figure of the data quality that opens its rows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openSite, signIn } from './site.mjs';

let site;
before(async () => {
  site = await openSite();
});
after(async () => {
  await site.close();
});

test('a search marks what was typed; a slip is answered with what was meant', async () => {
  const { page, faults, context } = await signIn(site, '周砚明');
  const [{ name }] = (await (await page.request.get(`${site.url}/api/v1/customer?limit=1&fields=name&sort=name`)).json()).items;
  const box = page.getByRole('combobox', { name: '全局搜索' });
  await box.fill(name);
  await page.locator('mark', { hasText: name }).first().waitFor();
  const slip = [...name];
  [slip[1], slip[2]] = [slip[2], slip[1]];
  await box.fill(slip.join(''));
  await page.getByRole('group', { name: '您是不是要找' }).getByRole('option', { name }).first().click();
  await page.getByRole('heading', { name }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a group of likely duplicates is told apart and taken back', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  const count = async () => (await (await page.request.get(`${site.url}/api/v1/duplicate?entity=customer`)).json()).count;
  const before = await count();
  assert.ok(before > 0);
  await page.getByRole('link', { name: '疑似重复' }).click();
  await page.getByText(`共 ${before} 组`).waitFor();
  await page.getByRole('button', { name: '不是重复' }).first().click();
  await page.getByText(`共 ${before - 1} 组`).waitFor();
  assert.equal(await count(), before - 1);
  await page.getByText('已标为不是重复', { exact: true }).first().click();
  await page.getByRole('button', { name: '恢复为疑似重复' }).click();
  await page.getByText('还没有标为不是重复的客户。').waitFor();
  assert.equal(await count(), before);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a figure opens as many rows as it says', async () => {
  const { page, faults, context } = await signIn(site, '周砚明');
  await page.getByRole('link', { name: '数据质量' }).click();
  const figure = page.getByRole('link', { name: /^[\d,]+$/ }).first();
  const shown = await figure.innerText();
  await figure.click();
  await page.getByText(/^条件：/).waitFor();
  await page.getByText(`共 ${shown} 条`, { exact: true }).waitFor();
  await page.getByRole('button', { name: '取消条件' }).click();
  await page.getByText('共 2,400 条', { exact: true }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
