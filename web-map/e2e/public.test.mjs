// The public page in a real browser.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  askJson,
  BASE,
  drawn,
  launch,
  mapIdle,
  moveMap,
  openPage,
  seriousFaults,
} from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens the page, runs the test, and insists that nothing went wrong beside it. */
async function onPage(path, run, how) {
  const { page, faults, close } = await openPage(browser, how);
  try {
    await page.goto(`${BASE}${path}`);
    await run(page);
    assert.deepEqual(faults, []);
  } finally {
    await close();
  }
}

/** A grid of the city with a place well inside it. */
async function someGrid(page) {
  const { levels } = await askJson(page, '/api/v1/city');
  const { level } = levels.at(-1);
  const { units } = await askJson(page, `/api/v1/units?level=${level}`);
  const grid = units.find(({ label }) => label);
  return { levels, grid };
}

test('each zoom shows the levels that are due, and no finer ones', () =>
  onPage('/', async (page) => {
    const { levels, grid } = await someGrid(page);
    await mapIdle(page);
    for (const zoom of [9, 12, 15]) {
      await moveMap(page, zoom, grid.label);
      for (const { level, min_zoom } of levels) {
        const count = (await drawn(page, `grids-${level}`)).length;
        assert.equal(count > 0, min_zoom <= zoom, `level ${level} at zoom ${zoom}: ${count} drawn`);
      }
    }
    const codes = (await drawn(page, `grids-${grid.level}`)).map(({ code }) => code);
    assert.ok(codes.includes(grid.code));
    assert.ok((await drawn(page, `label-${grid.level}`)).length > 0, 'grids have names at zoom 15');
  }));

test('a click on the map gives the chain, who serves it, and a link that says the same', () =>
  onPage('/', async (page) => {
    const { levels, grid } = await someGrid(page);
    await mapIdle(page);
    await moveMap(page, 15.5, grid.label);
    const box = await page.locator('.map').boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForSelector('.chain');
    assert.equal(await page.textContent('.card h2'), grid.name);
    assert.equal(await page.locator('.chain li').count(), levels.length);
    assert.ok((await page.textContent('.chain')).includes(grid.code));
    assert.ok((await page.locator('.served li').count()) > 0);
    const link = page.url();
    assert.match(link, /\?at=[\d.]+,[\d.]+/);
    await page.goto(link);
    await page.waitForSelector('.chain');
    assert.equal(await page.textContent('.card h2'), grid.name);
  }));

test('a link by code opens the grid', () =>
  onPage('/', async (page) => {
    const { grid } = await someGrid(page);
    await page.goto(`${BASE}/?grid=${encodeURIComponent(grid.code)}`);
    await page.waitForSelector('.chain');
    assert.equal(await page.textContent('.card h2'), grid.name);
  }));

test('service points have hours in words, and the list mirrors the view', () =>
  onPage('/', async (page) => {
    await mapIdle(page);
    await page.waitForSelector('.point');
    const all = await page.locator('.point').count();
    assert.ok(all > 3, `${all} points`);
    assert.match(await page.textContent('.points'), /周|小时|每天|\d:\d\d/);
    const { grid } = await someGrid(page);
    await moveMap(page, 16, grid.label);
    await page.waitForFunction((all) => document.querySelectorAll('.point').length < all, all);
    await page.click('.filter >> nth=1');
    const kinds = await page.locator('.point-kind').allTextContents();
    assert.ok(new Set(kinds).size <= 1, 'one category is left');
  }));

