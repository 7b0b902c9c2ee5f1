// How fresh a drawing is that somebody redraws: from a step to its tiles and to the pixels of another's page.
//
//   GRIDBEAT_URL=http://… GRIDBEAT_ADMIN=… GRIDBEAT_ADMIN_PASSWORD=… node benches/tiles/fresh.mjs [STEPS]
//
// One designer moves a vertex again and again over HTTP, another looks at the design in headless Chromium.
// Needs `npm ci` in web-map. Prints medians, 99 % and the longest, in milliseconds. Node may send a request's
// body 40 ms after its head: that is in `step answered`, and makes announcements seem early.

import { launch, mapIdle, moveMap, openPage, signIn } from '../../web-map/e2e/browser.mjs';
import { designNow, makeDesigners } from '../../web-map/e2e/designer.mjs';

const STEPS = Number(process.argv[2] ?? 100);
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

// From the step to the announcement and to the tile, by a client of its own: a browser is not waited for.
const BASE = process.env.GRIDBEAT_URL.replace(/\/$/, '');
const json = { 'content-type': 'application/json', 'x-gridbeat': '1' };
const signedIn = await fetch(`${BASE}/api/v1/session`, {
  method: 'POST',
  headers: json,
  body: JSON.stringify({ name: names[0], password: PASSWORD }),
});
const headers = { ...json, cookie: signedIn.headers.get('set-cookie').split(';')[0] };
const path = `${BASE}/api/v1/designs/${id}`;
const told = new Map();
const news = await fetch(`${BASE}/api/v1/events`, { headers });
void (async () => {
  let text = '';
  for await (const chunk of news.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop();
    for (const part of parts.filter((one) => one.includes('event: design-tiles-changed'))) {
      told.get(JSON.parse(/^data: (.*)$/m.exec(part)[1]).seq)?.(performance.now());
    }
  }
})().catch(() => undefined);

const side = 2 ** 14;
const north = Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI;
const tile = `${path}/tiles/14/${Math.floor(((lon + 180) / 360) * side)}/${Math.floor(((1 - north) / 2) * side)}`;
const look = async () => (await fetch(tile, { headers })).arrayBuffer();
const make = async (seen, make) => {
  const heard = new Promise((settle) => told.set(seen + 1, settle));
  const begun = performance.now();
  const body = JSON.stringify({ seen, make });
  const answer = await fetch(`${path}/steps`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
  await answer.arrayBuffer();
  const committed = performance.now();
  const announced = await heard;
  const asked = performance.now();
  await look();
  const drawn = performance.now();
  return {
    'step answered': committed - begun,
    'announced after the answer': announced - committed,
    'fresh tile of zoom 14, asked for and there': drawn - asked,
    'fresh tile after the answer': drawn - committed,
  };
};
await look();
const line = [
  [lon - 0.5, lat],
  [lon, lat],
  [lon + 0.5, lat + 1e-4],
];
await make(0, { step: 'split', grid: grid.grid, line });
const rows = [];
let from = [lon, lat];
for (let k = 1; k <= STEPS; k += 1) {
  const to = [lon + ((k * 37) % 97) * 2e-6, lat + ((k * 53) % 89) * 2e-6];
  rows.push(await make(k, { step: 'move-vertex', from, to }));
  from = to;
}

const say = (what, all) => {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const [median, most, longest] = [at(0.5), at(0.99), sorted.at(-1)].map((ms) => ms.toFixed(1));
  console.log(`${what}: median ${median}, 99 % ${most}, longest ${longest} (${all.length})`);
};
for (const what of Object.keys(rows[0]))
  say(
    what,
    rows.map((row) => row[what]),
  );

// To the pixels of the other's page: the grid at a point, asked anew in every frame.
await looker.reload();
await looker.click(`.design-name >> text="${name}"`);
await looker.waitForSelector('.studio');
await mapIdle(looker);
await moveMap(looker, 16, [lon, lat]);
const pixels = [];
for (let k = 0; k < Math.min(STEPS, 30); k += 1) {
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
  const body = JSON.stringify({ seen: STEPS + 1 + k, make: { step: 'move-vertex', from, to } });
  const answer = await fetch(`${path}/steps`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
  await answer.arrayBuffer();
  from = to;
  pixels.push((await seen) - begun);
}
await browser.close();

say("from asking for a step to another's pixels", pixels);
process.exit(0);
