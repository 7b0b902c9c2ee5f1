// What the tests of the designer's page do again and again.

import { askJson, openPage, signIn } from './browser.mjs';

/** Makes accounts of designers through the administrator's API, and gives their names. */
export async function makeDesigners(browser, admin, adminPassword, password, count) {
  const { page, close } = await openPage(browser);
  await signIn(page, '/admin', admin, adminPassword);
  await page.waitForSelector('.grid-table tbody tr');
  const stamp = Date.now().toString(36);
  const names = Array.from({ length: count }, (_, k) => `designer-${stamp}-${k}`);
  for (const name of names) {
    const status = await page.evaluate(
      async (body) => {
        const headers = { 'content-type': 'application/json', 'x-gridbeat': '1' };
        const options = { method: 'POST', headers, body: JSON.stringify(body) };
        return (await fetch('/api/v1/users', options)).status;
      },
      { name, role: 'designer', password },
    );
    if (status !== 201) throw new Error(`an account was not made: ${status}`);
  }
  await close();
  return names;
}

/** The design as the server has it. */
export const designNow = (page, id) => askJson(page, `/api/v1/designs/${id}`);

/** The same without its grids. */
const stateNow = (page, id) =>
  askJson(page, `/api/v1/designs/${id}?since=${Number.MAX_SAFE_INTEGER}`);

/** How many grids the page says there are. */
export const countOf = async (page) =>
  Number((await page.textContent('#tab-grids .count')).replace(/\D/g, ''));

/** Does something and waits until the page shows the step that it made. */
export async function stepMade(page, id, work) {
  const { seq } = await stateNow(page, id);
  const [answer] = await Promise.all([
    page.waitForResponse(
      (one) => one.url().endsWith('/steps') && one.request().method() === 'POST',
    ),
    work(),
  ]);
  if (!answer.ok()) throw new Error(`the step was refused: ${await answer.text()}`);
  const made = await answer.json();
  if (made.seq <= seq) throw new Error('no step was made');
  // The page has taken it in when it says how far back it can go.
  await page.waitForFunction(
    ([undo, redo]) => {
      const counts = [...document.querySelectorAll('.tool-short .count')];
      const shown = counts.map((one) => Number(one.textContent.replace(/\D/g, '')));
      return shown[0] === undo && shown[1] === redo && !document.querySelector('.live-area');
    },
    [made.undo, made.redo],
  );
  return made;
}

/** Where a position lies on the page. */
export const pixelOf = (page, at) =>
  page.evaluate((at) => {
    const { map } = document.querySelector('.map');
    const [box, { x, y }] = [map.getCanvas().getBoundingClientRect(), map.project(at)];
    return { x: box.left + x, y: box.top + y };
  }, at);

/** Drags something by so many pixels, in steps; `meanwhile` runs before it is let go. */
export async function dragBy(page, selector, dx, dy, meanwhile) {
  const box = await page.locator(selector).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let k = 1; k <= 6; k += 1) await page.mouse.move(x + (dx * k) / 6, y + (dy * k) / 6);
  await meanwhile?.();
  await page.mouse.up();
}

/**
 * Drags something by a finger: by each of the ways in turn, in small steps. As the browser's own touches,
 * which scroll a page that lets them.
 */
export async function touchBy(page, selector, ...ways) {
  const box = await page.locator(selector).boundingBox();
  let [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const devtools = await page.context().newCDPSession(page);
  const send = (type, touchPoints) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart', [{ x, y }]);
  for (const [dx, dy] of ways) {
    for (let k = 0; k < 8; k += 1) {
      [x, y] = [x + dx / 8, y + dy / 8];
      await send('touchMove', [{ x, y }]);
    }
  }
  await send('touchEnd', []);
  await devtools.detach();
}

/** A day to come that is before every drawing that is published for later. */
export async function dayBeforeOthers(page) {
  const { drawings } = await askJson(page, '/api/v1/drawings');
  const later = drawings
    .map((drawing) => Date.parse(drawing.valid_from))
    .filter((at) => at > Date.now());
  const at = later.length > 0 ? Math.min(...later) - 864e5 : Date.parse('2099-01-01T12:00:00Z');
  return new Date(at).toISOString().slice(0, 10);
}

/** Makes a step as another program would, and gives the answer. */
export async function makeStep(page, id, make) {
  const { seq } = await stateNow(page, id);
  return page.evaluate(
    async ([id, body]) => {
      const headers = { 'content-type': 'application/json', 'x-gridbeat': '1' };
      const options = { method: 'POST', headers, body: JSON.stringify(body) };
      const answer = await fetch(`/api/v1/designs/${id}/steps`, options);
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    },
    [id, { seen: seq, make }],
  );
}
