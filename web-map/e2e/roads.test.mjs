// The panel of roads on the dispatcher's desk in a real browser; needs a dispatcher's name and password.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  askJson,
  drawn,
  launch,
  mapIdle,
  moveMap,
  onMap,
  openPage,
  seriousFaults,
  signIn,
} from './browser.mjs';

const { GRIDBEAT_USER: name, GRIDBEAT_PASSWORD: password } = process.env;
const skip = name && password ? false : 'GRIDBEAT_USER and GRIDBEAT_PASSWORD are not set';

let browser;
let desk;
let bases;
let roads;
before(async () => {
  if (skip) return;
  browser = await launch();
  desk = await openPage(browser);
  const { page } = desk;
  await signIn(page, '/dispatch', name, password);
  await page.waitForSelector('.desk');
  const { places } = await askJson(page, '/api/v1/places?kind=base');
  bases = places.filter(({ geometry }) => geometry.type === 'Point');
  roads = await askJson(page, '/tiles/roads.json');
});
after(() => browser?.close());

/** What the server says of the way between two places, which the page rounds to six decimals. */
const asked = (page, from, to, mode) => {
  const [one, other] = [from, to].map((at) => at.map((degrees) => degrees.toFixed(6)).join(','));
  return askJson(page, `/api/v1/routes?from=${one}&to=${other}&mode=${mode}`);
};

test('the panel is reached with the keyboard, and its roads are drawn by class', {
  skip,
}, async () => {
  const { page } = desk;
  await page.focus('#tab-incidents');
  await page.keyboard.press('End');
  await page.waitForSelector('.roads');
  assert.equal(await page.getAttribute('#tab-roads', 'aria-selected'), 'true');
  assert.ok(roads.vector_layers.length > 0, 'this server keeps roads');
  await page.waitForSelector('.roads-foot');
  assert.ok((await page.textContent('.roads-foot')).includes(roads.attribution.slice(0, 4)));
  await moveMap(page, 12, bases[0].geometry.coordinates);
  const far = await drawn(page, 'road-main');
  assert.ok(far.length > 0, 'main roads are drawn');
  assert.equal((await drawn(page, 'road-walk')).length, 0, 'paths are for near by');
  await moveMap(page, 15, bases[0].geometry.coordinates);
  const near = await drawn(page, 'road-side');
  assert.ok(near.length > 0 && near.every((road) => road.modes.length > 0));
  assert.ok(near.every((road) => !['primary', 'steps'].includes(road.class)));
  // A plan, where there is one, steps back.
  assert.equal((await drawn(page, 'route-lines')).length, 0);
});

test('a way is told from a place by name to one by coordinates', { skip }, async () => {
  const { page } = desk;
  const [one, other] = [bases[0], bases.at(-1)];
  const to = other.geometry.coordinates;
  await page.focus('input[name="way-from"]');
  await page.keyboard.type(one.name);
  await page.keyboard.press('Tab');
  await page.fill('input[name="way-to"]', to.join('\uff0c'));
  await page.keyboard.press('Tab');
  await page.waitForSelector('.turns .turn');
  const way = await asked(page, one.geometry.coordinates, to, 'car');
  assert.equal(await page.locator('.turns .turn').count(), way.steps.length);
  assert.equal(await page.textContent('.turns .turn >> nth=0'), way.steps[0].text);
  const minutes = Math.ceil(way.time_s / 60);
  assert.match(await page.textContent('.road-sum'), new RegExp(`${minutes} 分钟`));
  await mapIdle(page);
  assert.ok((await drawn(page, 'way-line')).length > 0, 'the way is drawn');
  assert.deepEqual((await drawn(page, 'way-ends')).map((end) => end.name).sort(), ['A', 'B']);
});

test('another mode and the other way round are asked anew', { skip }, async () => {
  const { page } = desk;
  const [one, other] = [bases[0], bases.at(-1)].map((base) => base.geometry.coordinates);
  await page.selectOption('.road-tool select', 'foot');
  const way = await asked(page, one, other, 'foot');
  await page.waitForFunction(
    (count) => document.querySelectorAll('.turns .turn').length === count,
    way.steps.length,
  );
  await page.getByRole('button', { name: '起终点对调' }).click();
  const back = await asked(page, other, one, 'foot');
  await page.waitForFunction(
    (text) => document.querySelector('.turns .turn')?.textContent === text,
    back.steps[0].text,
  );
});

test('the way is told in English, too', { skip }, async () => {
  const { page } = desk;
  await page.getByRole('button', { name: 'English' }).click();
  await page.waitForFunction(() =>
    document.querySelector('.turns .turn')?.textContent.startsWith('Head'),
  );
  assert.match(await page.textContent('.road-sum'), /^About \d+ (h \d+ )?min/);
  await page.getByRole('button', { name: '中文' }).click();
  await page.waitForFunction(() =>
    document.querySelector('.road-sum')?.textContent.startsWith('全程'),
  );
  await mapIdle(page);
});

