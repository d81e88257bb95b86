// Without the server: what was read last stays readable, what is written waits and goes once, and nothing stays of whoever is gone.
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

/** Everything that the page keeps in the database of this browser. */
const kept = (page) =>
  page.evaluate(async () => {
    const open = indexedDB.open('keshu');
    const database = await new Promise((done) => {
      open.onsuccess = () => done(open.result);
    });
    const all = (store) => new Promise((done) => {
      const request = database.transaction(store).objectStore(store).getAll();
      request.onsuccess = () => done(request.result);
    });
    const [copy] = await all('copy');
    const queue = await all('queue');
    database.close();
    return { copy, queue };
  });

const until = async (page, holds) => {
  for (let look = 0; look < 300; look += 1) {
    const now = await kept(page);
    if (holds(now)) return now;
    await page.waitForTimeout(200);
  }
  throw new Error('it did not come about');
};

/** Somebody on a phone with whom records are taken along, and the page itself kept by the browser. */
async function takenAlong(name) {
  const entered = await signIn(site, name, PHONE);
  const { copy } = await until(entered.page, ({ copy }) => copy);
  await entered.page.evaluate(() => navigator.serviceWorker.ready);
  return { ...entered, copy };
}

const api = async (page, path) => (await page.request.get(`${site.url}/api/v1/${path}`)).json();

test('p53: recent records open without the server, and what was written goes once when it is back', async () => {
  const { page, context, copy, faults } = await takenAlong('林晓');
  const records = Object.values(copy.entities).flat();
  assert.ok(records.length > 0 && records.length <= 200);
  const [customer] = copy.entities.customer;
  assert.ok(!('bank_account' in customer) && !('id_number' in customer), 'nothing sealed is taken along');

  await context.setOffline(true);
  await page.goto(`${site.url}/customer/${customer.id}`);
  await page.getByRole('heading', { name: customer.name }).waitFor();
  await page.getByText(/离线 · 数据截至/).waitFor();

  await page.getByPlaceholder('写下这次跟进').fill('地下室里写的，先存着');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText('1 条待提交').waitFor();
  await page.getByRole('link', { name: '地下室里写的，先存着' }).waitFor();
  await page.reload();
  await page.getByRole('link', { name: '地下室里写的，先存着' }).waitFor();

  await context.setOffline(false);
  await page.getByText('1 条待提交').waitFor({ state: 'hidden' });
  assert.deepEqual((await kept(page)).queue, []);
  const filter = encodeURIComponent('summary = "地下室里写的，先存着"');
  assert.equal((await api(page, `follow_up?count=exact&filter=${filter}`)).count, 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test('p53: the same words sent twice are one follow-up', async () => {
  const { page, context, copy } = await takenAlong('林晓');
  const [customer] = copy.entities.customer;
  await context.setOffline(true);
  await page.goto(`${site.url}/customer/${customer.id}`);
  await page.getByPlaceholder('写下这次跟进').fill('两次送出，一条记录');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  const { queue } = await until(page, ({ queue }) => queue.length === 1);
  // The answer to the first was lost on the way: the item waits still.
  await context.setOffline(false);
  const first = await page.evaluate(({ key, body }) => fetch('/api/v1/follow_up', { method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key }, body: JSON.stringify(body) }).then((answer) => answer.status), queue[0]);
  assert.equal(first, 201);
  await until(page, ({ queue: left }) => left.length === 0);
  const filter = encodeURIComponent('summary = "两次送出，一条记录"');
  assert.equal((await api(page, `follow_up?count=exact&filter=${filter}`)).count, 1);
  await context.close();
});

test('p53: whoever may take nothing along keeps nothing, and signing out leaves nothing', async () => {
  const { page, context } = await signIn(site, '石砚舟', PHONE);
  // The page asks who is there as it opens, and once more when it looks at what may be taken along.
  let asked = 0;
  const looked = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/session') && (asked += 1) === 2);
  await page.reload();
  await looked;
  assert.equal((await api(page, 'session')).offline, false);
  assert.equal((await kept(page)).copy, undefined);
  await context.close();

  const rep = await takenAlong('林晓');
  await rep.page.getByRole('button', { name: '林晓 的菜单' }).click();
  await rep.page.getByRole('menuitem', { name: '退出登录' }).click();
  await rep.page.waitForURL(/sign_in/);
  assert.deepEqual(await kept(rep.page), { copy: undefined, queue: [] });
  await rep.context.close();
});

test('p53: what was still on its way when somebody signed out is not kept', async () => {
  const { page, context } = await signIn(site, '林晓', PHONE);
  let arrive;
  const left = new Promise((done) => {
    arrive = done;
  });
  let taken;
  const asked = new Promise((done) => {
    taken = done;
  });
  await page.route('**/api/v1/offline', async (route) => {
    const response = await route.fetch();
    taken();
    await left;
    await route.fulfill({ response });
  });
  await page.reload();
  await asked;
  await page.getByRole('button', { name: '林晓 的菜单' }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await page.waitForURL(/sign_in/);
  const came = page.waitForResponse('**/api/v1/offline');
  arrive();
  await (await came).finished();
  // What the page does with the answer is done before this is.
  await page.evaluate(() => navigator.serviceWorker.ready);
  assert.deepEqual(await kept(page), { copy: undefined, queue: [] });
  await context.close();
});

test('p53: a browser that gives no storage keeps nobody signed in', async () => {
  const { page, context } = await signIn(site, '林晓', PHONE);
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('no storage here', 'InvalidStateError');
    };
  });
  await page.reload();
  await page.getByRole('button', { name: '林晓 的菜单' }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await page.waitForURL(/sign_in/);
  await context.close();
});

test('p53: three days later nothing is left, by the clock alone', async () => {
  const { page, context } = await takenAlong('林晓');
  await context.setOffline(true);
  await page.clock.install({ time: Date.now() + 73 * 3_600_000 });
  await page.reload();
  await until(page, ({ copy, queue }) => copy === undefined && queue.length === 0);
  await context.close();
});

test('p53: somebody is disabled: when the server is back, the storage is empty', async () => {
  const rep = await takenAlong('林晓');
  const [customer] = rep.copy.entities.customer;
  await rep.context.setOffline(true);
  await rep.page.goto(`${site.url}/customer/${customer.id}`);
  await rep.page.getByPlaceholder('写下这次跟进').fill('这条不该留下');
  await rep.page.getByRole('button', { name: '保存', exact: true }).click();
  await until(rep.page, ({ queue }) => queue.length === 1);

  const admin = await signIn(site, '石砚舟');
  const [{ id }] = (await api(admin.page, 'staff?limit=1&filter=username%20%3D%20%22linxiao%22')).items;
  const act = (deed) => admin.page.evaluate(async ([path]) => (await fetch(path, { method: 'POST' })).status, [`/api/v1/staff/${id}/${deed}`]);
  assert.equal(await act('disable'), 200);
  await rep.context.setOffline(false);
  await until(rep.page, ({ copy, queue }) => copy === undefined && queue.length === 0);
  await rep.context.close();

  assert.equal(await act('enable'), 200);
  await admin.context.close();
});
