/** The pure parts of the desk: days, GeoJSON, totals. */

import { expect, test } from 'vitest';
import { boxAround } from '../shared/map/box.ts';
import type { Place } from './api/places.ts';
import type { Plan } from './api/plans.ts';
import { daysToChoose, firstDay } from './incidents/choose-day.ts';
import { incidentFeatures, placeFeatures } from './incidents/incidents-geojson.ts';
import { colourOf } from './plan/colours.ts';
import {
  baseFeatures,
  entryOf,
  routeFeatures,
  stopFeatures,
  unservedFeatures,
} from './plan/plan-geojson.ts';
import { totalsOf } from './plan/totals.ts';

const TODAY = '2026-11-22';

test('the desk opens with today, or the newest day before it, never a later one', () => {
  const days = (...names: string[]) => names.map((day) => ({ day, count: 1 }));
  expect(firstDay(days('2026-11-23', '2026-11-22', '2026-11-20'), TODAY)).toBe('2026-11-22');
  expect(firstDay(days('2026-11-23', '2026-11-19', '2026-11-20'), TODAY)).toBe('2026-11-20');
  expect(firstDay(days('2026-12-01'), TODAY)).toBe(TODAY);
  expect(firstDay([], TODAY)).toBe(TODAY);
});

test('today and the chosen day can always be chosen, once each, newest first', () => {
  const days = daysToChoose([{ day: '2026-11-20', count: 7 }], '2026-11-01', TODAY);
  expect(days).toEqual([
    { day: '2026-11-22', count: 0 },
    { day: '2026-11-20', count: 7 },
    { day: '2026-11-01', count: 0 },
  ]);
});

const PLAN: Plan = {
  id: 1,
  day: TODAY,
  created: '2026-11-22T07:30:00+08:00',
  crews: [crew('out', [1, 1]), crew('in', [2, 2])],
  targets: [
    target('point', true, { type: 'Point', coordinates: [1, 2] }),
    target('line', true, {
      type: 'LineString',
      coordinates: [
        [1, 1],
        [3, 3],
      ],
    }),
    target('left', false, { type: 'Point', coordinates: [9, 9] }),
    target('must', true, { type: 'Point', coordinates: [8, 8] }),
  ],
  routes: [
    {
      crew: 'out',
      depart: '08:00:00',
      back: '09:00:00',
      length_m: 1200,
      stops: [stop('point', false), stop('line', true), stop('gone', false)],
      line: {
        type: 'LineString',
        coordinates: [
          [1, 1],
          [1, 2],
          [3, 3],
          [1, 1],
        ],
      },
    },
  ],
  unserved: [
    { target: 'left', visits: 2, reason: 'no-time' },
    { target: 'must', visits: 1, reason: 'not-reachable' },
  ],
  violations: [],
};

function crew(id: string, base: readonly [number, number]) {
  return { id, name: id, mode: 'foot', base, shift: { start: '08:00:00', end: '16:00:00' } };
}

function target(id: string, required: boolean, geometry: Plan['targets'][number]['geometry']) {
  return { id, name: id, required, visits: 1, geometry };
}

function stop(of: string, reversed: boolean) {
  return { target: of, arrive: '08:10:00', start: '08:10:00', leave: '08:20:00', reversed };
}

test('stops are numbered in order, at the end of a line where it is entered', () => {
  const { features } = stopFeatures(PLAN);
  expect(features.map(({ properties }) => properties?.['number'])).toEqual(['1', '2']);
  expect(features.map(({ geometry }) => 'coordinates' in geometry && geometry.coordinates)).toEqual(
    [
      [1, 2],
      [3, 3],
    ],
  );
});

test('stops of a crew at one place are one dot with their numbers', () => {
  const [route] = PLAN.routes;
  const stops = ['point', 'line', 'point', 'line', 'line', 'line'].map((of) => stop(of, false));
  const { features } = stopFeatures({ ...PLAN, routes: route ? [{ ...route, stops }] : [] });
  expect(features.map(({ properties }) => properties?.['number'])).toEqual(['1,3', '2,4…']);
});

test('routes, bases and what is left out are drawn; a crew that stays in has no base', () => {
  expect(routeFeatures(PLAN).features).toHaveLength(1);
  expect(baseFeatures(PLAN).features.map(({ properties }) => properties?.['crew'])).toEqual([
    'out',
  ]);
  expect(unservedFeatures(PLAN).features).toHaveLength(2);
  expect(routeFeatures(PLAN).features[0]?.properties?.['colour']).toBe(colourOf(0));
});

test('totals count visits, not targets', () => {
  expect(totalsOf(PLAN)).toEqual({
    crews: 1,
    served: 3,
    wanted: 6,
    unservedRequired: 1,
    length_m: 1200,
  });
});

test('any geometry has an entry, and an empty one has none', () => {
  const square = [
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 2],
    [0, 0],
  ];
  expect(entryOf({ type: 'Polygon', coordinates: [square] }, false)).toEqual([1, 1]);
  expect(entryOf({ type: 'MultiPolygon', coordinates: [[square]] }, false)).toEqual([1, 1]);
  expect(entryOf({ type: 'Polygon', coordinates: [] }, false)).toBeUndefined();
  expect(entryOf({ type: 'LineString', coordinates: [] }, true)).toBeUndefined();
  expect(entryOf({ type: 'GeometryCollection', geometries: [] }, false)).toBeUndefined();
});

test('the box around a route holds all of it', () => {
  expect(
    boxAround([
      [1, 5],
      [3, 2],
    ]),
  ).toEqual([1, 2, 3, 5]);
  expect(boxAround([])).toBeUndefined();
});

test('only places of the shown kinds are drawn, and incidents keep their id as text', () => {
  const place = {
    code: 'a',
    name: 'a',
    kind: 'base',
    category: null,
    geometry: { type: 'Point', coordinates: [0, 0] },
  } satisfies Place;
  expect(placeFeatures([place], new Set()).features).toEqual([]);
  expect(placeFeatures([place], new Set(['base'])).features).toHaveLength(1);
  const incident = {
    id: 7,
    source: 's',
    external: 'e',
    kind: 'k',
    class: 'general',
    state: 'open',
    lon: 1,
    lat: 2,
    occurred: '',
    text: null,
    grid: null,
  } as const;
  expect(incidentFeatures([incident]).features[0]?.properties).toMatchObject({ id: '7' });
});
