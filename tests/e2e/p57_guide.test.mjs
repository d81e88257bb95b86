// The newcomer: a tour that begins by itself once, help at the same place on every page, and other roles in one click.
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

const bubble = (page) => page.locator('.ant-tour[role=dialog]');
const STEPS = ['今天要做什么', '什么都能搜', '随手新建', '客户列表与视图', '通知', '随时找到帮助'];

/** Whether what the tour points at lies in the window, clear of the bubble that speaks of it. */
const pointed = (page, place) =>
  page.evaluate((name) => {
    const target = [...document.querySelectorAll(`[data-tour="${name}"]`)].find((one) => one.getClientRects().length > 0).getBoundingClientRect();
    const said = document.querySelector('.ant-tour[role=dialog]').getBoundingClientRect();
    const inside = ({ left, top, right }) => left >= -1 && top >= -1 && right <= innerWidth + 1;
    return inside(target) && inside(said) && said.bottom <= innerHeight + 1;
  }, place);

for (const [width, viewport, name] of [[1440, DESK, '林晓'], [390, PHONE, '周砚明']])
  test(`p57: at ${width} px the tour begins by itself, has six steps, and begins no second time, on no other machine`, async () => {
    const { page, faults, context } = await signIn(site, name, viewport, { tour: true });
    for (const [index, title] of STEPS.entries()) {
      await page.getByRole('dialog', { name: title }).waitFor();
      assert.ok(await pointed(page, ['todo', 'search', 'new', 'list', 'bell', 'help'][index]), title);
      await page.waitForFunction(() => document.activeElement?.hasAttribute('data-tour-next'));
      await page.keyboard.press('Enter');
    }
    await bubble(page).waitFor({ state: 'hidden' });
    await page.waitForFunction(async () => (await (await fetch('/api/v1/saved_view?filter=entity_name%20%3D%20%22tour%22')).json()).items.length === 1);
    await context.close();

    const other = await signIn(site, name, viewport, { tour: true });
    await other.page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('keshu.tour.')));
    assert.equal(await bubble(other.page).count(), 0);
    assert.deepEqual([...faults, ...other.faults], []);
    await other.context.close();
  });

test('p57: Esc and 跳过 end it; 帮助 begins it again from any page, shows the keys and what this is', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟', DESK, { tour: true });
  await bubble(page).waitFor();
  await page.keyboard.press('Escape');
  await bubble(page).waitFor({ state: 'hidden' });
  const places = [];
  for (const path of ['customer', 'people', 'profile']) {
    await page.goto(`${site.url}/${path}`);
    const button = page.getByRole('button', { name: '帮助' });
    places.push((await button.boundingBox()).x);
    await button.click();
    await page.getByRole('menuitem', { name: '重新开始导览' }).waitFor();
    await page.keyboard.press('Escape');
  }
  assert.equal(new Set(places).size, 1);
  const choose = async (name) => {
    await page.getByRole('button', { name: '帮助' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await choose(/重新开始导览/);
  await page.getByRole('dialog', { name: STEPS[0] }).waitFor();
  await bubble(page).getByRole('button', { name: '跳过' }).click();
  await bubble(page).waitFor({ state: 'hidden' });
  await choose(/快捷键/);
  await page.getByRole('dialog', { name: '快捷键' }).waitFor();
  await page.keyboard.press('Escape');
  await choose(/关于客枢/);
  await page.getByRole('dialog').getByText(/^\d+\.\d+\.\d+$/).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('p57: in the demo another role is one click away, and nothing of the first person stays', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/customer`);
  await page.getByRole('button', { name: '林晓 的菜单' }).click();
  await page.getByRole('menuitem', { name: '换个角色看看' }).click();
  const cards = page.getByRole('dialog', { name: '换个角色看看' });
  assert.ok(await cards.getByRole('button', { name: /林晓/ }).isDisabled());
  await cards.getByRole('button', { name: /周砚明/ }).click();
  await page.getByRole('button', { name: '周砚明 的菜单' }).waitFor();
  assert.equal(new URL(page.url()).pathname, '/');
  assert.deepEqual(faults, []);
  await context.close();
});

test('p57: the guide is opened from 帮助, chapter by chapter, and each address opens by itself, in both scripts', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  await page.getByRole('button', { name: '帮助' }).click();
  await page.getByRole('menuitem', { name: '使用指南' }).click();
  await page.getByRole('heading', { level: 1, name: '开始使用' }).waitFor();
  const chapters = page.getByRole('navigation', { name: '章节' }).getByRole('link');
  assert.equal(await chapters.count(), 10);
  await page.getByRole('link', { name: '下一章：首页' }).click();
  await page.waitForURL(`${site.url}/help/home`);
  for (const path of await chapters.evaluateAll((links) => links.map((link) => new URL(link.href).pathname))) {
    await page.goto(site.url + path);
    await page.locator('article').waitFor();
    await page.evaluate(() => Promise.all([...document.images].map((image) => (image.loading = 'eager') && image.decode())));
    assert.ok(await page.evaluate(() => [...document.querySelectorAll('article img')].every((image) => image.alt && image.naturalWidth > 0)), path);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false, path);
  }
  await page.setViewportSize(PHONE);
  await page.goto(`${site.url}/help/keys`);
  await page.getByRole('combobox', { name: '章节' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
  await page.evaluate(() => localStorage.setItem('keshu.locale', 'zh-TW'));
  await page.goto(`${site.url}/help/moving-in`);
  await page.getByRole('heading', { level: 1, name: /遷入資料/ }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
