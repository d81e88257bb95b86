// Moving in: a list with faults is corrected in the preview, its words are placed, its reading is kept.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { openSite, signIn } from './site.mjs';

const LIST = '名称,客户类别,客户等级,怪列\n海川泵业甲,生态伙伴,特级,第一\n,生态伙伴,A,\n';

let site;
before(async () => {
  site = await openSite();
});
after(async () => {
  await site.close();
});

async function choose(page, way, word) {
  const choices = page.locator('.ant-select-dropdown:visible');
  await page.getByLabel(`“${word}”怎么处理`).click();
  await choices.getByTitle(way).click();
  // The next one opens only when this one is gone: both have the same choices.
  await choices.waitFor({ state: 'hidden' });
}

test('a list with faults comes in whole, and the next one like it by one choice', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  await page.goto(`${site.url}/import?entity=customer`);
  await page.locator('input[type=file]').setInputFiles({ name: '展会.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
  await page.getByRole('button', { name: '开始导入 1 行' }).waitFor();
  await choose(page, '新增为选项', '生态伙伴');
  await choose(page, '留空', '特级');
  const cell = page.getByLabel('第 3 行“名称”');
  await cell.fill('远山科技乙');
  await cell.press('Enter');
  await page.getByRole('button', { name: '开始导入 2 行' }).waitFor();
  await page.getByRole('button', { name: '保存为方案' }).click();
  await page.getByRole('textbox', { name: '方案名称' }).fill('展会名单');
  await page.getByRole('dialog').getByRole('button', { name: /保\s?存/ }).click();
  await page.getByRole('alert').getByText('方案“展会名单”已保存').waitFor();
  await page.getByRole('button', { name: '开始导入 2 行' }).click();
  await page.getByText('导入完成').waitFor();
  const answer = await page.request.get(`${site.url}/api/v1/customer?${new URLSearchParams({ filter: 'name = "海川泵业甲" or name = "远山科技乙"', fields: 'name,category_code,customer_grade,import_note', sort: 'name' })}`);
  const { items } = await answer.json();
  assert.deepEqual(items.map(({ name }) => name).sort(), ['海川泵业甲', '远山科技乙']);
  assert.equal(new Set(items.map((item) => item.category_code)).size, 1);
  const first = items.find(({ name }) => name === '海川泵业甲');
  assert.deepEqual([first.customer_grade, first.import_note], [null, '怪列: 第一']);
  await page.getByRole('button', { name: '再导入一份' }).click();
  await page.getByLabel('导入方案').click();
  await page.locator('.ant-select-dropdown:visible').getByTitle('展会名单').click();
  const next = LIST.replace('海川泵业甲', '长风重工丙').replace('\n,', '\n青禾农业丁,');
  await page.locator('input[type=file]').setInputFiles({ name: '展会二.csv', mimeType: 'text/csv', buffer: Buffer.from(next) });
  await page.getByRole('button', { name: '开始导入 2 行' }).waitFor();
  assert.equal(await page.getByText('认不出的内容').count(), 0, 'what was said once need not be said again');
  assert.deepEqual(faults, []);
  await context.close();
});

test('everything one may take along comes as one file', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  await page.goto(`${site.url}/jobs`);
  await page.getByRole('button', { name: '导出全部数据' }).click();
  await page.getByRole('tooltip').getByRole('button', { name: /导\s?出/ }).click();
  // Everything at once asks again who is there; the demo's people say so by a click.
  await page.getByRole('dialog', { name: '请再确认一次身份' }).locator('button[type=submit]').click();
  const link = page.getByRole('link', { name: '下载文件' });
  await link.waitFor();
  const coming = page.waitForEvent('download');
  await link.click();
  const file = await coming;
  assert.match(file.suggestedFilename(), /^全部数据-.*\.zip$/);
  const bytes = await readFile(await file.path());
  assert.equal(bytes.subarray(0, 2).toString(), 'PK');
  assert.deepEqual(faults, []);
  await context.close();
});
