/** The pure parts of the panel of roads: names, hours, figures, GeoJSON. */

import { expect, test } from 'vitest';
import type { Hotspot, Reach, Way } from '../api/roads.ts';
import { missedGrids, roadLayers } from '../map/road-layers.ts';
import { chanceText, hoursOf, shareText, timesText } from './figures.ts';
import { placeNamed } from './place-names.ts';
import { hotspotFeatures, reachFeatures, wayFeatures } from './roads-geojson.ts';
import { busiest, byDay, shades } from './week.ts';

const KNOWN = [
  { name: '晏家坪派出所', at: [103.75, 36.05] },
  { name: '晏家坪', at: [103.76, 36.05] },
  { name: '西站社区', at: [103.77, 36.06] },
  { name: '西站社区', at: [103.78, 36.07] },
  { name: 'Depot B', at: [103.79, 36.07] },
] as const;

test('a place is named by coordinates, its name, or enough of it', () => {
  const at = (text: string) => placeNamed(text, KNOWN)?.at;
  expect(at('103.8, 36.06')).toEqual([103.8, 36.06]);
  expect(at('103.8，36.06')).toEqual([103.8, 36.06]);
  expect(at('晏家坪')).toEqual([103.76, 36.05]);
  expect(at(' 晏家坪派 ')).toEqual([103.75, 36.05]);
  expect(at('depot b')).toEqual([103.79, 36.07]);
  expect(at('西站')).toEqual([103.77, 36.06]);
});

test.each(['', '  ', '家', '火星', '36.06', '36.06,103.8', '103.8,36.06,1', ','])(
  '%j names no place',
  (text) => {
    expect(placeNamed(text, KNOWN)).toBeUndefined();
  },
);

const week = (counts: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: 168 }, (_, hour) => counts[hour] ?? 0);

test('the busiest stretches are one a day, the busiest first', () => {
  // Monday 8 to 10; Friday 18 to 22, where the last hours of the day count.
  const told = busiest(week({ 8: 3, 9: 4, 114: 5, 117: 5, 119: 1 }), 4, 3);
  expect(told).toEqual([
    { day: 4, first: 18, end: 22, incidents: 10 },
    { day: 0, first: 6, end: 10, incidents: 7 },
  ]);
  expect(busiest(week({}), 4, 3)).toEqual([]);
  expect(busiest(week({ 167: 1 }), 4, 1)).toEqual([{ day: 6, first: 20, end: 24, incidents: 1 }]);
});

test('hours add up by day, and the fullest is the darkest', () => {
  const some = week({ 0: 1, 24: 2, 167: 4 });
  expect(byDay(some).map((day) => day.reduce((a, b) => a + b))).toEqual([1, 2, 0, 0, 0, 0, 4]);
  expect([shades(some)[0], shades(some)[167]]).toEqual([0.25, 1]);
  expect(Math.max(...shades(week({})))).toBe(0);
});

test('times are rounded up, shares are not rounded to all', () => {
  expect(hoursOf(0)).toEqual({ hours: 0, minutes: 1 });
  expect(hoursOf(61)).toEqual({ hours: 0, minutes: 2 });
  expect(hoursOf(3600)).toEqual({ hours: 1, minutes: 0 });
  expect(shareText(0.9996, 'zh')).toBe('99.9%');
  expect(shareText(1, 'zh')).toBe('100%');
  expect(shareText(0.031, 'en')).toBe('3.1%');
  expect(shareText(0.5, 'en')).toBe('50%');
  expect(shareText(0.01, 'en')).toBe('1%');
  expect(shareText(0, 'en')).toBe('0%');
  expect([timesText(2.34), timesText(12.6)]).toEqual(['2.3', '13']);
  expect([chanceText(0.00005), chanceText(0.0123)]).toEqual([undefined, '1.23%']);
});

const WAY: Way = {
  mode: 'car',
  time_s: 60,
  length_m: 500,
  off_road_m: 0,
  estimate: null,
  line: [
    [1, 1],
    [2, 2],
  ],
  steps: [],
};

test('a way is drawn with what leads to it and its ends; an estimate is no road', () => {
  const ends = { from: [0, 0], to: [3, 3] } as const;
  const parts = (way: Way | undefined, some: Parameters<typeof wayFeatures>[1]) =>
    wayFeatures(way, some).features.map(({ properties }) => properties?.['part']);
  expect(parts(WAY, ends)).toEqual(['off-road', 'road', 'off-road', 'end', 'end']);
  expect(parts({ ...WAY, estimate: 'no roads' }, ends)).not.toContain('road');
  expect(parts(undefined, { from: [0, 0] })).toEqual(['end']);
  expect(parts({ ...WAY, line: [] }, {})).toEqual([]);
});

const SQUARE = [
  [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ],
];

test('what is reached is one area, with a mark for each site', () => {
  const reach = { reached: SQUARE, sites: [{ lon: 5, lat: 6, households: 7 }] } as unknown as Reach;
  const { features } = reachFeatures(reach);
  expect(features.map(({ geometry }) => geometry.type)).toEqual(['MultiPolygon', 'Point']);
  expect(features[1]?.properties).toEqual({ part: 'site', name: '1' });
});

test('hotspots are numbered as in their list, also one without a middle', () => {
  const spot = { lon: null, lat: null, outline: SQUARE } as unknown as Hotspot;
  const { features } = hotspotFeatures([spot, { ...spot, lon: 1, lat: 2 }]);
  expect(features.map(({ properties }) => [properties?.['part'], properties?.['number']])).toEqual([
    ['area', '1'],
    ['area', '2'],
    ['number', '2'],
  ]);
});

test('grids of which nothing is reached stand out from those reached in part', () => {
  const { filter, opacity } = missedGrids([
    { code: 'a', share: 0 },
    { code: 'b', share: 0.4 },
  ]);
  expect(filter).toEqual(['in', ['get', 'code'], ['literal', ['a', 'b']]]);
  expect(JSON.stringify(opacity)).toContain('["literal",["a"]]');
  expect(missedGrids([]).filter).toEqual(['in', ['get', 'code'], ['literal', []]]);
});

test('each road is drawn by one layer', () => {
  const filters = roadLayers(false).map((layer) =>
    JSON.stringify('filter' in layer && layer.filter),
  );
  expect(new Set(filters).size).toBe(4);
});
