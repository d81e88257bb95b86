// The first path of a person: sign in, add a customer, correct it, write a follow-up, find it, delete it and bring it back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, PHONE, openSite, signIn } from './site.mjs';

let site;
before(async () => {
  site = await openSite();
});
after(async () => {
  await site.close();
});

test('a sales rep adds a customer, writes a follow-up and finds it by pinyin initials', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/customer/new`);
  await page.getByLabel('客户名称').fill('青禾测试仪器有限公司');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByRole('heading', { name: '青禾测试仪器有限公司' }).waitFor();

  await page.getByPlaceholder('写下这次跟进').fill('已寄样,下周回复');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText('已寄样,下周回复').first().waitFor();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('qhcs', { delay: 20 });
  await page.getByRole('option', { name: /青禾测试仪器有限公司/ }).first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a wrong credit code is explained beside its field and nothing typed is lost', async () => {
  const { page, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/customer/new`);
  await page.getByLabel('客户名称').fill('写错代码的公司');
  await page.getByLabel('统一社会信用代码').fill('91310000MA1FL0L00X');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText(/校验位/).first().waitFor();
  assert.equal(await page.getByLabel('客户名称').inputValue(), '写错代码的公司');
  await context.close();
});

test('a rep sees own customers only, the leader all of them', async () => {
  const counts = {};
  for (const name of ['林晓', '周砚明']) {
    const { page, context } = await signIn(site, name);
    const answer = await page.request.get(`${site.url}/api/v1/customer?count=exact&limit=1&fields=name`);
    counts[name] = (await answer.json()).count;
    await context.close();
  }
  assert.ok(counts['林晓'] > 0 && counts['林晓'] < counts['周砚明'], JSON.stringify(counts));
});

for (const [width, viewport] of [['desk', DESK], ['phone', PHONE]]) {
  test(`the main pages draw without an error on a ${width}`, async () => {
    const { page, faults, context } = await signIn(site, '石砚舟', viewport);
    for (const path of ['', 'customer', 'contact', 'follow_up', 'todo', 'people', 'dictionaries', 'jobs', 'trash', 'profile', 'customer/new']) {
      await page.goto(`${site.url}/${path}`);
      await page.getByRole('heading').first().waitFor();
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wider <= 0, `${path} is ${wider} px wider than the window`);
    }
    assert.deepEqual(faults, []);
    await context.close();
  });
}
