// Files of a customer: several at once, looked at one after the other, replaced, found by what they say.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PHONE, openSite, signIn } from './site.mjs';

let site;
let folder;
const at = (name) => join(folder, name);
before(async () => {
  site = await openSite();
  folder = await mkdtemp(join(tmpdir(), 'keshu-files-'));
  const paper = await site.browser.newPage();
  await paper.setContent('<h1>设备采购合同</h1><p>违约金条款见第七条。</p>');
  await paper.pdf({ path: at('采购合同.pdf') });
  await paper.screenshot({ path: at('现场照片.png') });
  await paper.close();
  await writeFile(at('会议纪要.txt'), '下周三前确认报价。');
  await writeFile(at('木马.exe'), 'MZ');
});
after(async () => {
  await rm(folder, { recursive: true, force: true });
  await site.close();
});

async function aCustomer(page) {
  const list = await (await page.request.get(`${site.url}/api/v1/customer?limit=1&sort=name&fields=name`)).json();
  return list.items[0].id;
}

/** Chooses files in the dialog that `button` opens. */
async function choose(page, button, names) {
  const asked = page.waitForEvent('filechooser');
  await button.click();
  await (await asked).setFiles(names.map(at));
}

const look = (page, name) => page.getByRole('button', { name: `预览 ${name}` });

test('several files go up at once, are looked at with the keyboard, and replaced', async () => {
  const { page, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/customer/${await aCustomer(page)}?tab=attachment`);
  await choose(page, page.getByRole('button', { name: '上传附件' }), ['采购合同.pdf', '现场照片.png', '会议纪要.txt', '木马.exe']);
  for (const name of ['采购合同.pdf', '现场照片.png', '会议纪要.txt']) await look(page, name).waitFor();
  // What was refused says why and can be let go; the others are there all the same.
  await page.getByRole('alert').getByText('不能上传这种文件').waitFor();
  await page.getByRole('button', { name: '不再显示 木马.exe' }).click();
  assert.equal(await page.getByText('木马.exe').count(), 0);
  const small = look(page, '现场照片.png').locator('img');
  assert.ok(await small.evaluate((image) => image.decode().then(() => image.naturalWidth > 0 && image.naturalWidth <= 96)));

  const names = await page.getByRole('button', { name: /^预览/ }).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label').slice(3)));
  await look(page, names[0]).click();
  const dialog = page.getByRole('dialog');
  for (const name of names) {
    await dialog.getByText(name, { exact: true }).first().waitFor();
    if (name.endsWith('.txt')) await dialog.getByText('下周三前确认报价。').waitFor();
    if (name.endsWith('.png')) await dialog.getByRole('img', { name }).waitFor();
    if (name.endsWith('.pdf')) {
      await dialog.locator('iframe').waitFor();
      await dialog.getByRole('button', { name: '下一个' }).focus().catch(() => undefined);
    }
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });

  await choose(page, page.getByRole('button', { name: '上传 采购合同.pdf 的新版本' }), ['采购合同.pdf']);
  await page.getByRole('button', { name: '第 2 版' }).click();
  await page.getByText('第 1 版').waitFor();
  await context.close();
});

test('a file is found by what it says', async () => {
  const { page, context } = await signIn(site, '林晓');
  const found = await (await page.request.get(`${site.url}/api/v1/search?q=${encodeURIComponent('违约金条款')}`)).json();
  assert.deepEqual(found.items.map(({ entity, title }) => [entity, title]), [['attachment', '采购合同.pdf']]);
  await context.close();
});

test('on a phone a picture fills the dialog', async () => {
  const { page, faults, context } = await signIn(site, '林晓', PHONE);
  await page.goto(`${site.url}/customer/${await aCustomer(page)}?tab=attachment`);
  await look(page, '现场照片.png').click();
  const shown = page.getByRole('dialog').getByRole('img', { name: '现场照片.png' });
  await shown.waitFor();
  assert.ok((await shown.boundingBox()).width > 250);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  assert.deepEqual(faults, []);
  await context.close();
});