test('what one needs is found nearest on foot, with its hours to come and a calendar', () =>
  onPage('/', async (page) => {
    const { grid } = await someGrid(page);
    await page.goto(`${BASE}/?at=${grid.label.join(',')}`);
    await page.waitForSelector('.chain');
    await page.waitForSelector('.need select option:nth-child(2)', { state: 'attached' });
    await page.check('.filters .check:last-child input');
    await page.waitForFunction(() =>
      /步行最近/.test(document.querySelector('.list-head').textContent),
    );
    await page.selectOption('.need select', 'court-hearing');
    await page.waitForFunction(() => {
      const kinds = [...document.querySelectorAll('.points .point .point-kind')];
      return kinds.length > 0 && kinds.every(({ textContent }) => /巡回审判站点/.test(textContent));
    });
    const kinds = await page.locator('.points .point-kind').allTextContents();
    const minutes = kinds.map((kind) => Number(/步行约 (\d+) 分钟/.exec(kind)?.[1]));
    assert.ok(minutes.length > 1 && minutes.every((one) => one > 0), kinds.join());
    assert.deepEqual(
      minutes,
      minutes.toSorted((a, b) => a - b),
      'the nearest come first',
    );
    const states = await page.locator('.points .state').allTextContents();
    assert.ok(
      states.every((state) => /再开|开放|关门/.test(state)),
      states.join(),
    );
    const feed = await page.getAttribute('.points .feed', 'href');
    const text = await page.evaluate(async (feed) => (await fetch(feed)).text(), feed);
    assert.match(text, /^BEGIN:VCALENDAR\r\n.*BEGIN:VEVENT.*END:VCALENDAR\r\n$/s);
    assert.deepEqual(await seriousFaults(page), []);
  }));

test('English is one press away, remembered, and said to the browser', () =>
  onPage('/', async (page) => {
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
    await page.click('.language');
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    assert.match(page.url(), /lang=en/);
    await page.waitForSelector('text=Use my location');
    await page.goto(`${BASE}/`);
    await page.waitForSelector('text=Use my location');
  }));

test('the keyboard alone finds a grid, from the form and from the directory', () =>
  onPage('/', async (page) => {
    const { grid } = await someGrid(page);
    await page.locator('input[name="place"]').focus();
    await page.keyboard.type(grid.label.join(','));
    await page.keyboard.press('Enter');
    await page.waitForSelector('.chain');
    assert.equal(await page.textContent('.card h2'), grid.name);
    await page.locator('#tab-points').focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('.unfold');
    await page.locator('.unfold').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.units .units .unit-name');
    await page.locator('.units .units .unit-name').first().focus();
    const name = await page.locator('.units .units .unit-name span').first().textContent();
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      (name) => document.querySelector('.card h2')?.textContent === name,
      name,
    );
  }));

test('the map answers the keyboard: Enter asks about its centre', () =>
  onPage('/', async (page) => {
    const { grid } = await someGrid(page);
    await mapIdle(page);
    await moveMap(page, 15, grid.label);
    await page.locator('.maplibregl-canvas').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.chain');
    assert.equal(await page.textContent('.card h2'), grid.name);
  }));

/** Types into the field, key by key, and waits for suggestions. */
async function type(page, words) {
  await page.locator('input[name="place"]').fill('');
  await page.locator('input[name="place"]').pressSequentially(words);
  await page.waitForSelector('.hit');
}

const heading = (page, name) =>
  page.waitForFunction((name) => document.querySelector('.card h2')?.textContent === name, name);

test('typing suggests, the arrows choose, and Enter shows the unit', () =>
  onPage('/', async (page) => {
    const { units } = await askJson(page, '/api/v1/units?level=1');
    const [unit] = units;
    await mapIdle(page);
    await type(page, [...unit.name].slice(0, 2).join(''));
    const field = page.locator('input[name="place"]');
    assert.equal(await field.getAttribute('aria-expanded'), 'true');
    assert.equal(await field.getAttribute('aria-activedescendant'), null);
    assert.match(await page.textContent('.place-field [role="status"]'), /\d+ 条建议/);
    assert.deepEqual(await seriousFaults(page), []);
    await field.press('ArrowDown');
    const chosen = page.locator('.hit[aria-selected="true"]');
    assert.equal(
      await field.getAttribute('aria-activedescendant'),
      await chosen.getAttribute('id'),
    );
    assert.equal(await chosen.locator('.hit-name').textContent(), unit.name);
    assert.ok((await chosen.locator('mark').count()) > 0, 'what matched is marked');
    await field.press('ArrowUp');
    await field.press('ArrowDown');
    await field.press('Enter');
    await heading(page, unit.name);
    assert.equal(await page.locator('.hit').count(), 0);
    assert.match(page.url(), new RegExp(`grid=${unit.code}`));
  }));

