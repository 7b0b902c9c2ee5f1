// A browser for the tests: software WebGL2, and an eye on everything a page must not do.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

/** The server under test; the tests start none. */
export const BASE = process.env.GRIDBEAT_URL?.replace(/\/$/, '');
if (!BASE) throw new Error('GRIDBEAT_URL must name a running server, like http://127.0.0.1:8080');

/** How long a map may take on a loaded machine without a graphics card. */
const MAP_MS = 60_000;
/** How long a map is waited for before it is looked for anew. */
const PATIENCE_MS = 3000;

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
  });

/**
 * Where an error status is an answer: nobody is signed in, no grid covers the place, a step breaks a rule,
 * a closed place is on no road of the mode.
 */
const ANSWERS = /\/api\/v1\/(session$|grids\/at\?|routes\?|reach\?|designs\/\d+\/(steps|trial)$)/;
/** The error statuses that are answers there. */
const ANSWERED = /status of 4(00|01|04|09|22)\b/;

/** A page that notes its faults: errors on the console, uncaught errors, requests to other hosts. */
export async function openPage(browser, { size = { width: 1280, height: 800 }, ...rest } = {}) {
  const context = await browser.newContext({
    viewport: size,
    locale: 'zh-CN',
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
    ...rest,
  });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    const answer = ANSWERS.test(message.location().url) && ANSWERED.test(message.text());
    if (message.type() === 'error' && !answer) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    const own = url.startsWith(`${BASE}/`) || url.startsWith('blob:') || url.startsWith('data:');
    if (!own) faults.push(`foreign request: ${url}`);
  });
  return { page, faults, close: () => context.close() };
}

/** Waits until the map has drawn all it has. */
export async function mapIdle(page) {
  await page.waitForSelector('.map-frame[data-stage="ready"]', { timeout: MAP_MS });
  await onMap(page, async (map) => {
    if (!map.loaded() || !map.areTilesLoaded() || map.isMoving()) return undefined;
    // One more frame, so that what has been placed is also drawn.
    return new Promise((settle) => {
      map.once('idle', () => settle(true));
      map.triggerRepaint();
    });
  });
}

/**
 * Asks the map in the page until it answers. A map that is taken away meanwhile, as when the language
 * changes, never does: then the one that came in its place is asked.
 */
export async function onMap(page, ask) {
  // As text: the page's own rules forbid it to evaluate any.
  const asking = `(() => {
    const map = document.querySelector('.map')?.map;
    const waited = new Promise((settle) => setTimeout(() => settle(undefined), ${PATIENCE_MS}));
    return map && Promise.race([(${ask})(map), waited]);
  })()`;
  const until = Date.now() + MAP_MS;
  while (Date.now() < until) {
    const answer = await page.evaluate(asking);
    if (answer !== undefined) return answer;
    await page.waitForTimeout(100);
  }
  throw new Error('the map does not come to rest');
}

/** Moves the map and waits for it. */
export async function moveMap(page, zoom, center) {
  await page.evaluate(
    ([zoom, center]) => document.querySelector('.map').map.jumpTo({ zoom, center }),
    [zoom, center],
  );
  await mapIdle(page);
}

/** The properties of what a layer has drawn. */
export const drawn = (page, layer) =>
  page.evaluate((layer) => {
    const { map } = document.querySelector('.map');
    return map.queryRenderedFeatures({ layers: [layer] }).map(({ properties }) => properties);
  }, layer);

/** Asks the server as the page would, with its cookie. */
export const askJson = (page, path) =>
  page.evaluate(async (path) => (await fetch(path)).json(), path);

/** What axe finds that is serious or worse, by WCAG 2.2 A and AA. */
export async function seriousFaults(page) {
  const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(await readFile(source, 'utf8'));
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** Fills the door of a work page. */
export async function signIn(page, path, name, password) {
  await page.goto(`${BASE}${path}`);
  await page.fill('input[name="name"]', name);
  await page.fill('input[name="password"]', password);
  await page.click('.door-form button[type="submit"]');
}
