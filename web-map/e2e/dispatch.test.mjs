// The dispatcher's desk in a real browser; needs a dispatcher's name and password.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  askJson,
  BASE,
  drawn,
  launch,
  mapIdle,
  openPage,
  seriousFaults,
  signIn,
} from './browser.mjs';

const { GRIDBEAT_USER: name, GRIDBEAT_PASSWORD: password } = process.env;
const skip = name && password ? false : 'GRIDBEAT_USER and GRIDBEAT_PASSWORD are not set';

let browser;
let desk;
before(async () => {
  if (skip) return;
  browser = await launch();
  desk = await openPage(browser);
});
after(() => browser?.close());

test('a wrong password is refused in words, and nothing of the desk is shown', {
  skip,
}, async () => {
  const { page, close } = await openPage(browser);
  await signIn(page, '/dispatch', name, 'certainly not the password');
  await page.waitForSelector('.door-form .notice-error');
  assert.equal(await page.locator('.desk').count(), 0);
  await close();
});

test('signed in, the day has its incidents, in the list and on the map', { skip }, async () => {
  const { page } = desk;
  await signIn(page, '/dispatch', name, password);
  await page.waitForSelector('.desk');
  const { days } = await askJson(page, '/api/v1/incidents/days?limit=60');
  if (days.length > 0) await page.waitForSelector('.incident');
  await mapIdle(page);
  const clusters = await drawn(page, 'incident-clusters');
  const dots = await drawn(page, 'incident-dots');
  const onMap = clusters.reduce((sum, one) => sum + one.point_count, dots.length);
  assert.ok(days.length === 0 || onMap > 0, 'incidents are drawn');
});

test('an incident chosen in the list is told in full', { skip }, async () => {
  const { page } = desk;
  await page.click('.incident >> nth=0');
  await page.waitForSelector('.incident-card');
  const kind = await page.locator('.incident[aria-pressed="true"] .incident-kind').textContent();
  assert.ok(kind.startsWith(await page.textContent('.incident-card h2')));
  await page.click('.incident-card .round');
});

test('places can be shown by kind', { skip }, async () => {
  const { page } = desk;
  await page.click('#tab-places');
  try {
    await page.waitForSelector('.place');
    assert.ok((await page.locator('.place-kind').count()) > 0);
  } finally {
    // The tests after this one need the list of incidents.
    await page.click('#tab-incidents');
  }
});

test('a new incident gets its grid at once and is in the list afterwards', { skip }, async () => {
  const { page } = desk;
  const { levels } = await askJson(page, '/api/v1/city');
  const { units } = await askJson(page, `/api/v1/units?level=${levels.at(-1).level}`);
  const grid = units.find(({ label }) => label);
  await page.click('.day-row .primary');
  await page.fill('.new-incident input[name="place"]', grid.label.join(','));
  await page.locator('.new-incident input[name="kind"]').focus();
  await page.waitForSelector('.grid-line');
  assert.equal(await page.textContent('.grid-line strong'), grid.name);
  await page.fill('.new-incident input[name="kind"]', '测试事件');
  await page.click('.new-incident button[type="submit"]');
  await page.waitForSelector('.incident[aria-pressed="true"]');
  assert.match(await page.textContent('.incident[aria-pressed="true"]'), /测试事件/);
  await page.click('.incident-card .round');
});

test('a plan is made, with progress, and its routes are drawn', { skip }, async () => {
  const { page } = desk;
  await page.click('.job .primary');
  await page.waitForSelector('progress');
  await page.waitForSelector('.job .primary', { timeout: 120_000 });
  assert.equal(await page.locator('.job .notice-error').count(), 0);
  await page.waitForSelector('.crew');
  await mapIdle(page);
  assert.ok((await drawn(page, 'route-lines')).length > 0, 'routes are drawn');
  assert.ok((await drawn(page, 'stop-dots')).length > 0, 'stops are drawn');
  await page.click('.crew >> nth=0');
  await page.waitForSelector('.stops .stop');
  assert.match(await page.textContent('.stops .stop-times'), /\d\d:\d\d–\d\d:\d\d/);
});

