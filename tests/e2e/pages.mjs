// Every main page once, for whatever looks at all of them: its name, its address, and what is pressed before it is looked at.

const first = async (page, url, entity, query = '') => {
  const answer = await page.request.get(`${url}/api/v1/${entity}?limit=1&fields=id&${query}`);
  return (await answer.json()).items[0].id;
};

/** The wizard with a list that has everything to ask about: a wrong code, a word that means nothing yet. */
async function dropList(page) {
  const lines = ['客户名称,统一社会信用代码,客户等级,电话', '霁岚测绘合作社,91310000MA1FL0L00X,特级,021-55550101', '云岫仪器有限公司,,A 级,13900000002'];
  await page.locator('input[type=file]').setInputFiles({ name: '客户名单.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${lines.join('\n')}`) });
  await page.getByText('霁岚测绘合作社').first().waitFor();
}

const press = (name) => (page) => page.getByRole('button', { name, exact: true }).first().click();

/** Frames in which nothing changes before a page counts as drawn. */
const STILL = 4;

/** `site` is asked for the records that are shown; `alike`: drawn by the same code as another page. */
export async function mainPages(page, site) {
  const customer = await first(page, site.url, 'customer', 'sort=-follow_up_count');
  const follow_up = await first(page, site.url, 'follow_up');
  return [
    { name: 'home', path: '' },
    { name: 'customer-table', path: 'customer' },
    { name: 'customer-board', path: 'customer?mode=board' },
    { name: 'customer-tree', path: 'customer?mode=tree' },
    { name: 'customer-gallery', path: 'customer?mode=gallery' },
    { name: 'customer-nothing', path: 'customer?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E5%AE%B6' },
    { name: 'customer-filter', path: 'customer', act: press('高级筛选') },
    { name: 'contact', alike: true, path: 'contact' },
    { name: 'follow-up-table', path: 'follow_up' },
    { name: 'follow-up-calendar', path: 'follow_up?mode=calendar' },
    { name: 'todo-table', path: 'todo' },
    { name: 'todo-calendar', path: 'todo?mode=calendar' },
    { name: 'customer-link', alike: true, path: 'customer_link' },
    { name: 'attachment', path: 'attachment' },
    { name: 'announcement', alike: true, path: 'announcement' },
    { name: 'tag', alike: true, path: 'tag' },
    { name: 'saved-view', alike: true, path: 'saved_view' },
    { name: 'import-setting', alike: true, path: 'import_setting' },
    { name: 'customer-page', path: `customer/${customer}` },
    { name: 'customer-history', path: `customer/${customer}?tab=history` },
    { name: 'customer-contacts', path: `customer/${customer}?tab=contact` },
    { name: 'customer-files', path: `customer/${customer}?tab=attachment` },
    { name: 'follow-up-page', path: `follow_up/${follow_up}` },
    { name: 'customer-new', path: 'customer/new' },
    { name: 'customer-edit', path: `customer/${customer}/edit` },
    { name: 'import', path: 'import?entity=customer' },
    { name: 'import-check', path: 'import?entity=customer', act: dropList },
    { name: 'jobs', path: 'jobs' },
    { name: 'duplicates', path: 'duplicates' },
    { name: 'quality', path: 'quality' },
    { name: 'people', path: 'people' },
    { name: 'roles', path: 'people?tab=role' },
    { name: 'dictionaries', path: 'dictionaries' },
    { name: 'profile', path: 'profile' },
    { name: 'trash', path: 'trash' },
    { name: 'not-found', path: 'customer/00000000-0000-7000-8000-000000000000' },
    { name: 'no-such-page', path: 'nowhere/at/all/here' },
  ];
}

/** Opens a page and waits until it has nothing left to fetch or to draw. */
export async function open(page, site, { path, act }) {
  await page.goto(`${site.url}/${path}`);
  await page.getByRole('heading').first().waitFor();
  await page.waitForLoadState('networkidle');
  await act?.(page);
  await page.waitForLoadState('networkidle');
  await settle(page);
}

/** What is still being drawn or fades in is looked at when it has come. */
async function settle(page) {
  await page.evaluate(
    (still) =>
      new Promise((drawn) => {
        let left = still;
        const watch = new MutationObserver(() => {
          left = still;
        });
        watch.observe(document, { subtree: true, childList: true, attributes: true });
        const frame = () => {
          left -= 1;
          if (left > 0) return requestAnimationFrame(frame);
          watch.disconnect();
          drawn();
        };
        requestAnimationFrame(frame);
      }),
    STILL,
  );
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
}

/** As one sees the page who likes it so, in a window of this size, without another look at the server. */
export async function seen(page, viewport, mode) {
  await page.setViewportSize(viewport);
  // The person's own choice, as another window tells of it: the system's setting reaches a page only with a frame, which a busy machine may owe it.
  await page.evaluate((mode) => {
    localStorage.setItem('keshu.theme', mode);
    window.dispatchEvent(new StorageEvent('storage', { key: 'keshu.theme' }));
  }, mode);
  await page.locator(mode === 'dark' ? ':root[data-dark]' : ':root:not([data-dark])').waitFor({ state: 'attached' });
  await settle(page);
}
