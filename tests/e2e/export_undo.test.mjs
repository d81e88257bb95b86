// Lists out and in: what is filtered comes out as a file; an import that was a mistake is taken back.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { openSite, signIn } from './site.mjs';

let site;
before(async () => {
  site = await openSite();
});
after(async () => {
  await site.close();
});

/** The customers that a query finds, as the API has them. */
async function find(page, query) {
  const answer = await page.request.get(`${site.url}/api/v1/customer?count=exact&limit=100&${new URLSearchParams({ fields: 'name', ...query })}`);
  assert.equal(answer.status(), 200, await answer.text());
  return await answer.json();
}

/** Presses 导出 in the dialog and reads the file that comes by itself. */
async function exported(page) {
  const coming = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: '导出', exact: true }).click();
  const file = await coming;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

test('a filtered list comes out as CSV with the columns of the list and a mark for Excel', async () => {
  const { page, faults, context } = await signIn(site, '周砚明');
  const { count } = await find(page, { filter: 'customer_grade = "A"' });
  assert.ok(count > 0);
  await page.goto(`${site.url}/customer?f.customer_grade=A&columns=name,customer_grade&sort=name`);
  await page.getByRole('button', { name: '导出', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '导出客户' });
  await dialog.getByText(`当前筛选的 ${count.toLocaleString('en')} 条`).waitFor();
  await dialog.getByRole('radio', { name: 'CSV' }).check();
  const { name, text } = await exported(page);
  assert.match(name, /^客户-\d{4}-\d\d-\d\d\.csv$/);
  const [head, ...lines] = text.trimEnd().split(/\r?\n/);
  assert.match(head, /^\ufeff客户名称,客户等级/);
  assert.equal(lines.length, count);
  assert.ok(lines.every((line) => line.includes('A级')), lines[0]);
  await dialog.getByRole('link', { name }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('ticked rows alone come out, also those of the page before', async () => {
  const { page, faults, context } = await signIn(site, '周砚明');
  await page.goto(`${site.url}/customer?columns=name`);
  const ticks = page.getByRole('checkbox', { name: /^选中 / });
  const titles = [];
  for (const number of [1, 2]) {
    if (number > 1) await page.getByRole('listitem', { name: String(number), exact: true }).click();
    await page.locator('.ant-pagination-item-active').getByText(String(number), { exact: true }).waitFor();
    await ticks.nth(number).waitFor();
    titles.push((await ticks.nth(number).getAttribute('aria-label')).replace('选中 ', ''));
    await ticks.nth(number).check();
    await page.getByText(`已选 ${number} 项`).waitFor();
  }
  await page.getByRole('button', { name: '导出', exact: true }).last().click();
  const dialog = page.getByRole('dialog', { name: '导出客户' });
  assert.ok(await dialog.getByRole('radio', { name: '选中的 2 条' }).isChecked());
  await dialog.getByRole('radio', { name: 'CSV' }).check();
  await dialog.getByRole('switch', { name: '供 Excel 打开' }).click();
  const { text } = await exported(page);
  assert.deepEqual(text.trimEnd().split(/\r?\n/).sort(), ['客户名称', ...titles].sort());
  assert.deepEqual(faults, []);
  await context.close();
});

test('an import that was a mistake is taken back, save what somebody has changed since', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  const tag = `误导${Date.now()}`;
  const names = [1, 2, 3, 4, 5].map((number) => `${tag}第${number}号有限公司`);
  await page.goto(`${site.url}/import?entity=customer`);
  await page.locator('input[type=file]').setInputFiles({
    name: '误导名单.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`客户名称\n${names.join('\n')}\n`),
  });
  await page.getByRole('button', { name: '开始导入 5 行' }).click();
  const undo = page.getByRole('button', { name: '撤销本次导入' });
  await undo.waitFor();
  await page.reload();
  await undo.waitFor();

  const { items } = await find(page, { q: tag });
  assert.equal(items.length, 5);
  const kept = items.find((item) => item.name === names[2]);
  const answer = await page.request.patch(`${site.url}/api/v1/customer/${kept.id}`, {
    data: { alias: '后来有用了' },
    headers: { 'If-Match': `"${kept.version}"`, 'Idempotency-Key': `kept-${kept.id}`, Origin: site.url },
  });
  assert.equal(answer.status(), 200, await answer.text());

  await undo.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('新建的 5 条移入回收站').waitFor();
  await dialog.getByRole('button', { name: '撤销', exact: true }).click();
  await page.getByText('移入回收站 4 · 保持原样 1').waitFor();
  await page.getByRole('link', { name: names[2] }).waitFor();
  const after = await find(page, { q: tag });
  assert.deepEqual(after.items.map((item) => item.name), [names[2]]);

  await page.goto(`${site.url}/jobs`);
  await page.getByText('已撤销', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: '保持原样的 1 条' }).first().click();
  await page.getByRole('dialog').getByRole('link', { name: names[2] }).click();
  await page.getByRole('heading', { name: names[2] }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('many records are dealt out to several people in turn, and taken back', async () => {
  const { page, faults, context } = await signIn(site, '韩立衡');
  await page.goto(`${site.url}/customer?view=all&sort=name`);
  await page.locator('tbody [data-row]').first().waitFor();
  await page.getByRole('checkbox', { name: '选中本页全部' }).click();
  await page.getByRole('button', { name: '分配', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^分配/ });
  await dialog.getByText('几人轮流').click();
  for (const name of ['林晓', '韩立衡']) {
    await page.waitForFunction(() => document.activeElement?.id === 'bulk-owner');
    await page.keyboard.type(name, { delay: 20 });
    await page.locator('.ant-select-item-option').filter({ hasText: name }).first().click();
  }
  await page.keyboard.press('Escape');
  await dialog.getByText('轮流分，每人 10 到 10 条').waitFor();
  const posted = page.waitForResponse((response) => response.url().endsWith('/api/v1/bulk'));
  await dialog.getByRole('button', { name: '开始修改' }).click();
  const { ids, in_turn } = (await posted).request().postDataJSON();
  await page.getByText(/已修改 \d+ 条/).first().waitFor();
  const { items } = await find(page, { filter: `id in (${ids.map((id) => `"${id}"`).join(', ')})`, fields: 'owner_id' });
  for (const owner of in_turn.owner_id) assert.equal(items.filter((one) => one.owner_id === owner).length, 10);
  await page.getByRole('button', { name: /^撤\s?销$/ }).click();
  await page.getByText(/已撤销 \d+ 条/).first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
