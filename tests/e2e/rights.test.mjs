// What people may see: masked values, shown whole for a purpose and for a minute, and why somebody sees a record or not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, openSite, signIn } from './site.mjs';

let site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

const ACCOUNT = '6222020200098765432';

test('p46 p47: a masked account is shown whole for a purpose that the history keeps', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const made = await page.request.post(`${site.url}/api/v1/customer`, {
    data: { name: '遮盖测试有限公司', bank_account: ACCOUNT },
    headers: { origin: site.url },
  });
  const { id } = await made.json();
  await page.goto(`${site.url}/customer/${id}`);
  const show = page.getByRole('button', { name: '查看银行账号' });
  await show.waitFor();
  assert.equal(await page.getByText(ACCOUNT).count(), 0);
  await show.click();
  const dialog = page.getByRole('dialog');
  assert.equal(await dialog.getByRole('button', { name: '查看', exact: true }).isDisabled(), true);
  await dialog.getByText('签订合同').click();
  await dialog.getByRole('button', { name: '查看', exact: true }).click();
  await page.getByText(ACCOUNT).waitFor();
  await page.getByRole('button', { name: '遮盖银行账号' }).click();
  await page.getByText(ACCOUNT).waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: '操作历史' }).click();
  await page.getByText('用途：签订合同').waitFor();
  // A form keeps what it does not show.
  await page.goto(`${site.url}/customer/${id}/edit`);
  await page.getByLabel('客户名称').fill('遮盖测试（改名）有限公司');
  await page.getByRole('button', { name: '保存' }).first().click();
  await page.getByRole('heading', { name: '遮盖测试（改名）有限公司' }).waitFor();
  const kept = await page.request.post(`${site.url}/api/v1/customer/${id}/reveal`, {
    data: { field: 'bank_account', purpose: '核对' },
    headers: { origin: site.url },
  });
  assert.equal((await kept.json()).value, ACCOUNT);
  assert.deepEqual(faults, []);
  await context.close();
});

test('on a phone the purpose is asked in the same way', async () => {
  const { page, faults, context } = await signIn(site, '林晓', PHONE);
  const found = await page.request.get(`${site.url}/api/v1/customer?q=${encodeURIComponent('遮盖测试')}&fields=name`);
  const [{ id }] = (await found.json()).items;
  await page.goto(`${site.url}/customer/${id}`);
  await page.getByRole('button', { name: '展开全部资料' }).click();
  await page.getByRole('button', { name: '查看银行账号' }).click();
  await page.getByRole('dialog').getByLabel('用途').fill('电话核对');
  await page.keyboard.press('Enter');
  await page.getByText(ACCOUNT).waitFor();
  const { items } = await (await page.request.get(`${site.url}/api/v1/customer/${id}/history`)).json();
  assert.equal(items.filter((entry) => entry.purpose === '电话核对').length, 1, 'looked at once');
  assert.deepEqual(faults, []);
  await context.close();
});

test('p48: an administrator is told which rule keeps somebody from a record', async () => {
  const rep = await signIn(site, '林晓');
  const own = await rep.page.request.get(`${site.url}/api/v1/customer?limit=1&fields=name&filter=${encodeURIComponent('owner_id = me')}`);
  const [{ id }] = (await own.json()).items;
  await rep.context.close();
  const { page, faults, context } = await signIn(site, '石砚舟');
  await page.goto(`${site.url}/customer/${id}`);
  await page.getByRole('button', { name: '更多' }).first().click();
  await page.getByRole('menuitem', { name: '谁能看？为什么？' }).click();
  const dialog = page.getByRole('dialog');
  const choose = async (name) => {
    await dialog.getByLabel('人员').fill(name);
    await page.locator('.ant-select-item-option', { hasText: name }).first().click();
  };
  await choose('林晓');
  await dialog.getByText('负责人就是林晓。').waitFor();
  await dialog.getByRole('alert').getByText('可以', { exact: true }).waitFor();
  await dialog.getByLabel('字段').fill('银行账号');
  await page.keyboard.press('Enter');
  await dialog.getByText('脱敏').waitFor();
  await dialog.getByRole('alert').getByText('不可以', { exact: true }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
