// The designer's page in a real browser: a redraw from beginning to publication, by two people.
// Needs an administrator's name and password, to make the two accounts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  askJson,
  drawn,
  launch,
  mapIdle,
  onMap,
  openPage,
  seriousFaults,
  signIn,
} from './browser.mjs';
import {
  countOf,
  dayBeforeOthers,
  designNow,
  dragBy,
  makeDesigners,
  pixelOf,
  stepMade,
} from './designer.mjs';

const { GRIDBEAT_ADMIN: admin, GRIDBEAT_ADMIN_PASSWORD: adminPassword } = process.env;
const skip = admin && adminPassword ? false : 'GRIDBEAT_ADMIN, GRIDBEAT_ADMIN_PASSWORD are not set';
const { GRIDBEAT_USER: name, GRIDBEAT_PASSWORD: password } = process.env;
const skipDoor = name && password ? false : 'GRIDBEAT_USER, GRIDBEAT_PASSWORD are not set';
const PASSWORD = 'a long enough password';
const NAME = `试 ${Date.now().toString(36)}`;

let browser;
let anna;
let bo;
/** The numbers of grids that the tests work on. */
let [id, divided] = [0, 0];

before(async () => {
  if (skip) return;
  browser = await launch();
  const names = await makeDesigners(browser, admin, adminPassword, PASSWORD, 2);
  anna = await openPage(browser, { size: { width: 1400, height: 860 } });
  bo = await openPage(browser, { size: { width: 1400, height: 860 } });
  [anna.name, bo.name] = names;
});
after(() => browser?.close());

test('a dispatcher gets no further than the door', { skip: skip || skipDoor }, async () => {
  const { page, close } = await openPage(browser);
  await signIn(page, '/design', name, password);
  await page.waitForSelector('.door .notice-warning');
  assert.equal(await page.locator('.hall').count(), 0);
  await close();
});

test('a design is begun and shows every grid, the worst first', { skip }, async () => {
  const { page } = anna;
  await signIn(page, '/design', anna.name, PASSWORD);
  await page.fill('.begin input[name="name"]', NAME);
  await page.click('.begin button[type="submit"]');
  await page.waitForSelector('.studio');
  await mapIdle(page);
  id = Number(new URL(page.url()).hash.slice(1));
  const { drawing } = await askJson(page, '/api/v1/city');
  assert.equal(await countOf(page), drawing.grids);
  const shares = await page.locator('.grid-line strong').allTextContents();
  const sizes = shares.map((text) => Number(text.replace(/[^\d]/g, '')));
  assert.deepEqual(
    sizes,
    [...sizes].sort((a, b) => b - a),
  );
  assert.ok((await drawn(page, 'design-fill')).length > 100);
});

test('another measure colours and orders it anew', { skip }, async () => {
  const { page } = anna;
  const first = await page.textContent('.grid-line >> nth=0');
  await page.selectOption('.measure-fields select >> nth=1', 'area');
  assert.notEqual(await page.textContent('.grid-line >> nth=0'), first);
  await page.selectOption('.measure-fields select >> nth=1', 'households');
  assert.equal(await page.textContent('.grid-line >> nth=0'), first);
});

test('one street can be looked at by itself', { skip }, async () => {
  const { page } = anna;
  const { units, grids } = await designNow(page, id);
  const street = units.find((unit) => unit.level === 1);
  const inside = new Set(
    units.filter(({ parent }) => parent === street.unit).map(({ unit }) => unit),
  );
  await page.selectOption('.scope select', String(street.unit));
  const own = grids.filter(({ unit }) => inside.has(unit));
  assert.ok(own.length > 1 && own.length < grids.length);
  assert.equal(await countOf(page), own.length);
  await page.selectOption('.scope select', '');
  assert.equal(await countOf(page), grids.length);
});

