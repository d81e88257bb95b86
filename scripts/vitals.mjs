// What a person feels of the first look and of each press: LCP, INP and CLS of home, list and record page on demo data.
//   node scripts/vitals.mjs      a Markdown table; ends with 1 when one is over its limit
import { DESK, PHONE, openSite, signIn } from '../tests/e2e/site.mjs';

const LIMITS = { lcp: 1500, inp: 200, cls: 0.1 };

/** Each page is opened so often; the middle one counts. */
const TIMES = 3;

/** Keeps what the browser notices, from the first byte on. */
const watch = () => {
  const seen = { lcp: 0, inp: 0, cls: 0, slowest: '' };
  window.vitals = seen;
  const on = (type, take, options = {}) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...options });
  on('largest-contentful-paint', (entry) => {
    seen.lcp = entry.startTime;
  });
  on('layout-shift', (entry) => {
    if (!entry.hadRecentInput) seen.cls += entry.value;
  });
  on(
    'event',
    (entry) => {
      if (!entry.interactionId || entry.duration <= seen.inp) return;
      seen.inp = entry.duration;
      seen.slowest = entry.name;
    },
    { durationThreshold: 16 },
  );
};

const site = await openSite();
const { page, context } = await signIn(site, '林晓');
await context.addInitScript(watch);
const answer = await page.request.get(`${site.url}/api/v1/customer?limit=1&fields=id&sort=-follow_up_count`);
const { id } = (await answer.json()).items[0];

/** Where, and what is pressed there as people do. */
const PAGES = [
  ['home', '', async () => {
    await page.getByRole('button', { name: '调整首页' }).click();
    await page.getByRole('button', { name: '完成', exact: true }).click();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('hcby', { delay: 60 });
    await page.keyboard.press('Escape');
  }],
  ['list', 'customer', async () => {
    await page.getByRole('checkbox', { name: '选中本页全部' }).click();
    await page.getByRole('checkbox', { name: '选中本页全部' }).click();
    await page.getByRole('button', { name: '展开筛选' }).click();
    await page.locator('tbody [data-row]').first().click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
  }],
  ['record', `customer/${id}`, async () => {
    await page.getByPlaceholder(/写下这次/).click();
    await page.keyboard.type('abcdef', { delay: 60 });
    await page.getByRole('tab', { name: /联系人/ }).click();
    await page.getByRole('tab', { name: /动态/ }).click();
  }],
];

const middle = (values) => values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
const rows = [];
for (const [width, viewport] of [[1440, DESK], [390, PHONE]])
  for (const [name, path, act] of PAGES) {
    const found = [];
    for (let time = 0; time < TIMES; time += 1) {
      await page.setViewportSize(viewport);
      await page.goto(`${site.url}/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      // The keys and buttons of the acts are those of a desk.
      if (width === 1440) await act();
      await page.waitForTimeout(400);
      found.push(await page.evaluate(() => window.vitals));
    }
    rows.push({ name, width, lcp: middle(found.map(({ lcp }) => lcp)), inp: width === 1440 ? middle(found.map(({ inp }) => inp)) : null, cls: middle(found.map(({ cls }) => cls)), slowest: found.map(({ slowest }) => slowest).join(' ') });
  }
await context.close();
await site.close();

console.log('| page | width | LCP ≤ 1500 ms | INP ≤ 200 ms | CLS ≤ 0.1 |\n|---|---|---|---|---|');
for (const { name, width, lcp, inp, cls } of rows) console.log(`| ${name} | ${width} | ${Math.round(lcp)} | ${inp === null ? '-' : Math.round(inp)} | ${cls.toFixed(3)} |`);
process.exitCode = rows.some((row) => Object.entries(LIMITS).some(([key, most]) => row[key] > most)) ? 1 : 0;
