// A running demo and a browser for the tests: started once, stopped at the end, nothing left behind.
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

/** A page signed in by a role card. Errors of the page and requests to other hosts are collected. */
export async function signIn(site, name, viewport = DESK) {
  const context = await site.browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url) && !/^(data|blob):/.test(request.url())) faults.push(`foreign request ${request.url()}`);
  });
  await page.goto(site.url);
  await page.getByText(name).first().click();
  // The sign-in page has a banner too: only the person's own menu says that one is in.
  await page.getByRole('button', { name: `${name} 的菜单` }).waitFor();
  return { page, faults, context };
}
