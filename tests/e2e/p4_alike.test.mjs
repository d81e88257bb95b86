// Records that are alike show while a name is typed, in whatever spelling, and do not stop anybody.
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

test('p4 p5: the name is looked for from the second letter on, whatever its spelling', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const mark = String.fromCharCode(0x4e00 + (Date.now() % 5000));
  const name = `${mark}璟泵业有限公司`;
  await page.request.post(`${site.url}/api/v1/customer`, {
    data: { name, phone: '13512340000' },
    headers: { 'Idempotency-Key': `made-${Date.now()}`, Origin: site.url },
  });
  await page.goto(`${site.url}/customer/new`);
  const input = page.getByLabel('客户名称');
  await input.fill(mark);
  await input.fill(`${mark}璟`);
  await page.getByRole('link', { name }).waitFor();
  for (const variant of [`${mark}璟泵业`, `${mark}璟 泵业（有限公司）`, `${mark}璟泵业股份有限公司`]) {
    await input.fill(variant);
    await page.getByText('客户名称与以下记录相同或相近').waitFor();
    await page.getByRole('link', { name }).waitFor();
  }
  await page.keyboard.press('Control+s');
  await page.getByRole('heading', { name: `${mark}璟泵业股份有限公司` }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('p4: of what somebody else has, name, owner and state are told, and no phone', async () => {
  const admin = await signIn(site, '石砚舟');
  const name = `${String.fromCharCode(0x4e00 + (Date.now() % 5000))}岫仪器有限公司`;
  await callAs(site, admin.page, 'POST', '/customer', { name, phone: '13587654321' });
  await admin.context.close();
  const { page, faults, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/customer/new`);
  const answers = [];
  page.on('response', (response) => response.url().endsWith('/dry_run') && answers.push(response.text().catch(() => '')));
  await page.getByLabel('客户名称').fill(name);
  await page.locator('[data-kind]').getByText('石砚舟').waitFor();
  const told = (await Promise.all(answers)).join();
  assert.ok(told.includes('石砚舟') && !told.includes('4321'), told);
  assert.equal(await page.locator('[data-kind]').getByRole('link').count(), 0, 'what is out of reach is not opened');
  assert.deepEqual(faults, []);
  await context.close();
});

test('a link makes the record that it misses, and the form keeps everything', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const company = `现建公司${Date.now()}`;
  await page.goto(`${site.url}/contact/new`);
  await page.getByRole('textbox', { name: '姓名' }).fill('王先生');
  const link = page.getByRole('combobox', { name: '所属客户' });
  await link.fill(company);
  await page.getByText(`新建客户“${company}”`).click();
  const drawer = page.getByRole('dialog', { name: '新建客户' });
  assert.equal(await drawer.getByLabel('客户名称').inputValue(), company);
  await page.keyboard.press('Control+s');
  await drawer.waitFor({ state: 'hidden' });
  assert.equal(await page.getByRole('textbox', { name: '姓名' }).inputValue(), '王先生');
  await page.getByText(company).first().waitFor();
  await page.keyboard.press('Control+s');
  await page.getByRole('heading', { name: '王先生' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a fault shows once its field is left, and rows pasted from a spreadsheet become lines', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  await page.goto(`${site.url}/customer/new`);
  await page.getByLabel('客户名称').fill('粘贴公司');
  await page.getByLabel('电话', { exact: true }).fill('12');
  await page.keyboard.press('Tab');
  await page.locator('.ant-form-item-explain-error').first().waitFor();
  await page.getByRole('button', { name: '添加一行' }).click();
  const cell = page.locator('td[data-row="0"][data-column="0"] input');
  await cell.focus();
  await cell.evaluate((input) => {
    const data = new DataTransfer();
    data.setData('text/plain', '股东名称\t股东类型\t持股比例\n张三\t自然人\t35%\n"李\n四"\t自然人\t一半');
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await page.locator('td[data-row="1"][data-column="0"] input').waitFor();
  assert.equal(await cell.inputValue(), '张三');
  await page.getByText('有 1 个单元格没有填入').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
