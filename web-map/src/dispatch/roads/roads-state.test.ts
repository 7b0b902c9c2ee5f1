/** What the panel of roads asks the server, and which of several answers counts. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { places } from '../places/places-state.ts';
import * as hotspots from './hotspots-state.ts';
import * as reach from './reach-state.ts';
import { bases, named, picking } from './roads-state.ts';
import * as route from './route-state.ts';

/** Every question that is under way, with the way to answer it. */
let asked: { readonly url: URL; readonly answer: (body: unknown, status?: number) => void }[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (path: string) => {
    return new Promise((settle) => {
      asked.push({
        url: new URL(path, 'http://here'),
        answer: (body, status = 200) => settle(new Response(JSON.stringify(body), { status })),
      });
    });
  });
  places.value = [
    place('base', '一号驻地', [103.8, 36.06]),
    place('base', '二号驻地', [103.7, 36.05]),
    place('station', '车站', [103.75, 36.07]),
  ];
  route.clearWay();
});
afterEach(() => vi.unstubAllGlobals());

function place(kind: 'base' | 'station', name: string, coordinates: [number, number]) {
  const geometry = { type: 'Point' as const, coordinates };
  return { code: name, name, kind, category: null, geometry };
}

const soon = () => new Promise((settle) => setTimeout(settle));
const way = (time_s: number) => ({ time_s, line: [], steps: [] });

test('a way is asked for once both ends are known, and not for what is not known', async () => {
  route.writeEnd('from', '一号');
  expect(route.ends.value.from).toEqual({ text: '一号驻地', at: [103.8, 36.06] });
  route.writeEnd('to', '哪里都不是');
  expect(asked).toHaveLength(0);
  route.writeEnd('to', '车站');
  expect(asked.map(({ url }) => url.search)).toEqual([
    '?from=103.8%2C36.06&to=103.75%2C36.07&mode=car',
  ]);
  asked[0]?.answer(way(60));
  await soon();
  expect(route.way.value?.time_s).toBe(60);
  route.writeEnd('to', '哪里都不是');
  expect(route.way.value).toBeUndefined();
});

test('an answer that comes after a later question is not shown', async () => {
  route.writeEnd('from', '一号驻地');
  route.writeEnd('to', '车站');
  route.setMode('foot');
  expect(asked).toHaveLength(2);
  asked[1]?.answer(way(2));
  await soon();
  asked[0]?.answer(way(1));
  await soon();
  expect(route.way.value?.time_s).toBe(2);
  route.turnRound();
  route.clearWay();
  asked[2]?.answer(way(3));
  await soon();
  expect([route.way.value, route.seeking.value]).toEqual([undefined, false]);
  route.setMode('car');
});

test('that there is no way is kept until another is asked for', async () => {
  route.pickEnd('from', [103.1234567, 36]);
  route.pickEnd('to', [104, 36], '事件');
  expect(route.ends.value.from.text).toBe('103.123457,36');
  asked[0]?.answer({ title: 'Not Found', detail: 'no way' }, 404);
  await soon();
  expect(route.wayProblem.value?.status).toBe(404);
  route.turnRound();
  expect(route.wayProblem.value).toBeUndefined();
  expect(route.ends.value.from.text).toBe('事件');
});

test('picking ends with the end that was waited for', () => {
  picking.value = 'to';
  route.pickEnd('from', [1, 2]);
  expect(picking.value).toBe('to');
  route.pickEnd('to', [1, 2]);
  expect(picking.value).toBeUndefined();
});

test('reach is asked from all bases, or from the one that is chosen', async () => {
  expect(bases.value.map(({ name }) => name)).toEqual(['一号驻地', '二号驻地']);
  expect(named.value).toHaveLength(3);
  reach.writeMinutes('15');
  const all = reach.reckon();
  reach.base.value = 1;
  const one = reach.reckon();
  expect(asked.map(({ url }) => url.searchParams.get('from'))).toEqual([null, '103.7,36.05']);
  asked[1]?.answer({ households: 1 });
  asked[0]?.answer({ households: 2 });
  await Promise.all([all, one]);
  expect(reach.reach.value?.households).toBe(1);
});

test.each([
  ['7', 7],
  ['1e9', reach.MINUTES_MAX],
  ['', 9],
  ['0', 9],
  ['-3', 9],
  ['soon', 9],
])('%j minutes are taken for %i', (text, minutes) => {
  reach.minutes.value = 9;
  reach.writeMinutes(text);
  expect(reach.minutes.value).toBe(minutes);
});

test('hotspots are judged by the days since, unless there are none', async () => {
  hotspots.from.value = '2026-01-01';
  hotspots.to.value = '2026-02-01';
  const judged = hotspots.look();
  hotspots.to.value = '2999-01-01';
  const unjudged = hotspots.look();
  const [first, second] = asked.map(({ url }) => url.searchParams);
  expect(first?.get('by')).toBe('households');
  expect(first?.get('then')).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(second?.has('then')).toBe(false);
  asked[1]?.answer({ hotspots: [], week: [] });
  asked[0]?.answer({ hotspots: [1], week: [] });
  await Promise.all([judged, unjudged]);
  expect(hotspots.hotspots.value?.hotspots).toEqual([]);
  expect(hotspots.question.value?.to).toBe('2999-01-01');
});
