// An account's own: invited in, two-step sign-in with an app and with a recovery code, devices, a token, out.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { DESK, PHONE, openSite, signIn } from './site.mjs';

const PASSWORD = 'a long pass phrase';
const shots = process.env.KESHU_SHOTS;

let site;
before(async () => {
  site = await openSite();
});
after(async () => {
  await site.close();
});

/** The six digits that an app shows; its own reckoning, not that of the server. */
function codeOf(secret, steps = 0) {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
  const digest = createHmac('sha1', key).update(step).digest();
  return String((digest.readUInt32BE(digest[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const shot = async (page, name) => {
  if (!shots) return;
  for (const [size, viewport] of [['desk', DESK], ['phone', PHONE]]) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: `${shots}/${name}_${size}.png`, fullPage: true });
  }
  await page.setViewportSize(DESK);
};

/** Adds a colleague as the demo's administrator and gives the path of the invitation. */
async function invite(username) {
  const { page, context } = await signIn(site, '石砚舟');
  const post = async (path, data) => (await page.request.post(`${site.url}/api/v1/${path}`, { data })).json();
  await page.request.post(`${site.url}/api/v1/session/step_up`, { data: {} });
  const { dept } = await (await page.request.get(`${site.url}/api/v1/session`)).json();
  const { items } = await (await page.request.get(`${site.url}/api/v1/role?filter=${encodeURIComponent('role_key = "sales_rep"')}`)).json();
  const staff = await post('staff', { username, name: '周明', dept_id: dept.id, roles: [items[0].id] });
  const { link } = await post(`staff/${staff.id}/invite`, {});
  await context.close();
  return link;
}

const panel = (page, name) => page.locator('section').filter({ has: page.getByRole('heading', { name }) });

test('two-step sign-in, devices and tokens by hand', async () => {
  const link = await invite('zhouming');
  const context = await site.browser.newContext({ viewport: DESK, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));

  await page.goto(site.url + link);
  await page.locator('#new_password').fill('zhouming-2026');
  await page.locator('#password_again').fill('zhouming-2026');
  await page.getByRole('button', { name: '设置密码' }).click();
  await page.getByText('密码里不能含有用户名').waitFor();
  await page.locator('#new_password').fill(PASSWORD);
  await page.locator('#password_again').fill(PASSWORD);
  await page.getByRole('button', { name: '设置密码' }).click();
  await page.getByRole('button', { name: '周明 的菜单' }).waitFor();
  const { staff } = await (await page.request.get(`${site.url}/api/v1/session`)).json();
  await page.evaluate((id) => localStorage.setItem(`keshu.tour.${id}`, 'true'), staff.id);

  await page.goto(`${site.url}/profile`);
  const factor = panel(page, '两步验证');
  await factor.getByRole('button', { name: '开启两步验证' }).click();
  const secret = await factor.locator('[data-secret]').innerText();
  await factor.locator('svg').first().waitFor();
  await shot(page, 'turn_on');
  await factor.getByLabel('验证码').fill('000000');
  await factor.locator('button[type=submit]').click();
  await factor.getByText('验证码不对').waitFor();
  await factor.getByLabel('验证码').fill(codeOf(secret));
  await factor.locator('button[type=submit]').click();
  await factor.getByText('恢复码只显示这一次').waitFor();
  await shot(page, 'recovery_codes');
  const codes = await factor.locator('li code').allInnerTexts();
  assert.equal(codes.length, 10);
  await factor.getByRole('button', { name: '我已保存好' }).click();
  await factor.getByText('还有 10 个恢复码可用').waitFor();

  // A read-only token for one entity from one address.
  const tokens = panel(page, 'API 令牌');
  await tokens.getByRole('button', { name: '新建令牌' }).first().click();
  await page.locator('#token_name').fill('报表');
  await page.locator('#token_networks').fill('127.0.0.1/33');
  await page.locator('#token_networks').press('Enter');
  await shot(page, 'new_token');
  await page.getByRole('dialog').locator('button[type=submit]').click();
  await page.getByText('不是 IP 地址或网段').waitFor();
  await page.locator('#token_networks').press('Backspace');
  await page.locator('#token_networks').fill('127.0.0.1');
  await page.locator('#token_networks').press('Enter');
  await page.getByRole('dialog').locator('button[type=submit]').click();
  const token = await page.getByRole('dialog').locator('code').innerText();
  await page.getByRole('dialog').locator('.ant-btn-primary').click();
  await tokens.getByText('只读').waitFor();
  const asked = await fetch(`${site.url}/api/v1/session`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(asked.status, 200);
  const written = await fetch(`${site.url}/api/v1/todo`, { method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: '{}' });
  assert.equal((await written.json()).code, 'token_limited');

  // On another device: the password alone is not enough, a recovery code is, once.
  const other = await site.browser.newContext({ viewport: DESK, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const second = await other.newPage();
  await second.goto(`${site.url}/sign_in`);
  await second.locator('#username').fill('zhouming');
  await second.locator('#password').fill(PASSWORD);
  await second.locator('button[type=submit]').click();
  await second.locator('#code').waitFor();
  await shot(second, 'sign_in_code');
  await second.locator('#code').fill('000000');
  await second.locator('button[type=submit]').click();
  await second.getByText('验证码不正确').first().waitFor();
  await second.locator('#code').fill(codes[0]);
  await second.locator('button[type=submit]').click();
  await second.getByRole('button', { name: '周明 的菜单' }).waitFor();

  await page.reload();
  await factor.getByText('还有 9 个恢复码可用').waitFor();
  const devices = panel(page, '登录设备');
  await devices.getByText('本机').waitFor();
  assert.equal(await devices.getByRole('listitem').count(), 2);
  await shot(page, 'profile');
  await devices.getByRole('button', { name: /^退出 / }).click();
  await page.getByText('已退出登录').first().waitFor();
  assert.equal((await second.request.get(`${site.url}/api/v1/session`)).status(), 401);
  assert.deepEqual(faults, []);
  await other.close();
  await context.close();
});

test('a role that comes to need two-step sign-in leads there at once', async () => {
  const { page, context } = await signIn(site, '石砚舟');
  await page.request.post(`${site.url}/api/v1/session/step_up`, { data: {} });
  const { items } = await (await page.request.get(`${site.url}/api/v1/role?filter=${encodeURIComponent('role_key = "service"')}`)).json();
  const worker = await signIn(site, '方沐晴');
  const answer = await page.request.patch(`${site.url}/api/v1/role/${items[0].id}`, { data: { needs_second_factor: true }, headers: { 'If-Match': `"${items[0].version}"` } });
  assert.equal(answer.status(), 200);
  // Whatever the page asks next leads there; it may have asked by itself and be on its way.
  await worker.page.goto(`${site.url}/customer`).catch((fault) => assert.match(String(fault), /ERR_ABORTED/));
  await worker.page.getByRole('heading', { name: '请先开启两步验证' }).waitFor();
  // One click of the demo proved nothing yet.
  await worker.page.getByRole('dialog').locator('button[type=submit]').click();
  const secret = await worker.page.locator('[data-secret]').innerText();
  await shot(worker.page, 'needed');
  await worker.page.locator('#code').fill(codeOf(secret));
  await worker.page.locator('button[type=submit]').first().click();
  await worker.page.getByRole('button', { name: '我已保存好' }).click();
  await worker.page.getByRole('button', { name: /的菜单$/ }).waitFor();
  await worker.context.close();
  await context.close();
});
