// What the page asks for: only from its own server. How heavy its scripts may be is kept by the build (web/build/budget.ts).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mainPages, open } from './pages.mjs';
import { openSite, signIn } from './site.mjs';

let site;
before(async () => {
  site = await openSite();
});
after(async () => {
  await site.close();
});

test('p51: no page asks any other host for anything', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  const hosts = new Set();
  context.on('request', (request) => /^https?:/.test(request.url()) && hosts.add(new URL(request.url()).origin));
  for (const shown of (await mainPages(page, site)).filter(({ alike }) => !alike)) await open(page, site, shown);
  for (const path of ['help', 'help/phone']) await open(page, site, { path });
  assert.deepEqual([...hosts], [site.url]);
  assert.deepEqual(faults, []);
  await context.close();
});
