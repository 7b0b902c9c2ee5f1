// A redraw that comes into force while a map is open: only the tiles that changed are asked for again.
// Needs an administrator's name and password, and leaves another drawing in force.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askJson, launch, mapIdle, moveMap, openPage, signIn } from './browser.mjs';
import { designNow, makeDesigners } from './designer.mjs';

const { GRIDBEAT_ADMIN: admin, GRIDBEAT_ADMIN_PASSWORD: adminPassword } = process.env;
const skip = admin && adminPassword ? false : 'GRIDBEAT_ADMIN, GRIDBEAT_ADMIN_PASSWORD are not set';
const PASSWORD = 'a long enough password';

let browser;
before(async () => {
  if (!skip) browser = await launch();
});
after(() => browser?.close());

/** Sends something as whoever is signed in on a page. */
const send = (page, path, body) =>
  page.evaluate(
    async ([path, body]) => {
      const headers = { 'content-type': 'application/json', 'x-gridbeat': '1' };
      const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    [path, body],
  );

/** The codes of the grids that are drawn. */
const codesOn = (page) =>
  page.evaluate(() => {
    const { map } = document.querySelector('.map');
    const found = map.queryRenderedFeatures({ layers: ['grids-3'] });
    return [...new Set(found.map((feature) => feature.properties.code))].sort();
  });

test('an open map takes over a redraw tile by tile', { skip }, async () => {
  const names = await makeDesigners(browser, admin, adminPassword, PASSWORD, 2);
  const [maker, approver] = [await openPage(browser), await openPage(browser)];
  await signIn(maker.page, '/design', names[0], PASSWORD);
  await signIn(approver.page, '/design', names[1], PASSWORD);
  const { id } = await send(maker.page, '/api/v1/designs', { name: `刷新 ${names[0]}` });
  const { grids } = await designNow(maker.page, id);
  const grid = grids.find((one) => one.compactness > 0.6);
  const points = grid.coordinates.flat(2);
  const [west, east] = [Math.min, Math.max].map((end) => end(...points.map(([lon]) => lon)));
  const line = [west - 1e-3, east + 1e-3].map((lon) => [lon, grid.label[1]]);
  const made = await send(maker.page, `/api/v1/designs/${id}/steps`, {
    seen: 0,
    make: { step: 'split', grid: grid.grid, line },
  });

  // Somebody looks at the place, and has seen the whole city on the way.
  const { page, faults, close } = await openPage(browser);
  await page.goto(`${new URL(maker.page.url()).origin}/`);
  await mapIdle(page);
  await moveMap(page, 15, grid.label);
  const before = await codesOn(page);
  assert.ok(before.includes(grid.code));
  const asked = [];
  page.on('request', (request) => {
    const found = /\/tiles\/grids@([^/]+)\/(\d+\/\d+\/\d+)/.exec(request.url());
    if (found) asked.push(found.slice(1));
  });

  await page.evaluate(() => {
    globalThis.named = [];
    new EventSource('/api/v1/events').addEventListener('tiles-changed', ({ data }) => {
      globalThis.named.push(...JSON.parse(data).tiles.map((tile) => tile.join('/')));
    });
  });
  const { drawing } = await askJson(page, '/api/v1/city');
  const from = new Date(Date.now() + 8000).toISOString();
  const submitted = { seen: made.seq, valid_from: from };
  const { hash } = await send(maker.page, `/api/v1/designs/${id}/submission`, submitted);
  await send(approver.page, `/api/v1/designs/${id}/publication`, { hash });
  await page.waitForFunction(
    async (version) => (await (await fetch('/api/v1/city')).json()).drawing.version !== version,
    drawing.version,
    { timeout: 30_000, polling: 500 },
  );
  await page.waitForFunction(
    (known) => {
      const { map } = document.querySelector('.map');
      const found = map.queryRenderedFeatures({ layers: ['grids-3'] });
      return found.some((feature) => !known.includes(feature.properties.code));
    },
    before,
    { timeout: 30_000, polling: 100 },
  );
  const { version } = (await askJson(page, '/api/v1/city')).drawing;
  assert.ok(asked.length > 0 && asked.every(([of]) => of === version), JSON.stringify(asked));
  const named = await page.evaluate(() => globalThis.named);
  assert.ok(
    asked.every(([, tile]) => named.includes(tile)),
    `${asked} of ${named}`,
  );
  assert.deepEqual(faults, []);
  await close();
});
