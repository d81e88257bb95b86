// What is typed and not saved survives a reload and the end of the session; leaving asks. Other people: tests/api/form_drafts.rs.
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

const ask = async (page, path) => (await page.request.get(`${site.url}/api/v1${path}`)).json();

/** The server has what was typed. */
const kept = (page) => page.waitForResponse((answer) => answer.url().includes('/form_draft/') && answer.request().method() === 'PUT' && answer.ok());

test('p3: a draft survives a reload and a sign-out, and is gone once it is saved', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const name = `草稿客户${Date.now()}`;
  await page.goto(`${site.url}/customer/new`);
  const told = kept(page);
  await page.getByLabel('客户名称').fill(name);
  await told;
  await page.goto(`${site.url}/customer/new`);
  await page.getByText('有一份').waitFor();
  await context.clearCookies();
  const again = await signIn(site, '林晓');
  await again.page.goto(`${site.url}/profile`);
  await again.page.getByRole('button', { name: /新建客户/ }).first().click();
  await again.page.getByText(name).waitFor();
  await again.page.goto(`${site.url}/customer/new`);
  await again.page.getByRole('button', { name: '恢复' }).click();
  assert.equal(await again.page.getByLabel('客户名称').inputValue(), name);
  await again.page.keyboard.press('Control+s');
  await again.page.getByRole('heading', { name }).waitFor();
  await again.page.goto(`${site.url}/customer/new`);
  await again.page.getByLabel('客户名称').waitFor();
  assert.deepEqual((await ask(again.page, '/form_draft')).items, []);
  assert.deepEqual([...faults, ...again.faults], []);
  await context.close();
  await again.context.close();
});

test('p3: a follow-up half written outlives a reload, another owner, the end of the session and signing in again', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const made = await callAs(site, page, 'POST', '/customer', { name: `转手客户${Date.now()}` });
  const write = (on) => on.getByPlaceholder('写下这次跟进');
  await page.goto(`${site.url}/customer/${made.id}`);
  const told = kept(page);
  await write(page).fill('说到一半的话');
  await told;
  await page.reload();
  await page.waitForFunction(() => [...document.querySelectorAll('textarea')].some(({ value }) => value === '说到一半的话'));

  // Somebody else owns the customer now, and the session is over: the words are still in the profile.
  const admin = await signIn(site, '石砚舟');
  const giveTo = async (owner_id) => {
    const { version } = await ask(admin.page, `/customer/${made.id}`);
    await callAs(site, admin.page, 'PATCH', `/customer/${made.id}`, { owner_id }, { 'If-Match': `"${version}"` });
  };
  const [me, other] = await Promise.all([page, admin.page].map(async (on) => (await ask(on, '/session')).staff.id));
  await giveTo(other);
  await context.clearCookies();
  const again = await signIn(site, '林晓');
  await again.page.goto(`${site.url}/profile`);
  await again.page.getByRole('button', { name: /新建跟进/ }).first().click();
  await again.page.getByText('说到一半的话').waitFor();

  // And in their place, once the customer is back.
  await giveTo(me);
  await again.page.goto(`${site.url}/customer/${made.id}`);
  await again.page.waitForFunction(() => [...document.querySelectorAll('textarea')].some(({ value }) => value === '说到一半的话'));
  await again.page.getByRole('button', { name: '保存', exact: true }).click();
  await again.page.getByText('已新建跟进').first().waitFor();
  assert.deepEqual([...faults, ...again.faults, ...admin.faults], []);
  for (const one of [context, again.context, admin.context]) await one.close();
});

test('p56: leaving can keep the words or give them up', async () => {
  const { page, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/contact/new`);
  await page.getByRole('textbox', { name: '姓名' }).fill('半个联系人');
  await page.getByRole('link', { name: '待办', exact: true }).click();
  await page.getByText('有内容尚未保存').waitFor();
  await page.getByRole('button', { name: '留作草稿，离开' }).click();
  await page.waitForURL(/\/todo/);
  await page.goto(`${site.url}/contact/new`);
  await page.getByText('有一份').waitFor();
  await page.getByRole('button', { name: '丢弃' }).click();
  await page.getByText('有一份').waitFor({ state: 'hidden' });
  await context.close();
});
