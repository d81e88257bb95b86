// For everybody: axe on every main page in light and dark, wide and narrow; keyboard, zoom, still pictures and words. Each page is opened once.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { mainPages, open, seen } from './pages.mjs';
import { DESK, openSite, signIn } from './site.mjs';

const axe = await readFile(createRequire(join(resolve(import.meta.dirname, '../..'), 'web/package.json')).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 AA; the size of what is pressed is asked for by name, because axe leaves it off. */
const ALL = { preload: false, runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }, rules: { 'target-size': { enabled: true } } };

/** What else there is in the dark: colours. */
const COLOURS = { preload: false, runOnly: { type: 'rule', values: ['color-contrast'] } };
const NARROW = { width: 320, height: 720 };

/** The same page for a small window: its colours are known by then, and they are what takes axe longest. */
const BUT_COLOURS = { ...ALL, rules: { ...ALL.rules, 'color-contrast': { enabled: false } } };

/** A window of 1440 × 900 at 200 %. */
const ZOOMED = { width: DESK.width / 2, height: DESK.height / 2 };

/** How a page is looked at. */
const WAYS = [
  [DESK, 'light', ALL],
  [DESK, 'dark', COLOURS],
  [NARROW, 'light', BUT_COLOURS],
  [ZOOMED, 'light', null],
];

/** How far one goes with the Tab key: past the head of a list and through many of its rows. */
const STEPS = 60;

/** A slow machine takes its time, ms. */
const PATIENT = 20_000;

let site;
before(async () => {
  site = await openSite();
});
after(async () => {
  await site.close();
});

/** What of the page is a serious hindrance, in one line each. */
async function hindrances(page, rules) {
  await page.evaluate(`window.axe || (() => { ${axe} })()`);
  const look = () =>
    page.evaluate(async (rules) => {
      const { violations } = await window.axe.run(document, { ...rules, resultTypes: ['violations'] });
      const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      return grave.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary.split('\n')[1]?.trim()}`));
    }, rules);
  // The controls of a form come a moment after it: what was taken away while it was looked at is no part of the page.
  return (await look()).length > 0 ? look() : [];
}

const wider = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What still moves though the person wants it still. */
const moving = (page) => page.evaluate(() => document.getAnimations().filter((animation) => animation.effect.getComputedTiming().duration > 20).map((animation) => `moves: ${animation.animationName ?? animation.transitionProperty}`));

/** Words that nobody wrote for people: a key that has no text, a value that slipped through. */
const SLIPS = /\b(undefined|NaN|\[object Object\])\b|\b[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)+\b/g;
const slips = async (page) => [...(await page.locator('body').innerText()).matchAll(SLIPS)].map(([word]) => `says ${word}`);

/** What hinders on the page as it is, wide and narrow, in light and dark. */
async function hindrancesOf(page) {
  const found = [...(await moving(page)), ...(await slips(page))];
  // Colours are looked at when they are what they will be.
  await page.addStyleTag({ content: '*, ::before, ::after { transition: none !important; animation: none !important; }' });
  for (const [viewport, mode, rules] of WAYS) {
    await seen(page, viewport, mode);
    if (rules) found.push(...(await hindrances(page, rules)).map((line) => `${viewport.width} ${mode} ${line}`));
    if ((await wider(page)) > 0) found.push(`${await wider(page)} px wider than ${viewport.width}`);
  }
  return found;
}

/** Where the focus is after Tab, and whether one sees it: framed, in the window, with nothing on top. */
const focus = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    // What is ticked or chosen is drawn by what stands around it.
    const box = element.matches('input[type=checkbox], input[type=radio], .ant-upload input') ? (element.closest('label') ?? element.parentElement) : element;
    const whole = box.getBoundingClientRect();
    // Of what is larger than the window, the part that is in it.
    const [left, right] = [Math.max(0, whole.left), Math.min(innerWidth, whole.right)];
    const [top, bottom] = [Math.max(0, whole.top), Math.min(innerHeight, whole.bottom)];
    const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 20) ?? '';
    const said = `${element.tagName.toLowerCase()}.${String(element.className).split(' ')[0]} “${name}”`;
    const framed = (one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
    };
    const around = [element, ...[...element.querySelectorAll('*')].slice(0, 4)];
    for (let one = element.parentElement, depth = 0; one && depth < 4; one = one.parentElement, depth += 1) around.push(one);
    const wrong = [];
    if (!around.some(framed)) wrong.push(`${said} shows no focus`);
    const points = [0.15, 0.5, 0.85].flatMap((x) => [0.15, 0.5, 0.85].map((y) => [left + (right - left) * x, top + (bottom - top) * y]));
    const seen = points.filter(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top && (box.contains(top) || top.contains(box));
    });
    if (seen.length === 0) wrong.push(`${said} is hidden at ${Math.round(left)},${Math.round(top)} ${Math.round(right - left)}×${Math.round(bottom - top)}`);
    return { said, wrong };
  });

// Side by side: each has a window of its own.
describe('for everybody', { concurrency: true }, () => {
  for (const half of [0, 1])
    test(`p49 p50 p63: no page hinders anybody, in light and dark, at 1440 and 320 px and at 200 % (${half + 1} of 2)`, async () => {
      const { page, faults, context } = await signIn(site, '石砚舟', DESK, { reducedMotion: 'reduce' });
      page.setDefaultTimeout(PATIENT);
      const wrong = [];
      const pages = [...(await mainPages(page, site)), { name: 'help', path: 'help/keys' }].filter(({ alike }) => !alike);
      for (const shown of pages.filter((_page, place) => place % 2 === half)) {
        await page.setViewportSize(DESK);
        await open(page, site, shown);
        wrong.push(...(await hindrancesOf(page)).map((line) => `${shown.name}: ${line}`));
      }
      assert.deepEqual(wrong, []);
      assert.deepEqual(faults, []);
      await context.close();
    });

  test('p49: nor does signing in', async () => {
    const context = await site.browser.newContext({ viewport: DESK, locale: 'zh-CN', reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(site.url);
    await page.getByText('林晓').first().waitFor();
    assert.deepEqual(await hindrancesOf(page), []);
    await context.close();
  });

  test('p16: with the Tab key alone the focus is always seen, under no bar that sticks', async () => {
    const { page, faults, context } = await signIn(site, '石砚舟');
    page.setDefaultTimeout(PATIENT);
    const wrong = [];
    const keys = ['home', 'customer-table', 'customer-board', 'customer-page', 'customer-new', 'people'];
    for (const shown of (await mainPages(page, site)).filter(({ name }) => keys.includes(name)))
      for (const viewport of [DESK, { width: 390, height: 600 }]) {
        await page.setViewportSize(viewport);
        await open(page, site, shown);
        for (let step = 0; step < STEPS; step += 1) {
          await page.keyboard.press('Tab');
          const at = await focus(page);
          if (!at) break;
          wrong.push(...at.wrong.map((line) => `${shown.name} ${viewport.width}: ${line}`));
        }
      }
    assert.deepEqual([...new Set(wrong)], []);
    assert.deepEqual(faults, []);
    await context.close();
  });
});
