// What helps a designer beside the drawing itself: keys, touch, repairs, the comparison at a line, the change
// sheet. One design of their own. Needs an administrator's name and password, to make the account.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askJson, launch, mapIdle, onMap, openPage, seriousFaults, signIn } from './browser.mjs';
import {
  dayBeforeOthers,
  designNow,
  dragBy,
  makeDesigners,
  makeStep,
  stepMade,
  touchBy,
} from './designer.mjs';

const { GRIDBEAT_ADMIN: admin, GRIDBEAT_ADMIN_PASSWORD: adminPassword } = process.env;
const skip = admin && adminPassword ? false : 'GRIDBEAT_ADMIN, GRIDBEAT_ADMIN_PASSWORD are not set';
const PASSWORD = 'a long enough password';
const NAME = `助 ${Date.now().toString(36)}`;

let browser;
let anna;
/** The design, and a grid in it that was divided. */
let [id, divided] = [0, 0];

before(async () => {
  if (skip) return;
  browser = await launch();
  const [name] = await makeDesigners(browser, admin, adminPassword, PASSWORD, 1);
  anna = await openPage(browser, { size: { width: 1400, height: 860 } });
  anna.name = name;
  const { page } = anna;
  await signIn(page, '/design', name, PASSWORD);
  await page.fill('.begin input[name="name"]', NAME);
  await page.click('.begin button[type="submit"]');
  await page.waitForSelector('.studio');
  id = Number(new URL(page.url()).hash.slice(1));
  // One in a town, cut from west to east.
  const { grids } = await designNow(page, id);
  const grid = grids.find(
    (one) =>
      one.compactness > 0.6 &&
      one.households > 100 &&
      one.neighbours.filter((other) => grids[other].unit === one.unit).length >= 2,
  );
  divided = grid.grid;
  const lons = grid.coordinates.flat(2).map(([lon]) => lon);
  const lat = grid.label[1];
  const line = [
    [Math.min(...lons) - 2e-4, lat],
    [Math.max(...lons) + 2e-4, lat],
  ];
  await makeStep(page, id, { step: 'split', grid: divided, line });
  await choose(page, grid.code);
  await page.waitForSelector('.handle');
  await mapIdle(page);
});
after(() => browser?.close());

/** Chooses a grid in the list and brings it into view. */
async function choose(page, code) {
  await page.click('#tab-grids');
  await page.fill('.search input', code);
  const line = page.locator('.grid-line >> nth=0');
  if ((await line.getAttribute('aria-pressed')) === 'true') await line.click();
  await line.click();
}

test('single letters take up tools, until somebody turns that off', { skip }, async () => {
  const { page } = anna;
  const taken = () => page.textContent('.tool[aria-pressed="true"]');
  const before = await taken();
  await page.click('.keys-help summary');
  await page.uncheck('.keys-help input');
  await page.locator('.keys-help summary').focus();
  await page.keyboard.press('r');
  assert.equal(await taken(), before);
  await page.check('.keys-help input');
  await page.locator('.keys-help summary').focus();
  await page.keyboard.press('r');
  assert.notEqual(await taken(), before);
  await page.keyboard.press('v');
  assert.equal(await taken(), before);
  await page.click('.keys-help summary');
});

test('what is dragged goes along with a map that moves, and Escape leaves all as it was', {
  skip,
}, async () => {
  const { page } = anna;
  const { seq } = await designNow(page, id);
  const outline = () => page.getAttribute('.live-area >> nth=0', 'd');
  await dragBy(page, '.handle.node:not(.pinned) >> nth=0', 9, 7, async () => {
    const shown = await outline();
    await onMap(page, async (map) => Boolean(map.panBy([20, 10], { animate: false })));
    assert.notEqual(await outline(), shown);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.live-area').count(), 0);
  });
  assert.ok((await page.locator('.handle').count()) > 0, 'the handles are there again');
  assert.equal((await designNow(page, id)).seq, seq);
});

test('on a phone a vertex is dragged by a finger, and the page stays where it is', {
  skip,
}, async () => {
  const { page, faults, close } = await openPage(browser, {
    size: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await signIn(page, '/design', anna.name, PASSWORD);
  await page.locator(`.design-name >> text="${NAME}"`).tap();
  await page.waitForSelector('.studio');
  await mapIdle(page);
  const { grids } = await designNow(page, id);
  await page.fill('.search input', grids.find(({ grid }) => grid === divided).code);
  await page.locator('.grid-line >> nth=0').tap();
  await page.waitForSelector('.handle');
  await mapIdle(page);
  await page.evaluate(() => globalThis.scrollTo(0, 0));
  const room = await page.evaluate(() => {
    const { scrollHeight, clientHeight } = document.documentElement;
    return scrollHeight - clientHeight;
  });
  assert.ok(room > 50, 'there is something to scroll');
  const handle = '.handle.node:not(.pinned) >> nth=0';
  // Up far enough to scroll, and back nearly to the beginning, where no border is crossed.
  await stepMade(page, id, () => touchBy(page, handle, [0, -40], [4, 34]));
  assert.equal(await page.evaluate(() => globalThis.scrollY), 0);
  assert.deepEqual(faults, []);
  await close();
});

test('findings are mended in one press, and that is taken back', { skip }, async () => {
  const { page } = anna;
  await page.click('#tab-findings');
  await page.waitForSelector('.finding-kind');
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('.finding-kind:not([open]) summary')) one.click();
  });
  const before = await designNow(page, id);
  const button = (words) => page.locator('.repair button', { hasText: words }).first();
  const said = await button('并入').textContent();
  const merged = await stepMade(page, id, () => button('并入').click());
  const [, name, households] = /并入 (.*)，共 ([\d,]+) 户/.exec(said);
  const into = merged.grids.find((grid) => grid.name === name);
  assert.equal(into.households, Number(households.replace(',', '')));
  assert.equal(merged.gone.length, 1);
  await page.waitForFunction(
    (name) => document.querySelector('.grid-card h2')?.textContent === name,
    name,
  );
  await stepMade(page, id, () => page.keyboard.press('Control+z'));

  // The two halves are as large as the line allows.
  const halved = await stepMade(page, id, () => button('对半').click());
  assert.equal(halved.made.length, 1);
  const whole = before.grids.find(({ grid, households }) =>
    halved.grids.some((one) => one.grid === grid && one.households < households),
  );
  const half = halved.grids.find(({ grid }) => grid === whole.grid).households;
  assert.ok(Math.abs(half - whole.households / 2) < whole.households * 0.1, `${half}`);
  await stepMade(page, id, () => page.keyboard.press('Control+z'));
  assert.deepEqual((await designNow(page, id)).grids, before.grids);
});

