// Lists: views, bulk changes that go back, a record beside its list, cells changed in place.
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

/** A call of the API as the person who is signed in on the page. */
async function call(page, method, path, data, headers = {}) {
  const answer = await page.request.fetch(`${site.url}/api/v1${path}`, {
    method,
    data,
    headers: { Origin: site.url, 'Idempotency-Key': `${Date.now()}${Math.random()}`, ...headers },
  });
  assert.ok(answer.ok(), `${method} ${path}: ${await answer.text()}`);
  return answer.status() === 204 ? undefined : await answer.json();
}

/** `count` customers whose names begin with a word that nothing else has. */
async function plant(page, count) {
  const word = `批${Date.now()}`;
  const made = [];
  for (let place = 1; place <= count; place++) {
    made.push(await call(page, 'POST', '/customer', { name: `${word}号${String(place).padStart(4, '0')}`, customer_grade: 'C', phone: `0571-8800${String(place).padStart(4, '0')}` }));
  }
  return { word, made };
}

async function gradesOf(page, word) {
  const { items } = await call(page, 'GET', `/customer?limit=200&sort=name&fields=name,customer_grade,owner_id&filter=${encodeURIComponent(`starts with(name, "${word}")`)}`);
  return items;
}

const shown = (page) => page.locator('tbody [data-row]').allTextContents();
const rows = (page) => page.locator('tbody [data-row]');

/** Chooses in a list of choices that is open. */
async function pick(page, name, text) {
  await page.getByRole('dialog').getByRole('combobox', { name }).click();
  await page.keyboard.type(text);
  await page.locator('.ant-select-item-option').filter({ hasText: text }).first().click();
}

test('p11: filters, sort and page survive a reload and a copied address', async () => {
  const { page, faults, context } = await signIn(site, '周砚明');
  await page.goto(`${site.url}/customer?f.customer_grade=B&sort=name&page=2`);
  await rows(page).first().waitFor();
  const before = await shown(page);
  await page.reload();
  await rows(page).first().waitFor();
  assert.deepEqual(await shown(page), before);
  const other = await context.newPage();
  await other.goto(page.url());
  await rows(other).first().waitFor();
  assert.deepEqual(await shown(other), before);
  assert.deepEqual(faults, []);
  await context.close();
});

