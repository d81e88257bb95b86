// The calendar: every day with what stands on it, and entries that go to another.
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

const call = (...asked) => callAs(site, ...asked);

test('an entry of a calendar goes to another day by hand and by keys, at its time, and back', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const { id } = await call(page, 'POST', '/todo', { subject: `改期${Date.now()}`, due_at: '2031-03-12T06:30:00Z' });
  const due = async () => (await call(page, 'GET', `/todo/${id}`)).due_at;
  await page.goto(`${site.url}/todo?view=all&mode=calendar&by=due_at&at=2031-03-12`);
  const entry = page.locator(`[data-row="${id}"]`);
  const on = (day) => page.locator('li', { has: page.locator(`time[datetime="${day}"]`) });
  await entry.dragTo(on('2031-03-20'));
  await on('2031-03-20').locator(`[data-row="${id}"]`).waitFor();
  assert.equal(Date.parse(await due()), Date.parse('2031-03-20T06:30:00Z'));
  await entry.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await on('2031-03-19').locator(`[data-row="${id}"]`).waitFor();
  await page.waitForFunction((row) => document.activeElement?.dataset.row === row, id);
  await page.getByRole('button', { name: /^撤\s?销$/ }).click();
  await on('2031-03-20').locator(`[data-row="${id}"]`).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a calendar shows no day empty that is not, and knows holidays and the weekends worked for them', async () => {
  const { page, faults, context } = await signIn(site, '周砚明');
  await page.goto(`${site.url}/customer?view=all&mode=calendar&by=created_at&at=2026-10-15`);
  const day = (date) => page.getByRole('listitem').filter({ has: page.locator(`time[datetime="${date}"]`) });
  await day('2026-10-01').getByText('国庆节').waitFor();
  await day('2026-10-10').getByText('班').waitFor();
  const filter = encodeURIComponent('created_at >= date and time("2026-10-29T00:00:00+08:00") and created_at < date and time("2026-10-30T00:00:00+08:00")');
  const { count } = await call(page, 'GET', `/customer?count=exact&limit=1&fields=name&filter=${filter}`);
  if (count > 3) await day('2026-10-29').getByText(`还有 ${count - 3} 条`).waitFor();
  await page.getByRole('button', { name: '下一页' }).click();
  await page.getByRole('heading', { name: '2026-11' }).waitFor();
  await page.getByRole('radiogroup', { name: '显示范围' }).getByText('周', { exact: true }).click();
  await page.waitForURL(/span=week/);
  assert.deepEqual(faults, []);
  await context.close();
});