test('before and now are compared at a line that is moved by keys', { skip }, async () => {
  const { page } = anna;
  await page.click('#tab-compare');
  await page.check('.compare .check:has-text("左右对比") input');
  await page.waitForSelector('.before-map[data-stage="ready"]', { timeout: 60_000 });
  const inBefore = (ask) => page.evaluate(`(${ask})(document.querySelector('.before-map').map)`);
  const before = await askJson(page, `/api/v1/designs/${id}/before.geojson`);
  const shown = await inBefore(async (map) => (await map.getSource('design').getData()).features);
  assert.equal(shown.length, before.features.length);
  // Where the design has two grids, before has one.
  const { grids } = await designNow(page, id);
  await choose(page, grids.find(({ grid }) => grid === divided).code);
  await mapIdle(page);
  const look = (map) => [map.getZoom(), ...map.getCenter().toArray()].map((n) => n.toFixed(6));
  assert.deepEqual(await inBefore(look), await onMap(page, look));

  const clip = () =>
    page.evaluate(() => {
      const [before, handles] = ['.before-map', '.over-map'].map(
        (one) => getComputedStyle(document.querySelector(one)).clipPath,
      );
      return { before, handles };
    });
  await page.focus('.swipe-range');
  await page.keyboard.press('End');
  const right = await clip();
  await page.keyboard.press('Home');
  const left = await clip();
  assert.notDeepEqual(left, right);
  assert.match(await page.getAttribute('.swipe-range', 'aria-valuetext'), /0%/);
  for (let k = 0; k < 40; k += 1) await page.keyboard.press('ArrowRight');
  assert.match(await page.getAttribute('.swipe-range', 'aria-valuetext'), /40%/);
  // What is pressed to the left of the line is not the design's.
  const map = await page.locator('.map').boundingBox();
  const pressed = await page.textContent('.grid-card h2');
  await page.mouse.click(map.x + 20, map.y + map.height / 2);
  assert.equal(await page.textContent('.grid-card h2'), pressed);
  assert.deepEqual(await seriousFaults(page), []);
  // Steps are made beside it, and it stays.
  await page.evaluate(() => {
    document.querySelector('.before-map').dataset.mark = 'same';
  });
  await stepMade(page, id, () => page.keyboard.press('Control+z'));
  await stepMade(page, id, () => page.keyboard.press('Control+Shift+z'));
  assert.equal(await page.locator('.before-map[data-mark="same"]').count(), 1);
  await page.click('.swipe-end');
  await page.waitForFunction(() => !document.querySelector('.before-map'));
});

test('what was submitted is printed with its hash, and opened again', { skip }, async () => {
  const { page } = anna;
  const { grids } = await designNow(page, id);
  for (const { grid, code, name } of grids) {
    if (name === code) await makeStep(page, id, { step: 'name', grid, code, name: `新 ${code}` });
  }
  await page.click('#tab-submitTab');
  await page.fill('.submit input[name="day"]', await dayBeforeOthers(page));
  await page.click('.submit button[type="submit"]:not(:disabled)');
  await page.waitForSelector('.submit .hash');
  await printsChanges(page);
  assert.deepEqual(await seriousFaults(page), []);
  await page.click('.submit .plain');
  await page.waitForSelector('.chip.state-open');
  assert.deepEqual(anna.faults, []);
});

/** What goes to paper has the hash of what was submitted, and a line for every grid that changed. */
async function printsChanges(page) {
  await page.evaluate(() => {
    globalThis.print = () => document.body.classList.add('was-printed');
  });
  await page.click('.submit button:has-text("变更单")');
  await page.waitForSelector('body.was-printed');
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.change-sheet').isVisible());
  assert.equal(await page.locator('.studio').isVisible(), false);
  const { design } = await designNow(page, id);
  const hash = await page.textContent('.change-sheet .paper-hash code');
  assert.match(design.hash, /^[0-9a-f]{64}$/);
  assert.equal(hash.replaceAll(' ', ''), design.hash);
  const { grids } = await askJson(page, `/api/v1/designs/${id}/differences`);
  assert.equal(await page.locator('.change-sheet tbody tr').count(), grids.length);
  assert.match(await page.getAttribute('.change-sheet .paper-gone >> nth=0', 'd'), /^M/);
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => globalThis.dispatchEvent(new Event('afterprint')));
  await page.waitForFunction(() => !document.querySelector('.change-sheet'));
}
