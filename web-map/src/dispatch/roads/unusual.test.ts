/** What is closed or slow: what is asked then, what is asked again, and what is left out. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noEntrySign } from '../map/no-entry.ts';
import * as reach from './reach-state.ts';
import { closedFeatures } from './roads-geojson.ts';
import { inFront, picking } from './roads-state.ts';
import * as route from './route-state.ts';
import { percentFor, percentIn, percentOf } from './traffic.ts';
import * as unusual from './unusual-state.ts';

type Query = { readonly path: string; readonly params: URLSearchParams };

let asked: Query[];
/** The status and the body of the next answer. */
let answer: (query: Query) => readonly [number, unknown];

beforeEach(() => {
  asked = [];
  answer = () => [200, { time_s: 60, line: [], steps: [] }];
  vi.stubGlobal('fetch', async (address: string) => {
    const url = new URL(address, 'http://here');
    const query = { path: url.pathname, params: url.searchParams };
    asked.push(query);
    const [status, body] = answer(query);
    return new Response(JSON.stringify(body), { status });
  });
  unusual.openAll();
  unusual.traffic.value = 'usual';
  picking.value = undefined;
  inFront.value = true;
  route.clearWay();
});
afterEach(() => vi.unstubAllGlobals());

const soon = () => new Promise((settle) => setTimeout(settle, 5));
const last = () => asked.at(-1)?.params;

/** Closes a road that the server finds so far from the click. */
async function close(lon: number, lat: number, name: string, offRoadM = 0): Promise<void> {
  answer = () => [
    200,
    { line: [[lon, lat]], off_road_m: 2 * offRoadM, estimate: null, steps: [{ name }] },
  ];
  await unusual.closeRoad([lon, lat], 40, 'car');
}

test('the nearest road is closed, where it is and under its name, once', async () => {
  await close(103.7512345678, 36.06, '西津西路', 39);
  const [place] = unusual.closed.value;
  expect(place).toMatchObject({ at: [103.751235, 36.06], road: '西津西路' });
  expect(last()?.get('from')).toBe(last()?.get('to'));
  expect(unusual.closing.value).toBe(place);
  await close(103.7512345678, 36.06, '西津西路');
  expect(unusual.closed.value).toHaveLength(1);
});

test.each([
  ['too far away', [200, { line: [[1, 1]], off_road_m: 90, estimate: null, steps: [] }]],
  ['no road at all', [404, { detail: 'no way' }]],
  ['no roads kept', [200, { line: [[1, 1]], off_road_m: 0, estimate: 'none', steps: [] }]],
] as const)('%s: nothing is closed, and the click is still waited for', async (_, told) => {
  picking.value = 'closed';
  answer = () => told;
  await unusual.closeRoad([1, 1], 40, 'car');
  expect(unusual.closed.value).toEqual([]);
  expect([unusual.closing.value, picking.value]).toEqual(['no-road', 'closed']);
});

test('a panel that is gone waits for nothing, and another wait is not overruled', async () => {
  answer = () => [404, {}];
  inFront.value = false;
  await unusual.closeRoad([1, 1], 40, 'car');
  expect(picking.value).toBeUndefined();
  inFront.value = true;
  const closing = unusual.closeRoad([1, 1], 40, 'car');
  picking.value = 'from';
  await closing;
  expect(picking.value).toBe('from');
});

test('the way is asked for again under what is closed and slow, and once only', async () => {
  route.pickEnd('from', [1, 1], 'a');
  route.pickEnd('to', [2, 2], 'b');
  await soon();
  expect(last()?.has('closed') || last()?.has('slow')).toBe(false);
  await close(1.5, 1.5, 'x');
  await close(1.25, 1.5, 'y');
  unusual.traffic.value = 'rush';
  answer = () => [200, { time_s: 90, line: [], steps: [] }];
  const before = asked.length;
  route.seekAgain();
  route.seekAgain();
  await soon();
  expect(asked).toHaveLength(before + 1);
  expect(last()?.get('closed')).toBe('1.5,1.5;1.25,1.5');
  expect(last()?.get('slow')).toBe('170');
  expect(route.wayUnder.value).toMatchObject({ percent: 170, leftOut: 0 });
  expect(route.askedAgain.value).toBe(true);
  unusual.openRoad('1.5,1.5');
  route.seekAgain();
  await soon();
  expect(last()?.get('closed')).toBe('1.25,1.5');
});