test('a service point is found by its code, shown, and its grid told', () =>
  onPage('/', async (page) => {
    const { service_points } = await askJson(page, '/api/v1/service-points?limit=1');
    const [point] = service_points;
    await mapIdle(page);
    await type(page, point.code.toLowerCase());
    await page.locator('.hit').first().click();
    await page.waitForSelector('.chain');
    const at = await askJson(page, `/api/v1/grids/at?lon=${point.lon}&lat=${point.lat}`);
    await heading(page, at.grid.name);
    assert.equal(await page.inputValue('input[name="place"]'), point.name);
    await mapIdle(page);
    const { lng, lat } = await page.evaluate(() => document.querySelector('.map').map.getCenter());
    assert.ok(Math.hypot(lng - point.lon, lat - point.lat) < 0.01, 'the map is there');
  }));

test('Escape shuts the suggestions, then empties the field; leaving it shuts them, too', () =>
  onPage('/', async (page) => {
    const field = page.locator('input[name="place"]');
    await type(page, '社区');
    await field.press('Escape');
    assert.equal(await page.locator('.hit').count(), 0);
    assert.equal(await field.inputValue(), '社区');
    await field.press('Escape');
    assert.equal(await field.inputValue(), '');
    await type(page, '社区');
    await field.press('Tab');
    await page.waitForFunction(() => document.querySelectorAll('.hit').length === 0);
  }));

test('Enter without choosing takes the best, and a road says which number is not known', () =>
  onPage('/', async (page) => {
    const path = `/api/v1/search?limit=50&q=${encodeURIComponent('路')}`;
    const road = (await askJson(page, path)).hits.find(({ kind }) => kind === 'road');
    if (!road) return;
    const field = page.locator('input[name="place"]');
    await field.fill(`${road.name}9999号`);
    await field.press('Enter');
    await page.waitForSelector('.chain');
    assert.match(await page.textContent('.ask'), /没有登记“9999号”/);
    assert.ok((await page.textContent('.ask')).includes(road.name));
  }));

test('outside the territory the page says so', () =>
  onPage('/?at=0,0', async (page) => {
    await page.waitForSelector('.answer .notice-warning');
    assert.match(await page.textContent('.answer'), /不在本区范围内/);
  }));

test('nonsense in the form is answered in words', () =>
  onPage('/', async (page) => {
    await page.fill('input[name="place"]', '<b>?</b>');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.ask .notice-warning');
  }));

test('the first view is small, and the map comes apart', () =>
  onPage('/', async (page) => {
    const sizes = await page.evaluate(async () => {
      const html = await (await fetch('/')).text();
      const shell = new DOMParser().parseFromString(html, 'text/html');
      const own = [
        ...shell.querySelectorAll('script[src], link[rel="stylesheet"], link[rel="modulepreload"]'),
      ];
      const urls = own.map((one) => one.getAttribute('src') ?? one.getAttribute('href'));
      const bodies = await Promise.all(urls.map(async (url) => (await fetch(url)).arrayBuffer()));
      return [html.length, ...bodies.map(({ byteLength }) => byteLength)];
    });
    assert.ok(sizes.length > 2, 'scripts and styles are found');
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(total < 200_000, `${total} bytes before compression`);
  }));

for (const [name, size] of [
  ['phone', { width: 390, height: 844 }],
  ['desktop', { width: 1280, height: 800 }],
]) {
  test(`axe finds nothing serious on a ${name}`, () =>
    onPage(
      '/?lang=en',
      async (page) => {
        const { grid } = await someGrid(page);
        await page.goto(`${BASE}/?at=${grid.label.join(',')}`);
        await mapIdle(page);
        await page.waitForSelector('.chain');
        assert.deepEqual(await seriousFaults(page), []);
        const larger = await page.evaluate(() => {
          const { scrollWidth, scrollHeight } = document.documentElement;
          return scrollWidth > innerWidth || scrollHeight > innerHeight;
        });
        assert.equal(larger, false, 'only the panel scrolls, never the page');
      },
      { size },
    ));
}