test('p12: a saved view keeps columns, widths, density and sort; a team view is read-only for others', async () => {
  const { page, faults, context } = await signIn(site, '林晓');
  const name = `我的视图${Date.now() % 100000}`;
  await page.goto(`${site.url}/customer?view=all&sort=name&columns=name,phone,state&density=small&f.state=active,intending`);
  await rows(page).first().waitFor();
  const edge = page.getByRole('separator', { name: '电话列宽' });
  await edge.focus();
  for (let step = 0; step < 4; step++) await edge.press('ArrowRight');
  const width = await page.getByRole('columnheader', { name: '电话' }).first().evaluate((cell) => cell.offsetWidth);
  await page.getByRole('button', { name: '视图' }).click();
  await page.getByRole('menuitem', { name: '另存为新视图…' }).click();
  await page.getByLabel('视图名称').fill(name);
  await page.getByText('团队', { exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^保\s?存$/ }).click();
  await page.getByRole('tab', { name, selected: true }).waitFor();
  const before = await shown(page);
  const address = page.url();
  assert.match(address, /\?view=[0-9a-f-]{36}$/, 'the view says everything, the address only which');

  await page.evaluate(() => localStorage.clear());
  await page.goto(`${site.url}/customer?view=all`);
  await page.getByRole('tab', { name }).click();
  await page.getByRole('tab', { name, selected: true }).waitFor();
  await page.getByRole('columnheader', { name: '电话' }).first().waitFor();
  assert.deepEqual(await shown(page), before);
  assert.equal(await page.getByRole('columnheader', { name: '电话' }).first().evaluate((cell) => cell.offsetWidth), width);
  assert.equal(await page.locator('.ant-table-small').count(), 1);
  assert.equal(await page.getByRole('columnheader', { name: '所属行业' }).count(), 0);

  // What is changed stands in the address until it is saved or given up.
  await page.getByRole('columnheader', { name: '客户名称' }).first().click();
  await page.waitForURL(/sort=-name/);
  await page.getByRole('button', { name: '视图' }).click();
  await page.getByRole('menuitem', { name: '放弃改动' }).click();
  await page.waitForURL(address);

  const { items: sites } = await call(page, 'GET', `/saved_view?filter=${encodeURIComponent(`name = "${name}"`)}`);
  const other = await signIn(site, '周砚明');
  await other.page.goto(address);
  await other.page.getByRole('tab', { name, selected: true }).waitFor();
  await other.page.getByRole('button', { name: '视图' }).click();
  await other.page.getByRole('menuitem', { name: '复制链接' }).waitFor();
  assert.equal(await other.page.getByRole('menuitem', { name: '重命名与共享…' }).count(), 0);
  assert.equal(await other.page.getByRole('menuitem', { name: '删除视图' }).count(), 0);

  await page.getByRole('button', { name: '视图' }).click();
  await page.getByRole('menuitem', { name: '重命名与共享…' }).click();
  await page.getByText('仅自己', { exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^保\s?存$/ }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  const answer = await other.page.request.get(`${site.url}/api/v1/saved_view/${sites[0].id}`);
  assert.equal(answer.status(), 404, 'a private view is nobody else’s');
  assert.deepEqual([...faults, ...other.faults], []);
  await other.context.close();
  await context.close();
});

test('p7: 50 rows are assigned and all go back; one that was edited meanwhile stays and is listed', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  const { word, made } = await plant(page, 50);
  const before = await gradesOf(page, word);
  await page.goto(`${site.url}/customer?view=all&q=${word}&size=50&sort=name`);
  await rows(page).nth(49).waitFor();
  await page.getByRole('checkbox', { name: '选中本页全部' }).check();
  await page.getByText('已选 50 项').waitFor();
  await page.getByRole('button', { name: '分配', exact: true }).click();
  await pick(page, '', '林晓');
  await page.getByText('将修改 50 条。').waitFor();
  await page.getByRole('button', { name: '开始修改' }).click();
  await page.getByText('已修改 50 条').first().waitFor();
  const assigned = await gradesOf(page, word);
  assert.ok(assigned.every((row) => row.owner_id !== before[0].owner_id), 'all have changed hands');
  const kept = assigned[6];
  await call(page, 'PATCH', `/customer/${kept.id}`, { alias: '后来有用了' }, { 'If-Match': `"${kept.version}"` });
  await page.getByRole('button', { name: /^撤\s?销$/ }).click();
  await page.getByText('已撤销 49 条').first().waitFor();
  await page.getByText(kept.name).last().waitFor();
  const back = await gradesOf(page, word);
  assert.deepEqual(back.filter((row) => row.owner_id !== before[0].owner_id).map((row) => row.id), [kept.id]);
  assert.equal(made.length, 50);
  assert.deepEqual(faults, []);
  await context.close();
});

test('p8: all rows that a filter finds are changed, with counts that add up', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  await page.goto(`${site.url}/customer?view=all&f.customer_grade=C`);
  await rows(page).first().waitFor();
  await page.getByRole('checkbox', { name: /^选中 / }).first().check();
  const all = page.getByRole('button', { name: /^选择全部 / });
  const count = Number((await all.textContent()).replace(/\D/g, ''));
  assert.ok(count > 500, `${count}`);
  await all.click();
  await page.getByText(/^已选全部/).waitFor();
  await page.getByRole('button', { name: '标签', exact: true }).click();
  await page.getByRole('dialog').getByRole('combobox', { name: '加上' }).fill('复查');
  await page.keyboard.press('Enter');
  await page.getByText(`将修改 ${count.toLocaleString('en')} 条。`).waitFor();
  await page.getByRole('button', { name: '开始修改' }).click();
  await page.getByRole('dialog').getByRole('progressbar').waitFor();
  await page.getByText(`已修改 ${count.toLocaleString('en')} 条`).first().waitFor({ timeout: 120_000 });
  const { items } = await call(page, 'GET', '/job');
  const { total, done, created, updated, skipped, failed } = items[0];
  assert.deepEqual([total, done, created + updated + skipped + failed], [count, count, count]);
  await call(page, 'POST', `/job/${items[0].id}/undo`);
  assert.deepEqual(faults, []);
  await context.close();
});