test('a plan visits hotspots where there is time, and shows at which stops', {
  skip,
}, async () => {
  const { page } = desk;
  assert.equal(await page.locator('.hot-visits details').count(), 0, 'folded away');
  await page.focus('input[name="hotspots"]');
  await page.keyboard.press('Space');
  await page.locator('.hot-visits summary').focus();
  await page.keyboard.press('Enter');
  assert.match(await page.textContent('.hot-visits details'), /上报的事件.*不涉及任何个人/s);
  const figures = await Promise.all(
    ['dwell', 'visits', 'gap'].map((figure) => page.inputValue(`input[name="hot-${figure}"]`)),
  );
  assert.deepEqual(figures, ['12', '4', '120']);
  await page.fill('input[name="hot-dwell"]', '10');
  await page.keyboard.press('Tab');
  assert.deepEqual(await seriousFaults(page), []);
  const [sent] = await Promise.all([
    page.waitForRequest(
      (request) => request.method() === 'POST' && request.url().endsWith('/plans'),
    ),
    page.click('.job .primary'),
  ]);
  const { hotspots } = sent.postDataJSON();
  const days = (Date.parse(hotspots.to) - Date.parse(hotspots.from)) / 86_400_000;
  assert.deepEqual([hotspots.dwell_min, hotspots.visits, hotspots.gap_min, days], [10, 4, 120, 89]);
  await page.waitForSelector('.job .primary', { timeout: 120_000 });
  assert.equal(await page.locator('.job .notice-error').count(), 0);
  await page.waitForSelector('.hot-sum');
  const { plans } = await askJson(page, '/api/v1/plans');
  const plan = await askJson(page, `/api/v1/plans/${plans[0].id}`);
  const stops = plan.routes.flatMap((route) =>
    route.stops.filter(({ target }) => target.startsWith('hotspot-')).map(() => route.crew),
  );
  assert.ok(stops.length > 0, 'the demo city has hotspots, and there is time for some');
  assert.ok((await page.textContent('.hot-sum')).includes(` ${stops.length} 次`));
  const crew = plan.crews.find(({ id }) => id === stops[0]);
  await page.locator('.crew', { hasText: crew.name }).first().click();
  await page.waitForSelector('.stops .stop-hot');
  const marked = await page.locator('.stops .chip-hot').count();
  assert.equal(marked, stops.filter((one) => one === crew.id).length);
  await mapIdle(page);
  assert.ok((await drawn(page, 'stop-rings')).length > 0, 'these stops have a ring');
});

test('the plan can be fetched as GPX and GeoJSON', { skip }, async () => {
  const { page } = desk;
  for (const [ending, sign] of [
    ['gpx', '<gpx'],
    ['geojson', 'FeatureCollection'],
  ]) {
    const href = await page.getAttribute(`.files a[href$=".${ending}"]`, 'href');
    const body = await page.evaluate(async (href) => {
      const answer = await fetch(href);
      return answer.ok ? answer.text() : `status ${answer.status}`;
    }, href);
    assert.ok(body.includes(sign), `${href}: ${body.slice(0, 80)}`);
  }
});

test('times are by road, and routes follow the roads', { skip }, async () => {
  const { page } = desk;
  assert.match(await page.textContent('.times-line'), /按道路行驶时间编制：.*汽车/);
  const { plans } = await askJson(page, '/api/v1/plans');
  const plan = await askJson(page, `/api/v1/plans/${plans[0].id}`);
  for (const route of plan.routes) {
    assert.ok(route.line.coordinates.length > 2 * route.stops.length, route.crew);
  }
});

