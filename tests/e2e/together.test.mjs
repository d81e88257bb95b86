// Several people at one record: who else is there and who edits; and what is handed over at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, callAs, openSite, signIn } from './site.mjs';

let site;
before(async () => {
  site = await openSite();
});
after(async () => {
  await site.close();
});

const own = async (page) =>
  (await (await page.request.get(`${site.url}/api/v1/customer?limit=1&fields=name&filter=${encodeURIComponent('owner_id = me')}`)).json()).items[0];
const there = (page) => page.getByRole('img', { name: '还有谁打开了这条记录' });

test('p39: two people at one customer see each other, and who edits it', async () => {
  const rep = await signIn(site, '林晓');
  const boss = await signIn(site, '韩立衡');
  const { id, name } = await own(rep.page);
  await rep.page.goto(`${site.url}/customer/${id}`);
  await rep.page.getByRole('heading', { name }).waitFor();
  assert.equal(await there(rep.page).count(), 0);
  await boss.page.goto(`${site.url}/customer/${id}`);
  await there(rep.page).waitFor();
  await there(boss.page).waitFor();
  await boss.page.getByRole('link', { name: '编辑' }).first().click();
  await rep.page.locator('header').getByText('韩立衡正在编辑').waitFor();
  // A closed tab needs no goodbye that anybody waits for.
  await boss.page.close();
  await there(rep.page).waitFor({ state: 'detached' });
  assert.deepEqual([...rep.faults, ...boss.faults], []);
  await rep.context.close();
  await boss.context.close();
});

test('customers handed over at once are told once, and open as a list', async () => {
  const rep = await signIn(site, '林晓');
  const admin = await signIn(site, '石砚舟');
  const { staff } = await (await rep.page.request.get(`${site.url}/api/v1/session`)).json();
  const filter = encodeURIComponent(`owner_id != "${staff.id}"`);
  const { items } = await (await admin.page.request.get(`${site.url}/api/v1/customer?limit=7&fields=name&filter=${filter}`)).json();
  await admin.page.request.post(`${site.url}/api/v1/bulk`, { data: { entity: 'customer', ids: items.map(({ id }) => id), set: { owner_id: staff.id } } });
  await rep.page.getByRole('button', { name: '通知，1 条未读' }).click();
  await rep.page.getByRole('link', { name: '石砚舟把 7 个客户交给您负责' }).click();
  await rep.page.getByText('共 7 条').first().waitFor();
  assert.deepEqual([...rep.faults, ...admin.faults], []);
  await rep.context.close();
  await admin.context.close();
});

test('p56: on a phone a new record asks for little, and for everything at a touch', async () => {
  const { page, faults, context } = await signIn(site, '林晓', PHONE);
  await page.goto(`${site.url}/customer/new`);
  await page.getByLabel('客户名称').waitFor();
  assert.equal(await page.getByLabel('英文名称').count(), 0);
  await page.getByRole('button', { name: '显示全部字段' }).click();
  await page.getByLabel('英文名称').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('S opens the states of the row that has the focus', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/customer?f.state=prospect`);
  const row = page.locator('[data-row]').first();
  await row.focus();
  const id = await row.getAttribute('data-row');
  const state = page.locator('.ant-dropdown').getByRole('menuitem').first();
  await page.keyboard.press('s');
  await state.waitFor();
  await page.keyboard.press('Escape');
  await state.waitFor({ state: 'hidden' });
  await page.locator(`[data-row="${id}"]:focus`).waitFor();
  await page.keyboard.press('s');
  await state.waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('状态已改为').waitFor();
  const moved = await (await page.request.get(`${site.url}/api/v1/customer/${id}`)).json();
  assert.notEqual(moved.state, 'prospect');
  assert.deepEqual(faults, []);
  await context.close();
});

test('a notice shows on the desktop of whoever looks away, but not in their quiet hours', async () => {
  const rep = await signIn(site, '林晓');
  const admin = await signIn(site, '石砚舟');
  const { staff } = await callAs(site, rep.page, 'GET', '/session');
  const { zone } = await callAs(site, rep.page, 'GET', '/catalog');
  await rep.page.addInitScript(() => {
    window.shown = [];
    window.Notification = class {
      static permission = 'granted';
      constructor(title) {
        window.shown.push(title);
      }
    };
    document.hasFocus = () => false;
  });
  await rep.page.evaluate((id) => localStorage.setItem(`keshu.desktop.${id}`, 'true'), staff.id);
  const hand = async (name) => {
    const { id, version } = await callAs(site, admin.page, 'POST', '/customer', { name });
    await callAs(site, admin.page, 'PATCH', `/customer/${id}`, { owner_id: staff.id }, { 'If-Match': `"${version}"` });
  };
  const clock = (hours) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(Date.now() + hours * 3_600_000);
  const listen = async (quiet) => {
    await callAs(site, rep.page, 'PATCH', '/session/profile', quiet);
    const open = rep.page.waitForRequest(/\/events/);
    await rep.page.reload();
    await open;
    return rep.page.getByRole('button', { name: /^通知/ }).waitFor();
  };
  const unread = (count) => rep.page.getByRole('button', { name: `通知，${count} 条未读` }).waitFor();
  await callAs(site, rep.page, 'POST', '/notification/read', {});

  await listen({ quiet_from: clock(-1), quiet_until: clock(1) });
  await hand(`静时移交${Date.now()}`);
  await unread(1);
  assert.deepEqual(await rep.page.evaluate(() => window.shown), [], 'the bell counts, the desktop is silent');

  await listen({ quiet_from: clock(2), quiet_until: clock(3) });
  await hand(`平时移交${Date.now()}`);
  await unread(2);
  await rep.page.waitForFunction(() => window.shown.length > 0);
  assert.equal(await rep.page.evaluate(() => window.shown.length), 1);
  assert.deepEqual([...rep.faults, ...admin.faults], []);
  await rep.context.close();
  await admin.context.close();
});