test('a grid is divided by a line, with the figures of both parts beforehand', {
  skip,
}, async () => {
  const { page } = anna;
  const { grids } = await designNow(page, id);
  // One in a town: compact, with two neighbours of its own community.
  const fits = (grid) =>
    grid.compactness > 0.6 &&
    grid.neighbours.filter((other) => grids[other].unit === grid.unit).length >= 2;
  const grid = grids.find(fits);
  divided = grid.grid;
  await page.fill('.search input', grid.code);
  await page.click('.grid-line >> nth=0');
  await page.waitForSelector('.grid-card');
  await mapIdle(page);
  await page.keyboard.press('s');
  const points = grid.coordinates.flat(2);
  const [west, east] = [Math.min, Math.max].map((end) => end(...points.map(([lon]) => lon)));
  for (const lon of [west - 2e-4, east + 2e-4]) {
    const { x, y } = await pixelOf(page, [lon, grid.label[1]]);
    await page.mouse.click(x, y);
  }
  await page.waitForSelector('.would-be li >> nth=1');
  const before = await countOf(page);
  await stepMade(page, id, () => page.click('.hint-buttons .filled'));
  assert.equal(await countOf(page), before + 1);
  const now = await designNow(page, id);
  const parts = now.grids.filter((one) => one.grid === divided || one.grid >= grids.length);
  assert.equal(parts.length, 2);
  assert.equal(parts[0].households + parts[1].households, grid.households);
});

test('a vertex is dragged, and every grid that meets there follows', { skip }, async () => {
  const { page } = anna;
  await page.waitForSelector('.handle:not(.pinned)');
  const key = await page.getAttribute('.handle.node:not(.pinned) >> nth=0', 'data-key');
  const meeting = (whole) =>
    whole.grids.filter(({ coordinates }) => JSON.stringify(coordinates).includes(placeText(key)));
  const before = meeting(await designNow(page, id));
  assert.ok(before.length >= 2);
  let live = 0;
  await stepMade(page, id, () =>
    dragBy(page, `.handle[data-key="${key}"]`, 9, 7, async () => {
      live = await page.locator('.live-area').count();
    }),
  );
  assert.equal(live, before.length, 'all grids of the vertex follow the pointer');
  const after = await designNow(page, id);
  assert.equal(meeting(after).length, 0, 'nobody stayed behind');
  await page.waitForSelector('.handle.current');
  const moved = await page.getAttribute('.handle.current', 'data-key');
  const there = after.grids.filter(({ coordinates }) =>
    JSON.stringify(coordinates).includes(placeText(moved)),
  );
  assert.deepEqual(
    there.map(({ grid }) => grid),
    before.map(({ grid }) => grid),
  );
});

/** A vertex's key as it stands in the coordinates. */
const placeText = (key) =>
  `[${key
    .split(',')
    .map((steps) => Number(steps) / 1e7)
    .join(',')}]`;

test('a vertex is moved, put in and taken out by keys alone', { skip }, async () => {
  const { page } = anna;
  const keyNow = () => page.getAttribute('.handle.current', 'data-key');
  const corners = async () => {
    const { grids } = await designNow(page, id);
    return grids.find(({ grid }) => grid === divided).coordinates.flat(2).length;
  };
  const before = await corners();
  await page.locator('.handle[tabindex="0"]').focus();
  const start = await keyNow();
  for (let k = 0; k < 4; k += 1) await page.keyboard.press('ArrowLeft');
  await stepMade(page, id, () => page.keyboard.press('Enter'));
  await page.waitForFunction(
    (start) => document.querySelector('.handle.current')?.dataset.key !== start,
    start,
  );
  const { grids } = await designNow(page, id);
  assert.ok(!JSON.stringify(grids).includes(placeText(start)), 'it has left where it was');
  assert.ok(JSON.stringify(grids).includes(placeText(await keyNow())), 'and is where it is shown');
  assert.equal(await corners(), before);
  await page.locator('.handle.current').focus();
  await stepMade(page, id, () => page.keyboard.press('i'));
  assert.equal(await corners(), before + 1);
  await page.waitForSelector('.handle.current');
  await page.locator('.handle.current').focus();
  await stepMade(page, id, () => page.keyboard.press('Delete'));
  assert.equal(await corners(), before);
});