test('a stop is given to another crew by hand, and nothing else changes', { skip }, async () => {
  const { page } = desk;
  const { plans } = await askJson(page, '/api/v1/plans');
  const plan = await askJson(page, `/api/v1/plans/${plans[0].id}`);
  const once = new Set(plan.targets.filter((it) => it.visits === 1).map((it) => it.id));
  const mode = new Map(plan.crews.map((crew) => [crew.id, crew.mode]));
  const able = plan.routes.find(
    (route) =>
      route.stops.some(({ target }) => once.has(target)) &&
      plan.crews.some((crew) => crew.id !== route.crew && crew.mode === mode.get(route.crew)),
  );
  const place = able.stops.findIndex(({ target }) => once.has(target));
  const { target } = able.stops[place];
  const to = plan.crews.find((crew) => crew.id !== able.crew && crew.mode === mode.get(able.crew));
  const from = plan.crews.find(({ id }) => id === able.crew);
  if ((await page.locator('.stops').count()) > 0) await page.click('.crew[aria-expanded="true"]');
  await page.locator('.crew', { hasText: from.name }).first().click();
  // By keyboard alone: the tools of the stop, another crew, and the plan anew.
  await page.locator('.stop-adjust').nth(place).focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.stop-tools');
  await page.selectOption('.stop-tools select', to.id);
  assert.match(await page.textContent('.hand'), new RegExp(`改由 ${to.name}`));
  assert.equal(await page.locator('.stops .struck').count(), 1);
  assert.deepEqual(await seriousFaults(page), []);
  await page.locator('.hand .primary').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.difference', { timeout: 120_000 });
  assert.equal(await page.locator('.hand').count(), 0, 'nothing waits any more');
  const now = (await askJson(page, '/api/v1/plans')).plans[0].id;
  const after = await askJson(page, `/api/v1/plans/${now}`);
  assert.equal(after.before, plan.id);
  assert.deepEqual(after.violations, []);
  const makes = (route) => route.stops.some((stop) => stop.target === target);
  const makers = after.routes.filter(makes).map((route) => route.crew);
  assert.ok(
    makers.every((crew) => crew === to.id),
    `${makers}`,
  );
  for (const { from: left, to: came } of after.difference.changes) {
    const touched = [left, came].filter((crew) => crew !== null);
    assert.ok(
      touched.every((crew) => crew === from.id || crew === to.id),
      `${touched}`,
    );
  }
});

test('an incident: who can go, one is sent, the plan is repaired, and the way back', {
  skip,
}, async () => {
  const { page } = desk;
  await page.click('.incident >> nth=0');
  await page.waitForSelector('.call-form');
  await page.fill('input[name="call-time"]', '10:30');
  await page.keyboard.press('Tab');
  await page.click('.call-form .primary');
  await page.waitForSelector('.responders li');
  const waits = await page.locator('.responder-when').allTextContents();
  const minutes = waits.map((told) => Number(/(\d+) 分钟后到/.exec(told)[1]));
  assert.deepEqual(
    minutes,
    minutes.toSorted((a, b) => a - b),
  );
  assert.deepEqual(await seriousFaults(page), []);
  const before = (await askJson(page, '/api/v1/plans')).plans[0].id;
  await page.locator('.responders button').first().click();
  await page.waitForSelector('.call .notice');
  assert.match(
    await page.textContent('.difference'),
    new RegExp(`与方案 ${before} 相比.*新增`, 's'),
  );
  const repaired = (await askJson(page, '/api/v1/plans')).plans[0].id;
  const plan = await askJson(page, `/api/v1/plans/${repaired}`);
  assert.ok(plan.difference.touched.length <= 3);
  await page.locator('.difference button').click();
  await page.waitForFunction(
    (id) => document.querySelector('.plan select')?.value === String(id),
    before,
  );
  await page.click('.incident-card .round');
});

test('a plan that is another one every day says how well it can be guessed', { skip }, async () => {
  const { page } = desk;
  await page.uncheck('input[name="hotspots"]');
  await page.check('input[name="vary"]');
  await page.click('.job .primary');
  await page.waitForSelector('progress');
  await page.waitForSelector('.job .primary', { timeout: 120_000 });
  assert.equal(await page.locator('.job .notice-error').count(), 0);
  await page.waitForSelector('.variety-line');
  assert.match(
    await page.textContent('.variety-line'),
    /从 \d+ 份方案里抽出.*平均猜中 \d+%，最好猜的一处 \d+%/,
  );
  await page.uncheck('input[name="vary"]');
});

test('on paper there is a sheet for each crew and nothing else', { skip }, async () => {
  const { page } = desk;
  const crews = await page.locator('.crew').count();
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.paper:visible').count(), crews);
  assert.equal(await page.locator('.desk').isVisible(), false);
  await page.emulateMedia({ media: 'screen' });
});

test('axe finds nothing serious, and nothing went wrong on the way', { skip }, async () => {
  const { page, faults } = desk;
  assert.deepEqual(await seriousFaults(page), []);
  assert.deepEqual(faults, []);
});

test('signed out, the desk is gone and the server knows', { skip }, async () => {
  const { page } = desk;
  await page.click('.bar-side .quiet >> nth=0');
  await page.waitForSelector('.door-form');
  assert.equal(await page.locator('.desk').count(), 0);
  const status = await page.evaluate(async () => (await fetch('/api/v1/incidents/days')).status);
  assert.equal(status, 401);
  assert.ok(BASE);
});