test('a place without a road of the mode is left out, said, and not asked about again', async () => {
  await close(1.5, 1.5, 'x');
  await close(1.25, 1.5, 'y');
  answer = ({ params }) =>
    params.get('closed')?.includes('1.5,1.5')
      ? [400, { detail: '1.5,1.5: no road within 25 m' }]
      : [200, { time_s: 90, line: [], steps: [] }];
  route.setMode('foot');
  route.pickEnd('from', [1, 1], 'a');
  route.pickEnd('to', [2, 2], 'b');
  await soon();
  expect(route.wayUnder.value).toMatchObject({ closed: [[1.25, 1.5]], leftOut: 1 });
  expect(route.wayProblem.value).toBeUndefined();
  const [place] = unusual.closed.value;
  expect(place && unusual.isRoadless('foot', place)).toBe(true);
  expect(place && unusual.isRoadless('car', place)).toBe(false);
  const before = asked.length;
  route.turnRound();
  await soon();
  expect(asked).toHaveLength(before + 1);
  route.setMode('car');
});

test('another refusal is told as it is', async () => {
  await close(1.5, 1.5, 'z');
  answer = () => [400, { detail: 'from must be lon,lat' }];
  route.pickEnd('from', [1, 1], 'a');
  route.pickEnd('to', [2, 2], 'b');
  await soon();
  expect(route.wayProblem.value?.detail).toBe('from must be lon,lat');
});

test('reach asks its last question again, not what the form has become', async () => {
  reach.reckonAgain();
  expect(asked).toHaveLength(0);
  reach.minutes.value = 12;
  await reach.reckon();
  reach.minutes.value = 30;
  reach.reckonAgain();
  expect(asked).toHaveLength(1);
  unusual.traffic.value = 'snow';
  reach.reckonAgain();
  await soon();
  expect([last()?.get('minutes'), last()?.get('slow')]).toEqual(['12', '250']);
  expect(reach.askedAgain.value).toBe(true);
});

test('full streets do not slow those who walk, snow does, and not a boat', () => {
  expect(percentFor('rush', 200, 'car')).toBe(170);
  expect(percentFor('rush', 200, 'foot')).toBe(100);
  expect(percentFor('snow', 200, 'foot')).toBe(250);
  expect(percentFor('snow', 200, 'boat')).toBe(100);
  expect(percentFor('own', 200, 'boat')).toBe(200);
  expect([percentOf('usual', 200), percentOf('slower', 200)]).toEqual([100, 130]);
});

test.each([
  ['150', 150],
  ['1', 50],
  ['1e9', 1000],
  ['', undefined],
  ['soon', undefined],
])('%j percent is taken for %j', (text, percent) => {
  expect(percentIn(text)).toBe(percent);
});

test('closed places are numbered as in their list', () => {
  const { features } = closedFeatures([{ at: [1, 2] }, { at: [3, 4] }]);
  expect(features.map(({ properties }) => properties?.['number'])).toEqual(['1', '2']);
});

test('the sign is a white bar on a red disc, and nothing in its corners', () => {
  const { width, height, data } = noEntrySign(1);
  const pixel = (x: number, y: number) => [...data.slice(4 * (y * width + x)).slice(0, 4)];
  expect([width, height, data.length]).toEqual([26, 26, 4 * 26 * 26]);
  expect(pixel(0, 0)[3]).toBe(0);
  expect(pixel(13, 13)).toEqual([255, 255, 255, 255]);
  expect(pixel(13, 6)).toEqual([179, 38, 30, 255]);
});