test('undo and redo go back and forth, by keys and by buttons', { skip }, async () => {
  const { page } = anna;
  const begun = await designNow(page, id);
  assert.equal(begun.undo, 5);
  for (let k = 0; k < 5; k += 1) {
    await stepMade(page, id, () => page.keyboard.press('Control+z'));
  }
  const base = await designNow(page, id);
  assert.deepEqual([base.undo, base.redo, base.grids.length], [0, 5, begun.grids.length - 1]);
  assert.equal(await countOf(page), base.grids.length);
  await stepMade(page, id, () => page.click('.tool-short >> nth=1'));
  for (let k = 0; k < 4; k += 1) {
    await stepMade(page, id, () => page.keyboard.press('Control+Shift+z'));
  }
  assert.deepEqual((await designNow(page, id)).grids, begun.grids);
  assert.equal(await countOf(page), begun.grids.length);
});

test('what breaks a rule is refused with the rule, at the place', { skip }, async () => {
  const { page } = anna;
  const { seq } = await designNow(page, id);
  await page.waitForSelector('.handle.pinned');
  await dragBy(page, '.handle.pinned >> nth=0', 14, 9, () =>
    page.waitForSelector('.over-words:not([hidden])'),
  );
  await page.waitForSelector('.messages .notice-error');
  assert.match(await page.textContent('.over-words'), /上级单元/);
  await page.click('.language');
  await page.waitForFunction(() =>
    document.querySelector('.over-words')?.textContent.includes('larger unit'),
  );
  assert.match(await page.textContent('.messages .notice-error'), /larger unit/);
  await page.click('.language');
  await mapIdle(page);
  // A new language takes a new map, which has all of it again.
  const features = await onMap(
    page,
    async (map) => (await map.getSource('design')?.getData())?.features.length,
  );
  const now = await designNow(page, id);
  assert.equal(features, now.grids.length);
  assert.equal(now.seq, seq);
});

test('a border gets another course, and land is given to a neighbour', { skip }, async () => {
  const { page } = anna;
  await page.click('.borders summary');
  await page.click('.borders li:has(.quiet) .quiet >> nth=0');
  await page.waitForSelector('.old-edge');
  // A bow to the side of the border's middle.
  const bow = await page.evaluate(() => {
    const path = document.querySelector('.old-edge');
    const [a, b] = [path.getPointAtLength(0), path.getPointAtLength(path.getTotalLength())];
    const box = path.ownerSVGElement.getBoundingClientRect();
    const away = 0.06;
    return {
      x: box.left + (a.x + b.x) / 2 + (b.y - a.y) * away,
      y: box.top + (a.y + b.y) / 2 - (b.x - a.x) * away,
    };
  });
  await page.mouse.click(bow.x, bow.y);
  await stepMade(page, id, () => page.click('.hint-buttons .filled'));

  const { grids } = await designNow(page, id);
  const grid = grids.find((one) => one.grid === divided);
  const other = grids.find(
    (one) => one.unit === grid.unit && grid.neighbours.includes(one.grid) && one.grid < 325,
  );
  await page.keyboard.press('a');
  await page.selectOption('.taker select', String(other.grid));
  const shared = sharedVertices(grid, other);
  const middle = await pixelOf(page, shared[Math.floor(shared.length / 2)]);
  for (const [dx, dy] of [
    [-12, -12],
    [12, -12],
    [12, 12],
    [-12, 12],
  ]) {
    await page.mouse.click(middle.x + dx, middle.y + dy);
  }
  await stepMade(page, id, () => page.click('.hint-buttons .filled'));
  const now = await designNow(page, id);
  const area = (whole, number) => whole.grids.find((one) => one.grid === number).area_m2;
  assert.ok(area(now, other.grid) > other.area_m2, 'the neighbour has more land');
  assert.ok(area(now, divided) < grid.area_m2, 'and this one less');
});