test('what names no place is said to the reader, and no way is shown', { skip }, async () => {
  const { page } = desk;
  await page.fill('input[name="way-to"]', '没有这样的地方');
  await page.keyboard.press('Tab');
  await page.waitForSelector('input[name="way-to"][aria-invalid="true"]');
  assert.notEqual(await page.textContent('#to-note'), '');
  assert.equal(await page.locator('.turns').count(), 0);
});

test('an end is taken from the map by keyboard and by mouse', { skip }, async () => {
  const { page } = desk;
  const picker = page.getByRole('button', { name: '在地图上点选终点' });
  await picker.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  assert.equal(await picker.getAttribute('aria-pressed'), 'false', 'picking can be left');
  await page.keyboard.press('Enter');
  assert.equal(await picker.getAttribute('aria-pressed'), 'true');
  await page.focus('.map canvas');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.turns .turn');
  const near = (a, b) => Math.abs(a - b) < 0.01;
  const given = async () => (await page.inputValue('input[name="way-to"]')).split(',').map(Number);
  const keyed = await given();
  assert.equal(keyed.length, 2);
  await moveMap(page, 14, bases[1].geometry.coordinates);
  await picker.click();
  const box = await page.locator('.map canvas').boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForFunction(
    (before) => document.querySelector('input[name="way-to"]').value !== before,
    keyed.join(','),
  );
  const clicked = await given();
  const [lon, lat] = bases[1].geometry.coordinates;
  assert.ok(near(clicked[0], lon) && near(clicked[1], lat), `${clicked} is at ${lon}, ${lat}`);
});

/** The mode of the way. */
const MODE = '.road-tool > .field > select';

/** Waits until the way shown takes as long as the server says. */
async function wayOf(page, query) {
  const way = await askJson(page, `/api/v1/routes?${query}`);
  const minutes = Math.ceil(way.time_s / 60);
  await page.waitForFunction(
    (text) => document.querySelector('.road-sum')?.textContent.includes(text),
    ` ${minutes} 分钟`,
  );
  return way;
}

