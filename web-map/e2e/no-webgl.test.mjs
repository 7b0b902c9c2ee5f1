// The public page on a device that cannot draw the map.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askJson, BASE, launch, openPage } from './browser.mjs';

test('without WebGL2 the lists and the search still work', async () => {
  const browser = await launch();
  const { page, faults } = await openPage(browser);
  try {
    await page.addInitScript(() => {
      const make = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return kind === 'webgl2' ? null : make.call(this, kind, ...rest);
      };
    });
    await page.goto(`${BASE}/`);
    await page.waitForSelector('.map-frame[data-stage="impossible"] .notice');
    await page.waitForSelector('.point');
    const { levels } = await askJson(page, '/api/v1/city');
    const { units } = await askJson(page, `/api/v1/units?level=${levels.at(-1).level}`);
    await page.fill('input[name="place"]', units[0].code);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.chain');
    assert.equal(await page.textContent('.card h2'), units[0].name);
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
  }
});