/** The vertices that two grids share, in the order of the first. */
function sharedVertices(one, other) {
  const theirs = new Set(other.coordinates.flat(2).map(String));
  return one.coordinates.flat(2).filter((at) => theirs.has(String(at)));
}

test('two neighbours are merged, and a grid is locked', { skip }, async () => {
  const { page } = anna;
  const before = await designNow(page, id);
  await stepMade(page, id, () => page.click('.merge-list button >> nth=0'));
  const after = await designNow(page, id);
  assert.equal(after.grids.length, before.grids.length - 1);
  assert.equal(await countOf(page), after.grids.length);
  await stepMade(page, id, () => page.keyboard.press('Control+z'));
  await page.fill('.search input', before.grids.find((one) => one.grid === divided).code);
  await page.click('.grid-line >> nth=0');
  await stepMade(page, id, () => page.click('.commands .plain >> nth=2'));
  await page.waitForSelector('.locked-chip');
  await stepMade(page, id, () => page.click('.commands .plain >> nth=2'));
});

test('the other sees it at once, and a conflict is shown side by side', { skip }, async () => {
  const { page } = bo;
  await signIn(page, '/design', bo.name, PASSWORD);
  await page.click(`.design-name >> text="${NAME}"`);
  await page.waitForSelector('.studio');
  const { grids } = await designNow(page, id);
  const grid = grids.find((one) => one.grid > divided + 20);
  const elsewhere = grids.find((one) => one.grid > divided + 80);
  await rename(anna.page, grid.code, '先改的名字');
  await page.fill('.search input', grid.code);
  await page.waitForFunction(() =>
    document.querySelector('.grid-line')?.textContent.includes('先改的名字'),
  );
  assert.match(await page.textContent('.news'), new RegExp(anna.name));

  // Without news, bo works on what is not there any more.
  await page.route('**/api/v1/events', (route) => route.abort());
  await page.reload();
  await page.waitForSelector('.studio');
  await rename(anna.page, grid.code, '再改的名字');
  await rename(page, grid.code, '我的名字', false);
  await page.waitForSelector('.conflict');
  const said = await page.textContent('.conflict');
  assert.ok(said.includes(anna.name) && said.includes('改名'), said);
  assert.match(await page.textContent('.grid-card h2'), /再改的名字/);
  await stepMade(page, id, () => page.click('.conflict button >> nth=1'));
  await page.waitForFunction(() =>
    document.querySelector('.grid-card h2')?.textContent.includes('我的名字'),
  );

  // A step elsewhere is no conflict, and brings along what the other did meanwhile.
  await rename(anna.page, elsewhere.code, '别处的名字');
  await rename(page, grid.code, '我的新名字');
  await page.fill('.search input', elsewhere.code);
  await page.waitForFunction(() =>
    document.querySelector('.grid-line')?.textContent.includes('别处的名字'),
  );
  assert.equal(await page.locator('.conflict').count(), 0);
  await page.unroute('**/api/v1/events');
});

/** Gives a grid another name, on somebody's page. */
async function rename(page, code, name, made = true) {
  await page.fill('.search input', code);
  if ((await page.locator('.grid-line[aria-pressed="true"]').count()) === 0) {
    await page.click('.grid-line >> nth=0');
  }
  await page.waitForSelector('.rename');
  if (!(await page.locator('.rename[open]').count())) await page.click('.rename summary');
  await page.fill('.rename input[name="name"]', name);
  const save = () => page.click('.rename button[type="submit"]');
  if (made) await stepMade(page, id, save);
  else await save();
}

