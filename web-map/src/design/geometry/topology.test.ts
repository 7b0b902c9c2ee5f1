/** Sharing, nodes and edges of a few squares, and of any row of changes. */

import { expect, test } from 'vitest';
import type { LonLat } from '../../shared/api/city.ts';
import { goneLines } from './gone.ts';
import { distance_m, type Key, keyOf, length_m } from './lattice.ts';
import { type Land, Topology } from './topology.ts';

const STEP = 0.001;
const at = (x: number, y: number): LonLat => [
  Math.round((103 + x * STEP) * 1e7) / 1e7,
  Math.round((36 + y * STEP) * 1e7) / 1e7,
];
const key = (x: number, y: number): Key => keyOf(at(x, y));

/** A ring counterclockwise through corners, closed. */
const ring = (...corners: readonly (readonly [number, number])[]): LonLat[] =>
  [...corners, corners[0] as readonly [number, number]].map(([x, y]) => at(x, y));

const land = (grid: number, unit: number | null, ...rings: LonLat[][]): Land => ({
  grid,
  unit,
  coordinates: [rings],
});

/** Two squares side by side under one wide one; the lower border has the corner of both. */
const three = (): Land[] => [
  land(0, 7, ring([0, 0], [1, 0], [1, 1], [0, 1])),
  land(1, 7, ring([1, 0], [2, 0], [2, 1], [1, 1])),
  land(2, 8, ring([0, 1], [1, 1], [2, 1], [2, 2], [0, 2])),
];

test('where borders meet is a node, known to every grid that meets there', () => {
  const topology = new Topology(three());
  expect(topology.degree(key(1, 1))).toBe(3);
  expect([...topology.gridsAt(key(1, 1))].sort()).toEqual([0, 1, 2]);
  expect(topology.degree(key(0, 0))).toBe(2);
  expect(topology.gridsAt(key(0, 0))).toEqual([0]);
  expect(topology.place(key(5, 5))).toBeUndefined();
  expect(topology.degree(key(5, 5))).toBe(0);
});

test('borders of larger units and of the territory are told from those that may move', () => {
  const topology = new Topology(three());
  expect(topology.isUpper([0, 1])).toBe(false);
  expect(topology.isUpper([0, 2])).toBe(true);
  expect(topology.isUpper([0])).toBe(true);
  // Every vertex here lies on the rim or on the border between 7 and 8.
  expect(topology.isPinned(key(1, 1))).toBe(true);
  topology.put(land(0, 7, ring([0, 0], [1, 0], [1, 0.5], [1, 1], [0, 1])));
  topology.put(land(1, 7, ring([1, 0], [2, 0], [2, 1], [1, 1], [1, 0.5])));
  expect(topology.isPinned(key(1, 0.5))).toBe(false);
});

test('an edge runs from node to node, whichever piece of it is taken', () => {
  const topology = new Topology(three());
  const whole = topology.edgeThrough(key(0, 1), key(1, 1));
  expect(whole?.points).toEqual([at(0, 1), at(1, 1)]);
  expect([...(whole?.grids ?? [])].sort()).toEqual([0, 2]);
  // The rim of grid 0 from (1, 0) around to (0, 1), from its middle.
  const rim = topology.edgeThrough(key(0, 0), key(1, 0));
  expect(rim?.points.map(String)).toEqual([at(0, 1), at(0, 0), at(1, 0)].map(String));
  expect(topology.edgesOf(0)).toHaveLength(3);
  expect(topology.edgeThrough(key(0, 0), key(2, 2))).toBeUndefined();
});

test('an island has one closed edge, from both sides', () => {
  const island = ring([1, 1], [2, 1], [2, 2], [1, 2]);
  const topology = new Topology([
    land(0, 1, ring([0, 0], [3, 0], [3, 3], [0, 3]), [...island].reverse()),
    land(1, 1, island),
  ]);
  const [edge] = topology.edgesOf(1);
  expect(topology.edgesOf(1)).toHaveLength(1);
  expect(edge?.points).toHaveLength(5);
  expect(String(edge?.points[0])).toBe(String(edge?.points.at(-1)));
  expect(topology.edgesOf(0)).toHaveLength(2);
});

test('grids that are put in and taken out leave what was there before', () => {
  const [a, b, c] = three() as [Land, Land, Land];
  const topology = new Topology([a, b, c]);
  const seen = (): string =>
    JSON.stringify([
      [...topology.numbers()].sort(),
      [0, 1, 2].map((x) => [0, 1, 2].map((y) => [...topology.gridsAt(key(x, y))].sort())),
      [0, 1, 2].map((grid) => topology.edgesOf(grid).length),
    ]);
  const before = seen();
  // Two become one, and two again: all that changes goes first, as news of a step is taken in.
  const wide = land(0, 7, ring([0, 0], [1, 0], [2, 0], [2, 1], [1, 1], [0, 1]));
  for (const number of [0, 1]) topology.drop(number);
  topology.put(wide);
  expect(topology.degree(key(1, 1))).toBe(2);
  expect(topology.gridsAt(key(1, 0))).toEqual([0]);
  topology.drop(0);
  for (const grid of [a, b]) topology.put(grid);
  expect(seen()).toBe(before);
  for (const number of [0, 1, 2]) topology.drop(number);
  expect(topology.place(key(1, 1))).toBeUndefined();
});

test('what one drawing has and another has not is drawn once', () => {
  const before = new Topology(three());
  const now = new Topology([
    land(0, 7, ring([0, 0], [1, 0], [2, 0], [2, 1], [1, 1], [0, 1])),
    land(2, 8, ring([0, 1], [1, 1], [2, 1], [2, 2], [0, 2])),
  ]);
  const gone = goneLines(before, now);
  expect(gone).toHaveLength(1);
  expect(gone[0]?.map(String).sort()).toEqual([at(1, 0), at(1, 1)].map(String).sort());
  expect(goneLines(before, new Topology(three()))).toEqual([]);
  expect(goneLines(new Topology(), now)).toEqual([]);
});

test('lengths are those of the ground', () => {
  expect(distance_m([103, 36], [104, 36])).toBeCloseTo(89_958, -2);
  expect(distance_m([103, 36], [103, 37])).toBeCloseTo(111_195, 0);
  expect(length_m([at(0, 0)])).toBe(0);
});
