// What may break in the middle of a form: somebody else saves first, the session ends, the network goes. Nothing typed is lost.
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

/** An own customer of the rep's, opened for editing. */
async function openEdit(page) {
  const list = await (await page.request.get(`${site.url}/api/v1/customer?limit=1&fields=name`)).json();
  const { id } = list.items[0];
  await page.goto(`${site.url}/customer/${id}/edit`);
  await page.getByLabel('简称与别名').waitFor();
  return id;
}

/** Saves the customer from elsewhere, over what the form has read. */
async function saveElsewhere(page, id, body) {
  const { version } = await (await page.request.get(`${site.url}/api/v1/customer/${id}`)).json();
  const answer = await page.request.patch(`${site.url}/api/v1/customer/${id}`, {
    data: body,
    headers: { 'If-Match': `"${version}"`, 'Idempotency-Key': `elsewhere-${Date.now()}`, Origin: site.url },
  });
  assert.equal(answer.status(), 200, await answer.text());
}

test('what two people change apart is merged without a question', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const id = await openEdit(page);
  const [mine, theirs] = [`我写的别名${Date.now()}`, `Saved Elsewhere ${Date.now()}`];
  await page.getByLabel('简称与别名').fill(mine);
  await saveElsewhere(page, id, { english_name: theirs });
  await page.keyboard.press('Control+s');
  await page.getByText('同时修改的英文名称已一并保留').first().waitFor();
  await page.waitForURL(`${site.url}/customer/${id}`);
  const saved = await (await page.request.get(`${site.url}/api/v1/customer/${id}`)).json();
  assert.deepEqual([saved.alias, saved.english_name], [mine, theirs]);
  assert.deepEqual(faults, []);
  await context.close();
});

test('p18: of what both changed, mine, current and before stand side by side and are chosen one by one', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const id = await openEdit(page);
  const stamp = Date.now();
  await page.getByLabel('简称与别名').fill(`我的别名${stamp}`);
  await page.getByLabel('英文名称').fill(`Mine ${stamp}`);
  await saveElsewhere(page, id, { alias: `别人的别名${stamp}`, english_name: `Theirs ${stamp}`, legacy_no: `OLD${stamp}` });
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog');
  await dialog.getByText(`我的别名${stamp}`).waitFor();
  assert.equal(await dialog.locator('fieldset').count(), 2, 'only what conflicts is asked about');
  assert.equal(await dialog.getByText('原来的').count(), 2);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await page.getByLabel('简称与别名').inputValue(), `我的别名${stamp}`);
  await page.keyboard.press('Control+s');
  await dialog.getByText(`Theirs ${stamp}`).click();
  await dialog.getByRole('button', { name: '按所选保存' }).click();
  await page.waitForURL(`${site.url}/customer/${id}`);
  const saved = await (await page.request.get(`${site.url}/api/v1/customer/${id}`)).json();
  assert.deepEqual([saved.alias, saved.english_name, saved.legacy_no], [`我的别名${stamp}`, `Theirs ${stamp}`, `OLD${stamp}`]);
  assert.deepEqual(faults, []);
  await context.close();
});

test('when the session ends, signing in again on the spot keeps the form', async () => {
  const { page, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/customer/new`);
  await page.getByLabel('客户名称').fill('会话过期也不丢有限公司');
  await context.clearCookies();
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: '登录已过期' });
  await dialog.waitFor();
  await dialog.getByRole('button', { name: /林晓/ }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await page.getByLabel('客户名称').inputValue(), '会话过期也不丢有限公司');
  await page.keyboard.press('Control+s');
  await page.getByRole('heading', { name: '会话过期也不丢有限公司' }).waitFor();
  await context.close();
});

test('when the network goes, the form says so, keeps everything and saves once it is back', async () => {
  const { page, context } = await signIn(site, '林晓', PHONE);
  await page.goto(`${site.url}/customer/new`);
  await page.getByLabel('客户名称').fill('断网也不丢有限公司');
  await page.getByRole('button', { name: '显示全部字段' }).click();
  await context.setOffline(true);
  await page.getByLabel('建档日期').click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText('连不上服务器').waitFor();
  assert.equal(await page.getByLabel('客户名称').inputValue(), '断网也不丢有限公司');
  await context.setOffline(false);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByRole('heading', { name: '断网也不丢有限公司' }).waitFor();
  await context.close();
});

test('Esc in a drawer asks first, and Esc again goes on writing', async () => {
  const { page, context } = await signIn(site, '林晓');
  const { items } = await (await page.request.get(`${site.url}/api/v1/customer?limit=1&fields=name`)).json();
  await page.goto(`${site.url}/customer/${items[0].id}?tab=contact`);
  await page.getByRole('button', { name: '新建联系人' }).click();
  await page.getByRole('textbox', { name: '姓名' }).fill('写了一半');
  await page.keyboard.press('Escape');
  await page.getByText('有内容尚未保存').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('有内容尚未保存').waitFor({ state: 'hidden' });
  assert.equal(await page.getByRole('textbox', { name: '姓名' }).inputValue(), '写了一半');
  await context.close();
});