test('findings lead to their places; the comparison shows the borders of before', {
  skip,
}, async () => {
  const { page } = anna;
  await page.click('#tab-findings');
  await page.waitForSelector('.finding-kind');
  const kind = page.locator('.finding-kind', { hasText: '没有名称' });
  await kind.locator('.finding >> nth=0').click();
  await page.waitForSelector('.grid-card');
  await page.click('#tab-compare');
  await page.waitForSelector('.difference-table tbody tr');
  const differences = await askJson(page, `/api/v1/designs/${id}/differences`);
  assert.equal(await page.locator('.difference-table tbody tr').count(), differences.grids.length);
  await page.click('.compare .check input');
  await mapIdle(page);
  assert.ok((await drawn(page, 'before-lines')).length > 0, 'the old borders are drawn');
  await page.click('#tab-steps');
  await page.waitForSelector('.step');
  assert.equal(await page.locator('.step').count(), (await designNow(page, id)).seq);
});

test('the borders can be taken along, and a sheet printed', { skip }, async () => {
  const { page } = anna;
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.click('.files button >> nth=0'),
  ]);
  assert.match(file.suggestedFilename(), /\.gpx$/);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.paper-map').isVisible());
  assert.equal(await page.locator('.studio').isVisible(), false);
  await page.emulateMedia({ media: 'screen' });
});

test('axe finds nothing serious in any panel', { skip }, async () => {
  const { page } = anna;
  for (const tab of ['grids', 'findings', 'compare', 'steps', 'submitTab']) {
    await page.click(`#tab-${tab}`);
    assert.deepEqual(await seriousFaults(page), [], tab);
  }
});

test('it is submitted by one and published by the other, for a day to come', {
  skip,
}, async () => {
  const { page } = anna;
  await page.waitForSelector('.submit .notice-warning');
  assert.ok(await page.locator('.submit button[type="submit"]').isDisabled());
  for (const grid of (await designNow(page, id)).grids.filter((one) => one.name === one.code)) {
    await page.click('#tab-grids');
    await rename(page, grid.code, `新 ${grid.code.slice(-3)}`);
  }
  await page.click('#tab-submitTab');
  await page.fill('.submit input[name="day"]', await dayBeforeOthers(page));
  await page.click('.submit button[type="submit"]:not(:disabled)');
  await page.waitForSelector('.submit .hash');
  // Who submitted it cannot publish it.
  assert.equal(await page.locator('.submit .primary').count(), 0);
  assert.ok(await page.locator('.tool >> nth=1').isDisabled(), 'it is frozen');

  const other = bo.page;
  await other.reload();
  await other.waitForSelector('.studio');
  await other.click('#tab-submitTab');
  await other.waitForSelector('.submit .hash');
  assert.deepEqual(await seriousFaults(other), []);
  await other.check('.submit .check input');
  await other.click('.submit .primary');
  await other.waitForSelector('.chip.state-published');
  await page.waitForSelector('.chip.state-published');
  const { design } = await designNow(page, id);
  assert.equal(design.state, 'published');
  const { drawings } = await askJson(page, '/api/v1/drawings');
  assert.ok(drawings.some((drawing) => drawing.id === design.drawing));
});

test('nothing went wrong on the way', { skip }, async () => {
  assert.deepEqual(anna.faults, []);
  // What was kept from bo on purpose is no fault.
  assert.deepEqual(
    bo.faults.filter((fault) => !fault.includes('ERR_FAILED')),
    [],
  );
});

test('on a phone the map, the tools and the lists are all there', { skip }, async () => {
  const { page, faults, close } = await openPage(browser, {
    size: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await signIn(page, '/design', anna.name, PASSWORD);
  await page.click(`.design-name >> text="${NAME}"`);
  await page.waitForSelector('.studio');
  await mapIdle(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `nothing sticks out: ${wide}`);
  await page.locator('.grid-line >> nth=0').tap();
  await page.waitForSelector('.grid-card');
  assert.deepEqual(await seriousFaults(page), []);
  assert.deepEqual(faults, []);
  await close();
});
