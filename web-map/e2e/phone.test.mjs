// The dispatcher's desk on a phone, by touch; needs a dispatcher's name and password.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askJson, launch, mapIdle, moveMap, openPage, seriousFaults, signIn } from './browser.mjs';

const { GRIDBEAT_USER: name, GRIDBEAT_PASSWORD: password } = process.env;
const skip = name && password ? false : 'GRIDBEAT_USER and GRIDBEAT_PASSWORD are not set';

let browser;
let desk;
before(async () => {
  if (skip) return;
  browser = await launch();
  const size = { width: 390, height: 844 };
  desk = await openPage(browser, { size, hasTouch: true, isMobile: true });
  const { page } = desk;
  await signIn(page, '/dispatch', name, password);
  await page.waitForSelector('.desk');
  await mapIdle(page);
});
after(() => browser?.close());

/** Whether an element is on the screen as a whole. */
const inSight = (page, selector) =>
  page.evaluate((selector) => {
    const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }, selector);

test('the map comes into sight when a tap is waited for, says so, and can be left', {
  skip,
}, async () => {
  const { page } = desk;
  await page.tap('#tab-roads');
  await page.tap('.unusual summary');
  const button = page.getByRole('button', { name: '在地图上封闭道路' });
  await button.tap();
  await page.waitForSelector('.pick-hint');
  assert.match(await page.textContent('.pick-hint'), /要封闭的道路/);
  assert.ok(await inSight(page, '.pick-hint'));
  assert.deepEqual(await seriousFaults(page), []);
  await page.tap('.pick-hint button');
  await page.waitForSelector('.pick-hint', { state: 'detached' });
  assert.equal(await button.getAttribute('aria-pressed'), 'false');
});

test('a tap closes a road, and it is opened again from its line', { skip }, async () => {
  const { page } = desk;
  const { places } = await askJson(page, '/api/v1/places?kind=base');
  const [base] = places.filter(({ geometry }) => geometry.type === 'Point');
  await moveMap(page, 16, base.geometry.coordinates);
  await page.getByRole('button', { name: '在地图上封闭道路' }).tap();
  await page.waitForSelector('.pick-hint');
  const { x, y, width, height } = await page.locator('.map canvas').boundingBox();
  await page.touchscreen.tap(x + width / 2, y + height / 2);
  await page.waitForSelector('.closed li');
  assert.equal(await page.locator('.pick-hint').count(), 0);
  assert.match(await page.textContent('.unusual summary'), /封闭 1 处/);
  await page.tap('.closed .round');
  await page.waitForSelector('.closed', { state: 'detached' });
});

test('a new incident waits for its place, too', { skip }, async () => {
  const { page, faults } = desk;
  await page.tap('#tab-incidents');
  await page.tap('.day-row .primary');
  await page.waitForSelector('.pick-hint');
  assert.equal(await page.locator('.pick-hint button').count(), 0, 'what is written is not lost');
  const { x, y, width, height } = await page.locator('.map canvas').boundingBox();
  await page.touchscreen.tap(x + width / 2, y + height / 2);
  await page.waitForSelector('.pick-hint', { state: 'detached' });
  assert.deepEqual(faults, []);
});