test('a road is closed by keyboard, the way goes round it, and both are said and drawn', {
  skip,
}, async () => {
  const { page } = desk;
  const [one, other] = [bases[0], bases[3]];
  await page.selectOption(MODE, 'car');
  for (const [end, base] of [
    ['from', one],
    ['to', other],
  ]) {
    await page.fill(`input[name="way-${end}"]`, base.name);
    await page.keyboard.press('Tab');
  }
  const ends = [one, other].map(({ geometry }) =>
    geometry.coordinates.map((degrees) => Number(degrees.toFixed(6))).join(','),
  );
  const query = `from=${ends[0]}&to=${ends[1]}&mode=car`;
  const before = await wayOf(page, query);
  await mapIdle(page);
  await moveMap(page, 16, before.line[Math.floor(before.line.length / 2)]);
  await page.locator('.unusual summary').focus();
  await page.keyboard.press('Enter');
  const button = page.getByRole('button', { name: '在地图上封闭道路' });
  await button.focus();
  await page.keyboard.press('Enter');
  assert.equal(await button.getAttribute('aria-pressed'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await button.getAttribute('aria-pressed'), 'false', 'it can be left');
  await page.keyboard.press('Enter');
  const view = await onMap(page, '(map) => map.getCenter().toArray()');
  await page.focus('.map canvas');
  const [asked] = await Promise.all([
    page.waitForRequest((request) => request.url().includes('closed=')),
    page.keyboard.press('Enter'),
  ]);
  const closed = new URL(asked.url()).searchParams.get('closed');
  await page.waitForSelector('.unusual-told');
  const round = await wayOf(page, `${query}&closed=${closed}`);
  assert.ok(round.time_s > before.time_s, 'the way round takes longer');
  assert.match(await page.textContent('.unusual-told'), /已封闭 1 处道路/);
  await mapIdle(page);
  assert.deepEqual(
    (await drawn(page, 'closed-signs')).map((sign) => sign.number),
    ['1'],
  );
  const now = await onMap(page, '(map) => map.getCenter().toArray()');
  assert.deepEqual(now, view, 'the map stays where the reader is looking');
  assert.deepEqual(await seriousFaults(page), []);
});

test('slow traffic is asked for and said, but not for those whom it does not slow', {
  skip,
}, async () => {
  const { page } = desk;
  await page.selectOption('select[name="traffic"]', 'rush');
  await page.waitForFunction(() =>
    document.querySelector('.unusual-told')?.textContent.includes('170%'),
  );
  await page.selectOption('select[name="traffic"]', 'own');
  await page.fill('input[name="percent"]', '300');
  const [asked] = await Promise.all([
    page.waitForRequest((request) => request.url().includes('slow=300')),
    page.keyboard.press('Tab'),
  ]);
  const slow = await wayOf(page, new URL(asked.url()).searchParams);
  assert.ok(slow.time_s > 0);
  await page.selectOption('select[name="traffic"]', 'rush');
  const [walked] = await Promise.all([
    page.waitForRequest((request) => request.url().includes('mode=foot')),
    page.selectOption(MODE, 'foot'),
  ]);
  assert.ok(!walked.url().includes('slow='));
  assert.match(await page.textContent('.unusual'), /不影响步行/);
  // On no road of a boat nothing is closed: the place is left out, and that is said.
  await page.selectOption(MODE, 'boat');
  await page.waitForFunction(() => /未计入/.test(document.querySelector('.closed')?.textContent));
  // The way that comes moves the map: the next test must not.
  await Promise.all([
    page.waitForResponse((response) => response.url().includes('mode=car')),
    page.selectOption(MODE, 'car'),
  ]);
  await page.waitForSelector('.road-sum');
  await mapIdle(page);
});

test('a click closes another road, where no road is none; both tools know, and all open again', {
  skip,
}, async () => {
  const { page } = desk;
  const box = await page.locator('.map canvas').boundingBox();
  const button = page.getByRole('button', { name: '在地图上封闭道路' });
  // In the hills, far from any road.
  await moveMap(page, 17, [103.66, 35.93]);
  await button.click();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForFunction(() =>
    /没有.*道路/.test(document.querySelector('#closing-note')?.textContent),
  );
  assert.equal(await button.getAttribute('aria-pressed'), 'true', 'it still waits');
  const at = bases[3].geometry.coordinates.join(',');
  const { line } = await askJson(page, `/api/v1/routes?from=${at}&to=${at}&mode=car`);
  await moveMap(page, 16, line[0]);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForFunction(
    () => document.querySelectorAll('.closed li').length === 2,
    undefined,
    {
      timeout: 10_000,
    },
  );
  await page.click('#tab-reach');
  assert.equal(await page.locator('.closed li').count(), 2);
  await page.fill('input[name="minutes"]', '6');
  await page.click('.road-tool button[type="submit"]');
  await page.waitForSelector('.unusual-told', { timeout: 60_000 });
  const before = await page.textContent('.figures');
  await page.locator('.closed .round').first().click();
  await page.waitForFunction(() =>
    document.querySelector('.unusual-told')?.textContent.includes('已封闭 1 处'),
  );
  await page.getByRole('button', { name: '全部恢复通行' }).click();
  // Opening them asks once more, still for slow traffic.
  await Promise.all([
    page.waitForRequest(
      (request) => request.url().includes('/reach?') && !/closed=|slow=/.test(request.url()),
    ),
    page.selectOption('select[name="traffic"]', 'usual'),
  ]);
  await page.waitForFunction(() => !document.querySelector('.unusual-told'));
  await page.waitForFunction(
    (before) => document.querySelector('.figures')?.textContent !== before,
    before,
  );
  await mapIdle(page);
  assert.deepEqual(await drawn(page, 'closed-signs'), []);
  await page.click('#tab-route');
});

test('the chosen incident can be gone to', { skip }, async () => {
  const { page } = desk;
  await page.click('#tab-incidents');
  await page.click('.incident >> nth=0');
  await page.waitForSelector('.incident-card');
  await page.click('#tab-roads');
  await page.getByRole('button', { name: '以所选事件为终点' }).click();
  const kind = await page.textContent('.incident-card h2');
  assert.ok((await page.inputValue('input[name="way-to"]')).startsWith(kind));
  await page.waitForSelector('.turns .turn');
  await page.click('.incident-card .round');
});

test('what is reached and what is not is told in figures and drawn', { skip }, async () => {
  const { page } = desk;
  await page.focus('#tab-route');
  await page.keyboard.press('ArrowRight');
  await page.fill('input[name="minutes"]', '6');
  await page.selectOption('.road-pair select', 'car');
  await page.locator('.road-tool button[type="submit"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.figures', { timeout: 60_000 });
  const told = await askJson(page, '/api/v1/reach?minutes=6&mode=car');
  const rows = await page
    .locator('.figures tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('td')].map(({ textContent }) =>
          Number(textContent.replace(/[^\d.]/g, '')),
        ),
      ),
    );
  const [area, grids, households] = rows;
  assert.ok(
    Math.abs(area[0] - told.reached_km2) <= 0.5 && Math.abs(area[2] - told.area_km2) <= 0.5,
  );
  assert.deepEqual(grids, [told.grids - told.not_reached_grids, told.missed_grids, told.grids]);
  assert.deepEqual(households, [
    told.reached_households,
    told.households - told.reached_households,
    told.households,
  ]);
  assert.ok(told.reached_households > 0 && told.reached_households < told.households);
  await mapIdle(page);
  assert.ok((await drawn(page, 'reach-area')).length > 0, 'what is reached is drawn');
  const [{ code }] = told.not_reached;
  const { units } = await askJson(page, `/api/v1/units?level=3&code=${code}`);
  await moveMap(page, 13, units[0].label);
  const missed = await drawn(page, 'reach-missed');
  assert.ok(
    missed.some((grid) => grid.code === code),
    'a grid that is not reached is marked',
  );
  const known = new Set(told.not_reached.map((grid) => grid.code));
  assert.ok(missed.every((grid) => known.has(grid.code)));
});

