// Where nothing is, a sentence says so, and one button says what can be done about it.
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

/** Pages as a house shows them that has nothing in it yet; `act`: whether a button is there to change that. */
const PAGES = [
  ['', true],
  ...['customer', 'contact', 'follow_up', 'todo', 'customer_link', 'attachment', 'announcement', 'tag', 'saved_view', 'import_setting'].map((path) => [path, true]),
  ['customer?mode=board', true],
  ['customer?mode=gallery', true],
  ['customer?mode=tree', true],
  ['todo?mode=calendar', true],
  ['customer?q=nobody', true],
  ['dictionaries', false],
  ['people?tab=role', true],
  ['jobs', true],
  ['profile', true],
  ['trash', false],
  ['duplicates', false],
];

const nothing = { items: [], next_cursor: null, count: 0, more: false };

test('p54: every page that has nothing to show says so in a sentence, with a button where one can act', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  const lists = /\/api\/v1\/(customer|contact|follow_up|todo|customer_link|attachment|announcement|tag|saved_view|import_setting|dictionary|role|job|api_token|duplicate|notification)(\/trash)?(\?|$)/;
  await page.route(lists, (route) => (route.request().method() === 'GET' ? route.fulfill({ json: nothing }) : route.continue()));
  const wrong = [];
  for (const [path, act] of PAGES) {
    await page.goto(`${site.url}/${path}`);
    await page.getByRole('heading').first().waitFor();
    const empty = page.locator('[class*=_empty_] p');
    await empty.first().waitFor({ timeout: 8000 }).catch(() => wrong.push(`${path}: no sentence`));
    for (const one of await empty.all()) {
      if (!/。/.test(await one.innerText())) wrong.push(`${path}: ${await one.innerText()}`);
      if (act && (await one.locator('xpath=..').locator('a, button').count()) !== 1) wrong.push(`${path}: no button under ${await one.innerText()}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('p54: what went wrong says what happened, why, what to do, and a number to ask support with', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  /** A sentence that names the thing, and the code with the request below it. */
  const told = async (place) => {
    const said = place.filter({ hasText: /错误 [a-z_]+ · 请求 \S+/ }).first();
    await said.waitFor();
    assert.match(await said.innerText(), /。/);
  };
  await page.goto(`${site.url}/customer/00000000-0000-7000-8000-000000000000`);
  await told(page.locator('main'));
  // A list that the server refuses, a form that it refuses, and a server that has broken.
  await page.goto(`${site.url}/customer?where=${encodeURIComponent('no_such_field = 1')}`);
  await told(page.locator('main .ant-alert-error'));
  await page.goto(`${site.url}/customer/new`);
  await page.getByLabel('统一社会信用代码').fill('91310000MA1FL0L00X');
  await page.keyboard.press('Control+s');
  await told(page.locator('main .ant-alert-error'));
  await page.route('**/api/v1/job*', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', json: { type: '/errors/internal', title: '服务器出错', detail: '已记录这次错误。请稍后重试；若仍出现，请把请求号告诉管理员。', status: 500, code: 'internal', request_id: 'test-500' } }));
  await page.goto(`${site.url}/jobs`);
  await told(page.locator('main .ant-alert-error'));
  assert.deepEqual(faults, []);
  await context.close();
});