test('p13: a group of conditions finds the same rows as the API, says its FEEL text and survives a reload', async () => {
  const { page, faults, context } = await signIn(site, '周砚明');
  await page.goto(`${site.url}/customer?view=all`);
  await rows(page).first().waitFor();
  await page.getByRole('button', { name: '高级筛选' }).click();
  const dialog = page.getByRole('dialog');
  const fill = async (place, field, value) => {
    await dialog.getByRole('combobox', { name: '字段' }).nth(place).click();
    await page.keyboard.type(field);
    await page.keyboard.press('Enter');
    await dialog.getByRole('listitem').filter({ hasText: field }).last().getByRole('textbox').fill(value);
  };
  await fill(0, '客户名称', '科技');
  await dialog.getByRole('button', { name: '条件组' }).click();
  await fill(1, '编号', '2026');
  await dialog.getByRole('group', { name: '满足任一' }).getByRole('button', { name: '条件', exact: true }).click();
  await fill(2, '简称与别名', '智能');
  const text = 'contains(name, "科技") and (contains(customer_no, "2026") or contains(alias, "智能"))';
  await dialog.getByText(text).waitFor();
  const answer = await call(page, 'GET', `/customer?count=exact&limit=1&fields=name&filter=${encodeURIComponent(text)}`);
  assert.ok(answer.count > 0);
  await dialog.getByText(`符合条件的有 ${answer.count.toLocaleString('en')} 条`).waitFor();
  await dialog.getByRole('button', { name: /^查\s?询$/ }).click();
  await page.getByText(`共 ${answer.count.toLocaleString('en')} 条`).first().waitFor();
  await page.reload();
  await page.getByText(`共 ${answer.count.toLocaleString('en')} 条`).first().waitFor();
  await page.getByText(`条件：${text}`).locator('..').getByRole('button', { name: /^编\s?辑$/ }).click();
  await dialog.getByRole('group', { name: '满足任一' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('p19: the drawer goes through the rows, Esc closes it and gives the focus back to the row', async () => {
  const { page, faults, context } = await signIn(site, '周砚明');
  await page.goto(`${site.url}/customer?view=all&sort=name`);
  await rows(page).nth(3).waitFor();
  const titles = await shown(page);
  await rows(page).nth(1).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText(titles[1]).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await drawer.getByText(titles[2]).first().waitFor();
  await page.keyboard.press('j');
  await drawer.getByText(titles[3]).first().waitFor();
  await page.keyboard.press('k');
  await drawer.getByText(titles[2]).first().waitFor();
  assert.match(page.url(), /open=/, 'what is open stands in the address');
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
  await page.waitForFunction((title) => document.activeElement?.textContent === title, titles[2]);
  const [tab] = await Promise.all([context.waitForEvent('page'), rows(page).nth(0).click({ modifiers: ['Control'] })]);
  await tab.getByRole('heading', { name: titles[0] }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('p17: a cell is changed in place: Enter saves, Esc leaves it, Tab goes on; the state has a menu of its own', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  const { word } = await plant(page, 1);
  await page.goto(`${site.url}/customer?view=all&q=${word}&columns=name,state,phone,email,customer_grade`);
  await rows(page).first().waitFor();
  assert.equal(await page.locator('[data-edit="state"]').count(), 0);
  const pen = page.locator('[data-edit="phone"]');
  await page.getByRole('cell', { name: '0571-88000001' }).hover();
  await pen.click();
  const input = page.getByRole('textbox', { name: '电话' });
  await input.fill('0571-1');
  await input.press('Escape');
  await page.getByRole('cell', { name: '0571-88000001' }).waitFor();
  await pen.click();
  await input.fill('0571-88880002');
  await input.press('Enter');
  await page.getByRole('cell', { name: '0571-88880002' }).waitFor();
  await pen.focus();
  await page.keyboard.press('Enter');
  await input.fill('0571-88880003');
  await input.press('Tab');
  await page.getByRole('cell', { name: '0571-88880003' }).waitFor();
  await page.getByRole('combobox', { name: '客户等级' }).last().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('p22: one click copies a value without a space more', async () => {
  const { page, context } = await signIn(site, '石砚舟');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { word, made } = await plant(page, 1);
  await page.goto(`${site.url}/customer?view=all&q=${word}&columns=name,phone`);
  for (const [place, value] of [made[0].name, made[0].phone].entries()) {
    const cell = page.locator('tbody tr[data-row-key] td').nth(place + 1);
    await cell.hover();
    await cell.getByRole('button', { name: '复制' }).click();
    await page.waitForFunction(async (text) => (await navigator.clipboard.readText()) === text, value);
  }
  await context.close();
});
