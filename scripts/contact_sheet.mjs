// Every main page at 1440 and 390 px in light and dark, laid side by side to be looked at:
//   node scripts/contact_sheet.mjs FOLDER [NAME…]
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mainPages, open, seen } from '../tests/e2e/pages.mjs';
import { DESK, PHONE, openSite, signIn } from '../tests/e2e/site.mjs';

const [folder, ...names] = process.argv.slice(2);
if (!folder) {
  console.error('node scripts/contact_sheet.mjs FOLDER [NAME…]');
  process.exit(2);
}
await mkdir(folder, { recursive: true });
const site = await openSite();
const { page, context } = await signIn(site, '石砚舟');

/** The page before signing in has a window of its own. */
const stranger = await (await site.browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage();

const shots = [];
async function shoot(window, shown) {
  for (const [width, viewport] of [[1440, DESK], [390, PHONE]]) {
    await window.setViewportSize(viewport);
    await open(window, site, shown);
    for (const mode of ['light', 'dark']) {
      await seen(window, viewport, mode);
      const file = `${shown.name}-${width}-${mode}.png`;
      await window.screenshot({ path: join(folder, file), fullPage: width === 390 });
      shots.push({ name: shown.name, width, file });
    }
  }
}

const wanted = ({ name }) => names.length === 0 || names.includes(name);
if (wanted({ name: 'sign-in' })) await shoot(stranger, { name: 'sign-in', path: 'sign_in' });
for (const shown of (await mainPages(page, site)).filter(wanted)) await shoot(page, shown);

const rows = [...new Set(shots.map(({ name }) => name))].map((name) => {
  const pictures = shots.filter((shot) => shot.name === name).map(({ file, width }) => `<img src="${file}" style="width:${width === 1440 ? 720 : 195}px" alt="${file}">`);
  return `<h2>${name}</h2><div>${pictures.join('')}</div>`;
});
await writeFile(join(folder, 'index.html'), `<!doctype html><meta charset="utf-8"><style>body{font:14px sans-serif}div{display:flex;gap:8px;align-items:flex-start}img{border:1px solid #ccc}</style>${rows.join('')}`);
await context.close();
await site.close();
console.log(join(folder, 'index.html'));
