// The administrator's page in a real browser; needs an administrator's name and password.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage, seriousFaults, signIn } from './browser.mjs';

const { GRIDBEAT_ADMIN: name, GRIDBEAT_ADMIN_PASSWORD: password } = process.env;
const skip = name && password ? false : 'GRIDBEAT_ADMIN and GRIDBEAT_ADMIN_PASSWORD are not set';
const SOMEBODY = `e2e-${Date.now().toString(36)}`;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('the door is in order before anybody has signed in', async () => {
  for (const path of ['/admin', '/dispatch']) {
    const { page, faults, close } = await openPage(browser);
    await page.goto(new URL(path, process.env.GRIDBEAT_URL).href);
    await page.waitForSelector('.door-form');
    assert.deepEqual(await seriousFaults(page), []);
    assert.deepEqual(faults, []);
    await close();
  }
});

test('accounts are listed, added and removed; the store tells its facts', { skip }, async () => {
  const { page, faults, close } = await openPage(browser);
  await signIn(page, '/admin', name, password);
  await page.waitForSelector('.grid-table tbody tr');
  assert.match(await page.textContent('.room'), new RegExp(name));
  await page.fill('.forms input[name="name"]', SOMEBODY);
  await page.selectOption('.forms select[name="role"]', 'dispatcher');
  await page.fill('.forms form:first-child input[name="password"]', 'a long enough password');
  await page.click('.forms form:first-child button[type="submit"]');
  const row = page.locator('.grid-table tbody tr:not(.row-form)', { hasText: SOMEBODY });
  await row.waitFor();
  await row.locator('button').nth(1).click();
  await page.click('.inline-form .danger');
  await row.waitFor({ state: 'detached' });
  assert.ok((await page.locator('.room:nth-of-type(2) tr').count()) > 3);
  await page.waitForSelector('.rules .rule .chip');
  assert.equal(await page.locator('.rules .rule').count(), 2);
  assert.deepEqual(await seriousFaults(page), []);
  assert.deepEqual(faults, []);
  await close();
});
