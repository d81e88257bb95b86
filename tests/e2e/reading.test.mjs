// What a reader sees without looking for it: whole columns, one tab for each related entity, the history, no idle facts.
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

async function firstCustomer(page) {
  const list = await (await page.request.get(`${site.url}/api/v1/customer?limit=1&fields=name`)).json();
  return list.items[0].id;
}

test('no column of the customer list is cut before one scrolls', async () => {
  const { page, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/customer`);
  await page.locator('tbody tr.ant-table-row').first().waitFor();
  const cut = await page.evaluate(() => {
    const heads = [...document.querySelectorAll('.ant-table-header th')];
    const edge = heads.at(-1).getBoundingClientRect().left;
    return heads
      .slice(0, -1)
      .map((head) => ({ label: head.textContent, ...head.getBoundingClientRect().toJSON() }))
      .filter(({ left, right }) => left < edge - 1 && right > edge + 1)
      .map(({ label }) => label);
  });
  assert.deepEqual(cut, []);
  await context.close();
});

test('a customer has one tab for each related entity, and the history is in sight', async () => {
  const { page, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/customer/${await firstCustomer(page)}`);
  await page.getByRole('tab', { name: '操作历史' }).waitFor();
  const names = (await page.getByRole('tab').allTextContents()).map((name) => name.replace(/[\d,+]+$/, ''));
  assert.deepEqual(names, [...new Set(names)]);
  assert.ok(!names.some((name) => /[()（）]/.test(name)), names.join(' '));

  await page.getByRole('tab', { name: '操作历史' }).click();
  await page.getByRole('list').getByText('新建', { exact: true }).first().waitFor();
  await page.reload();
  assert.equal(await page.getByRole('tab', { name: '操作历史' }).getAttribute('aria-selected'), 'true');

  await page.getByRole('tab', { name: /^关联客户/ }).click();
  await page.getByText('作为集团客户').click();
  await page.getByRole('button', { name: '新建客户' }).waitFor();
  await context.close();
});

test('on a phone the history is two taps away', async () => {
  const { page, faults, context } = await signIn(site, '林晓', PHONE);
  await page.goto(`${site.url}/customer/${await firstCustomer(page)}`);
  await page.getByRole('button', { name: '更多', exact: true }).click();
  await page.getByRole('menuitem', { name: '操作历史' }).click();
  await page.getByRole('list').getByText('新建', { exact: true }).first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a currency that nobody chose is no fact, and empty fields come when asked for', async () => {
  const { page, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/customer/${await firstCustomer(page)}`);
  await page.getByRole('button', { name: '显示空字段' }).waitFor();
  assert.equal(await page.getByText('币种').count(), 0);
  assert.equal(await page.getByText('传真', { exact: true }).count(), 0);
  await page.getByRole('button', { name: '显示空字段' }).click();
  await page.getByText('传真', { exact: true }).waitFor();
  assert.equal(await page.getByText('币种').count(), 0);
  await context.close();
});

test('traditional Chinese: the page’s words and the server’s, and nobody’s own', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  await page.evaluate(() => localStorage.setItem('keshu.locale', 'zh-TW'));
  await page.goto(`${site.url}/customer`);
  await page.getByRole('columnheader', { name: '客戶名稱' }).waitFor();
  await page.getByText('匯入', { exact: true }).waitFor();
  const [{ name }] = (await (await page.request.get(`${site.url}/api/v1/customer?limit=1&fields=name&filter=contains(name,%22%E7%94%B5%22)`)).json()).items;
  await page.getByRole('combobox', { name: '全域搜尋' }).fill(name);
  await page.getByRole('option', { name }).first().waitFor();
  await page.goto(`${site.url}/customer/00000000-0000-7000-8000-000000000000`);
  await page.getByText(/權限|沒有|不存在/).first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
