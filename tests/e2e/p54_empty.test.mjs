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
