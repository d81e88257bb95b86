// A running demo and a browser for the tests: started once, stopped at the end, nothing left behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const { chromium } = createRequire(join(root, 'web/package.json'))('playwright-core');
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** `keshu demo` on a free port with an empty folder. */
async function startDemo() {
  const data = await mkdtemp(join(tmpdir(), 'keshu-e2e-'));
  const server = spawn(join(target, process.env.KESHU_PROFILE ?? 'debug', 'keshu'), ['demo', '--data', data, '--listen', '127.0.0.1:0'], {
    env: { ...process.env, KESHU_LANG: 'zh-CN', KESHU_LOG: 'warn' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = [];
  const url = await new Promise((found, failed) => {
    server.stderr.on('data', (chunk) => {
      said.push(String(chunk));
      const match = /http:\/\/127\.0\.0\.1:\d+/.exec(said.join(''));
      if (match) found(match[0]);
    });
    server.on('exit', (code) => failed(new Error(`keshu demo ended with ${code}: ${said.join('')}`)));
  });
  const stop = async () => {
    server.removeAllListeners('exit');
    const ended = new Promise((done) => server.on('exit', done));
    server.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  return { url, stop };
}

/** A demo and a browser beside it; KESHU_SITE names a demo that runs already. */
export async function openSite() {
  const running = process.env.KESHU_SITE;
  const { url, stop } = running ? { url: running, stop: async () => {} } : await startDemo();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const close = async () => {
    await browser.close();
    await stop();
  };
  return { url, browser, close };
}

/** A page signed in by a role card, as somebody who has seen the tour. Errors of the page and requests to other hosts are collected. */
export async function signIn(site, name, viewport = DESK, { tour = false, reducedMotion } = {}) {
  const context = await site.browser.newContext({ viewport, reducedMotion, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url) && !/^(data|blob):/.test(request.url())) faults.push(`foreign request ${request.url()}`);
  });
  await page.goto(site.url);
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/session/demo') && response.request().method() === 'POST'),
    page.getByText(name).first().click(),
  ]);
  if (!tour) {
    const { staff } = await answer.json();
    await page.evaluate((id) => localStorage.setItem(`keshu.tour.${id}`, 'true'), staff.id);
  }
  // The sign-in page has a banner too: only the person's own menu says that one is in.
  await page.getByRole('button', { name: `${name} 的菜单` }).waitFor();
  return { page, faults, context };
}

/** A call of the API as the person who is signed in on the page. */
export async function callAs(site, page, method, path, data, headers = {}) {
  const answer = await page.request.fetch(`${site.url}/api/v1${path}`, {
    method,
    data,
    headers: { Origin: site.url, 'Idempotency-Key': `${Date.now()}${Math.random()}`, ...headers },
  });
  assert.ok(answer.ok(), `${method} ${path}: ${await answer.text()}`);
  return answer.status() === 204 ? undefined : await answer.json();
}
