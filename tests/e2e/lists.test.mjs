// Lists: views, bulk changes that go back, a record beside its list, cells changed in place.
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
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH' && response.url().includes('/saved_view/'));
  await page.getByRole('dialog').getByRole('button', { name: /^保\s?存$/ }).click();
  assert.equal((await saved).status(), 200);
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

test('p8: a change that is stopped half-way says how far it came, and that goes back', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  await page.goto(`${site.url}/customer?view=all`);
  await rows(page).first().waitFor();
  await page.getByRole('checkbox', { name: /^选中 / }).first().check();
  await page.getByRole('button', { name: /^选择全部 / }).click();
  await page.getByText(/^已选全部/).waitFor();
  await page.getByRole('button', { name: '标签', exact: true }).click();
  await page.getByRole('dialog').getByRole('combobox', { name: '加上' }).fill('停下');
  await page.keyboard.press('Enter');
  await page.getByText(/^将修改 [\d,]+ 条。$/).waitFor();
  await page.getByRole('button', { name: '开始修改' }).click();
  // The form has a button of that name too: only a change that runs shows how far it is.
  await page.getByRole('dialog').getByRole('progressbar').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: /^取\s?消$/ }).click();
  await page.getByRole('dialog').getByText(/已取消/).first().waitFor({ timeout: 60_000 });
  const { items } = await call(page, 'GET', '/job');
  const { id, status, total, done, created, updated, skipped, failed } = items[0];
  assert.equal(status, 'cancelled');
  assert.ok(done < total, `${done} of ${total}`);
  assert.equal(created + updated + skipped + failed, done);
  await call(page, 'POST', `/job/${id}/undo`);
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
  await fill(1, '地址', '路');
  await dialog.getByRole('group', { name: '满足任一' }).getByText('条件', { exact: true }).click();
  await fill(2, '简称与别名', '智能');
  const text = 'contains(name, "科技") and (contains(address, "路") or contains(alias, "智能"))';
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
  // Also where it is left while it still comes in.
  await rows(page).nth(1).click();
  await drawer.getByText(titles[1]).first().waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction((title) => document.activeElement?.textContent === title, titles[1]);
  const { items } = await call(page, 'GET', '/customer?sort=name&limit=21&fields=name');
  await rows(page).nth(19).click();
  await drawer.getByText(items[19].name).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await drawer.getByText(items[20].name).first().waitFor();
  assert.match(page.url(), /page=2/, 'past the last row comes the next page');
  assert.ok(await drawer.getByRole('button', { name: /^上一条/ }).isEnabled());
  await page.keyboard.press('ArrowUp');
  await drawer.getByText(items[19].name).first().waitFor();
  assert.doesNotMatch(page.url(), /page=2/, 'and back');
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
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

test('p10: a card moves on the board by hand, by its menu and by keys; a way that is not open says why', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  const { word, made } = await plant(page, 3);
  await page.goto(`${site.url}/customer?view=all&mode=board&q=${word}`);
  const column = (name) => page.getByRole('region', { name, exact: true });
  const card = (place) => page.locator(`[data-row="${made[place].id}"]`);
  const stateOf = async (place) => (await call(page, 'GET', `/customer/${made[place].id}`)).state;
  await column('潜在').locator('[data-row]').nth(2).waitFor();

  await page.getByRole('listitem').filter({ has: card(0) }).dragTo(column('意向'));
  await column('意向').locator(`[data-row="${made[0].id}"]`).waitFor();
  assert.equal(await stateOf(0), 'intending');

  await card(1).focus();
  await page.keyboard.press('s');
  await page.getByRole('menuitem', { name: '现有' }).waitFor();
  assert.equal(await page.getByRole('menuitem', { name: '休眠' }).count(), 0, 'only ways that are open');
  await page.getByRole('menuitem', { name: '现有' }).click();
  await column('现有').locator(`[data-row="${made[1].id}"]`).waitFor();

  await card(2).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await column('意向').locator(`[data-row="${made[2].id}"]`).waitFor();
  await page.waitForFunction((id) => document.activeElement?.getAttribute('data-row') === id, made[2].id);
  await page.getByRole('button', { name: /^撤\s?销$/ }).click();
  await column('潜在').locator(`[data-row="${made[2].id}"]`).waitFor();
  assert.equal(await stateOf(2), 'prospect');

  await page.getByRole('listitem').filter({ has: card(2) }).dragTo(column('待完善'));
  await page.getByText('不能从“潜在”直接到“待完善”').first().waitFor();
  assert.equal(await stateOf(2), 'prospect');
  assert.deepEqual(faults, []);
  await context.close();
});

test('p14: columns are chosen, ordered and reset from the keyboard', async () => {
  const { page, faults, context } = await signIn(site, '周砚明');
  await page.goto(`${site.url}/customer?view=all`);
  await rows(page).first().waitFor();
  const heads = () => page.locator('thead th[scope=col], thead th').allTextContents();
  const before = await heads();
  await page.getByRole('button', { name: '列设置' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '上移 编号' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: '邮箱' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('columnheader', { name: '邮箱' }).first().waitFor();
  assert.notDeepEqual(await heads(), before);
  await page.getByRole('button', { name: '恢复默认' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('columnheader', { name: '邮箱' }).first().waitFor({ state: 'detached' });
  assert.deepEqual(await heads(), before);
  assert.deepEqual(faults, []);
  await context.close();
});

test('p15: pages are numbered, one jumps to any of them, and sizes can be chosen', async () => {
  const { page, faults, context } = await signIn(site, '周砚明');
  await page.goto(`${site.url}/customer?view=all&sort=name`);
  await rows(page).first().waitFor();
  const jump = page.getByRole('textbox', { name: /页/ }).last();
  await jump.fill('40');
  await jump.press('Enter');
  await page.waitForURL(/page=40/);
  await page.locator('.ant-pagination-item-active').getByText('40', { exact: true }).waitFor();
  await page.goto(`${site.url}/customer?view=all&sort=name&size=100`);
  await rows(page).nth(99).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('p16: the head and the first column stay in sight, and what has the focus is never under them; rows have keys', async () => {
  const { page, faults, context } = await signIn(site, '石砚舟');
  await page.goto(`${site.url}/customer?view=all&sort=name&size=50`);
  await rows(page).nth(49).waitFor();
  await rows(page).first().focus();
  await page.keyboard.press('x');
  await page.getByText('已选 1 项').waitFor();
  /** Whether the focused title is what one sees where it stands. */
  const clear = () =>
    page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      const seen = document.elementFromPoint(box.left + 4, box.top + box.height / 2);
      return document.activeElement.contains(seen);
    });
  for (let step = 0; step < 30; step++) {
    await page.keyboard.press(step % 2 ? 'ArrowDown' : 'j');
    assert.ok(await clear(), `row ${step + 2} going down`);
  }
  for (let step = 0; step < 28; step++) {
    await page.keyboard.press('k');
    assert.ok(await clear(), `row ${step} going up`);
  }
  const head = await page.getByRole('columnheader', { name: '客户名称' }).first().boundingBox();
  assert.ok(head.y >= 40 && head.y < 260, `the head stands at ${head.y}`);
  const before = await rows(page).nth(3).boundingBox();
  await page.locator('.ant-table-body, .ant-table-content').first().evaluate((body) => body.scrollBy(600, 0));
  assert.equal((await rows(page).nth(3).boundingBox()).x, before.x, 'the first column stays');
  await page.keyboard.press(' ');
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
