// How fresh a drawing is that somebody redraws: from a step to the pixels of another's page.
//
//   GRIDBEAT_URL=http://… GRIDBEAT_ADMIN=… GRIDBEAT_ADMIN_PASSWORD=… node benches/tiles/fresh.mjs [STEPS]
//
// One designer moves a vertex again and again over HTTP, another looks at the design in headless Chromium.
// Needs `npm ci` in web-map. Prints the median, 99 % and the longest, in milliseconds.

import { launch, mapIdle, moveMap, openPage, signIn } from '../../web-map/e2e/browser.mjs';
import { designNow, makeDesigners } from '../../web-map/e2e/designer.mjs';

const STEPS = Number(process.argv[2] ?? 30);
const PASSWORD = 'a long enough password';
const { GRIDBEAT_ADMIN: admin, GRIDBEAT_ADMIN_PASSWORD: adminPassword } = process.env;

const browser = await launch();
const names = await makeDesigners(browser, admin, adminPassword, PASSWORD, 2);
const [{ page: maker }, { page: looker }] = [await openPage(browser), await openPage(browser)];
await signIn(maker, '/design', names[0], PASSWORD);
await signIn(looker, '/design', names[1], PASSWORD);
const name = `fresh ${names[0]}`;
const { id } = await maker.evaluate(async (name) => {
  const headers = { 'content-type': 'application/json', 'x-gridbeat': '1' };
  const answer = await fetch('/api/v1/designs', {
    method: 'POST',
    headers,
    body: JSON.stringify({ name }),
  });
  return answer.json();
}, name);
const { grids } = await designNow(maker, id);
const grid = grids.find((one) => one.compactness > 0.6);
const [lon, lat] = grid.label;

const BASE = process.env.GRIDBEAT_URL.replace(/\/$/, '');
const json = { 'content-type': 'application/json', 'x-gridbeat': '1' };
const signedIn = await fetch(`${BASE}/api/v1/session`, {
  method: 'POST',
  headers: json,
  body: JSON.stringify({ name: names[0], password: PASSWORD }),
});
const headers = { ...json, cookie: signedIn.headers.get('set-cookie').split(';')[0] };
const path = `${BASE}/api/v1/designs/${id}`;
const make = async (seen, make) => {
  const body = JSON.stringify({ seen, make });
  const answer = await fetch(`${path}/steps`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
  await answer.arrayBuffer();
};
let from = [lon, lat + 2e-4];
const line = [[lon - 0.5, lat], from, [lon + 0.5, lat + 1e-4]];
await make(0, { step: 'split', grid: grid.grid, line });

// To the pixels of the other's page: the grid at a point, asked anew in every frame.
await looker.reload();
await looker.click(`.design-name >> text="${name}"`);
await looker.waitForSelector('.studio');
await mapIdle(looker);
await moveMap(looker, 16, [lon, lat]);
const pixels = [];
for (let k = 0; k < STEPS; k += 1) {
  const seen = looker.evaluate(
    ([lon, lat]) =>
      new Promise((settle) => {
        const { map } = document.querySelector('.map');
        const at = () =>
          map
            .queryRenderedFeatures(map.project([lon, lat]), { layers: ['design-fill'] })
            .map(({ properties }) => properties.grid)
            .join();
        const before = at();
        const look = () => (at() === before ? requestAnimationFrame(look) : settle(Date.now()));
        requestAnimationFrame(look);
      }),
    [lon, lat],
  );
  await new Promise((settle) => setTimeout(settle, 300));
  // The border is north of the place at first.
  const to = [lon, lat + (k % 2 === 1 ? 4e-4 : -4e-4)];
  const begun = Date.now();
  await make(k + 1, { step: 'move-vertex', from, to });
  from = to;
  pixels.push((await seen) - begun);
}
await browser.close();

const sorted = pixels.toSorted((a, b) => a - b);
const [median, most] = [0.5, 0.99].map((share) => sorted[Math.floor(share * sorted.length)]);
console.log(`pixels: median ${median}, 99 % ${most}, longest ${sorted.at(-1)} (${sorted.length})`);
process.exit(0);