test('one base alone reaches less, and its figures replace the others', { skip }, async () => {
  const { page } = desk;
  const before = await page.textContent('.figures');
  await page.selectOption('select[name="base"]', { index: 1 });
  await page.click('.road-tool button[type="submit"]');
  await page.waitForFunction(
    (before) => document.querySelector('.figures')?.textContent !== before,
    before,
    { timeout: 60_000 },
  );
  const at = bases[0].geometry.coordinates.join(',');
  const told = await askJson(page, `/api/v1/reach?minutes=6&mode=car&from=${at}`);
  const shown = await page.textContent('.road-sum');
  assert.ok(shown.includes(told.reached_households.toLocaleString('zh-CN')), shown);
});

test('hotspots are listed and drawn, with their hours, their check and their limits', {
  skip,
}, async () => {
  const { page } = desk;
  await page.focus('#tab-reach');
  await page.keyboard.press('ArrowRight');
  assert.match(await page.textContent('.method'), /Getis-Ord.*不说明以后/s);
  const [from, to] = await Promise.all(
    ['first', 'last'].map((day) => page.inputValue(`input[name="${day}-day"]`)),
  );
  await page.click('.road-tool button[type="submit"]');
  await page.waitForSelector('.week', { timeout: 60_000 });
  const told = await askJson(page, `/api/v1/hotspots?from=${from}&to=${to}&by=households`);
  assert.equal(await page.locator('.spot').count(), told.hotspots.length);
  assert.equal(await page.locator('.week tbody td').count(), 168);
  const cells = await page.locator('.week tbody td').allTextContents();
  assert.deepEqual(cells.map(Number), told.week);
  assert.ok(told.hotspots.length > 0, 'the demo city has hotspots');
  await mapIdle(page);
  assert.ok((await drawn(page, 'spot-areas')).length > 0, 'hotspots are drawn');
  assert.match(await page.textContent('.held'), /倍/);
  await page.locator('.spot >> nth=0').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.spot[aria-pressed="true"]');
  const own = await page.locator('.week tbody td').allTextContents();
  assert.deepEqual(own.map(Number), told.hotspots[0].week);
  await mapIdle(page);
  const [lon, lat] = [told.hotspots[0].lon, told.hotspots[0].lat];
  const inView = `(map) => map.getBounds().contains([${lon}, ${lat}])`;
  assert.ok(await onMap(page, inView), 'the chosen hotspot is in view');
});

test('axe finds nothing serious in any tool, and nothing went wrong on the way', {
  skip,
}, async () => {
  const { page, faults } = desk;
  for (const tool of ['route', 'reach', 'hotspots']) {
    await page.click(`#tab-${tool}`);
    assert.deepEqual(await seriousFaults(page), [], tool);
  }
  assert.deepEqual(faults, []);
});

test('the panel gone, the map shows nothing of it', { skip }, async () => {
  const { page } = desk;
  await page.click('#tab-places');
  await mapIdle(page);
  for (const layer of ['road-main', 'road-side', 'way-line', 'reach-area', 'spot-areas']) {
    assert.deepEqual(await drawn(page, layer), [], layer);
  }
});

test('on a phone nothing is wider than the page', { skip }, async () => {
  const { page, close } = await openPage(browser, { size: { width: 360, height: 740 } });
  await signIn(page, '/dispatch', name, password);
  await page.waitForSelector('.desk');
  await page.click('#tab-roads');
  for (const tool of ['route', 'reach', 'hotspots']) {
    await page.click(`#tab-${tool}`);
    if (tool !== 'route') {
      await page.click('.road-tool button[type="submit"]');
      await page.waitForSelector(tool === 'reach' ? '.figures' : '.week', { timeout: 60_000 });
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 360, `${tool} is ${wide} wide`);
  }
  await close();
});
