/** Which step mends a finding, and when none does. */

import { expect, test } from 'vitest';
import type { LonLat } from '../../shared/api/city.ts';
import type { Grid, Rings } from '../api/designs.ts';
import { Topology } from '../geometry/topology.ts';
import { repairOf } from './repair.ts';

const STEP = 0.001;
const ring = (...points: readonly (readonly [number, number])[]): LonLat[] =>
  [...points, points[0] as readonly [number, number]].map(
    ([x, y]): LonLat => [
      Math.round((103 + x * STEP) * 1e7) / 1e7,
      Math.round((36 + y * STEP) * 1e7) / 1e7,
    ],
  );
const box = (x: number, y: number, wide = 1, high = 1): LonLat[] =>
  ring([x, y], [x + wide, y], [x + wide, y + high], [x, y + high]);

const grid = (
  number: number,
  households: number,
  neighbours: readonly number[],
  coordinates: readonly Rings[],
  more: Partial<Grid> = {},
): Grid => ({
  grid: number,
  code: `c${number}`,
  name: `Row ${number}`,
  unit: 0,
  locked: false,
  households,
  incidents: 0,
  area_m2: 0,
  perimeter_m: 0,
  compactness: 1,
  parts: coordinates.length,
  neighbours,
  label: null,
  coordinates,
  ...more,
});

const mended = (kind: string, about: number, grids: readonly Grid[], wanted = 100) =>
  repairOf(
    { kind, grids: [about], at: null, value: 0 },
    {
      grids: new Map(grids.map((one) => [one.grid, one])),
      topology: new Topology(grids),
      aim: { wanted, tolerance: 0.2 },
    },
  );

/** Three in a row; the one in the middle has a shorter border with its right neighbour. */
const row = (households: readonly [number, number, number], more: Partial<Grid> = {}): Grid[] => [
  grid(0, households[0], [1], [[ring([0, 0], [1, 0], [1, 2], [0, 2])]], more),
  grid(1, households[1], [0, 2], [[ring([1, 0], [2, 0], [2, 1], [2, 2], [1, 2])]]),
  grid(2, households[2], [1], [[ring([2, 0], [3, 0], [3, 1], [2, 1])]]),
];

test('a small grid goes to the neighbour that gets nearest to what is wanted', () => {
  expect(mended('too-few', 1, row([90, 30, 60]))).toEqual({
    kind: 'merge',
    step: { step: 'merge', from: 1, into: 2 },
    with: 2,
    households: 90,
  });
  // Two that are nearly right would be far too many together.
  expect(mended('too-few', 1, row([90, 75, 95]))).toBeUndefined();
});

test('neither across a larger border, nor to or from who is locked', () => {
  expect(mended('too-few', 1, row([60, 30, 90], { unit: 7 }))).toMatchObject({ with: 2 });
  expect(mended('too-few', 1, row([60, 30, 90], { locked: true }))).toMatchObject({ with: 2 });
  expect(mended('too-few', 0, row([60, 30, 90], { locked: true }))).toBeUndefined();
});

test('a grid where nobody lives goes where its border is longest', () => {
  expect(mended('empty', 1, row([90, 0, 60]))).toMatchObject({ kind: 'merge', with: 0 });
});

test('what lies inside comes in, if it is one and there is room', () => {
  const outer = (households: number) =>
    grid(0, households, [1], [[box(0, 0, 3, 3), [...box(1, 1)].reverse()]]);
  const inner = grid(1, 40, [0], [[box(1, 1)]]);
  expect(mended('encloses', 0, [outer(50), inner])).toMatchObject({
    step: { step: 'merge', from: 1, into: 0 },
    households: 90,
  });
  expect(mended('encloses', 0, [outer(110), inner])).toMatchObject({ households: 150 });
  expect(mended('encloses', 0, [outer(180), inner])).toBeUndefined();
});

test('the smaller part of a torn grid goes to who lies beside it', () => {
  const far: Rings = [box(2, 0)];
  const torn = grid(0, 100, [1], [[box(0, 0, 1, 2)], far]);
  const between = grid(1, 100, [0], [[ring([1, 0], [2, 0], [2, 1], [2, 2], [1, 2])]]);
  expect(mended('torn', 0, [torn, between])).toEqual({
    kind: 'give',
    step: { step: 'move-area', from: 0, to: 1, area: [far] },
    with: 1,
  });
  expect(mended('torn', 1, [torn, between])).toBeUndefined();
});

test('a grid without a name gets the next of its row', () => {
  const nameless = grid(9, 10, [], [[box(5, 5)]], { name: 'c9' });
  expect(mended('unnamed', 9, [...row([1, 1, 1]), nameless])).toMatchObject({
    step: { step: 'name', grid: 9, code: 'c9', name: 'Row 3' },
  });
  expect(mended('unnamed', 9, [nameless])).toMatchObject({ name: 'c10' });
});

test('a crowded grid is halved when halves are nearer', () => {
  expect(mended('too-many', 1, row([100, 180, 100]))).toEqual({ kind: 'halve', with: 1 });
  expect(mended('too-many', 1, row([100, 125, 100]))).toBeUndefined();
});

test('what nobody knows is left to people', () => {
  expect(mended('code-twice', 1, row([1, 1, 1]))).toBeUndefined();
  expect(mended('constructor', 1, row([1, 1, 1]))).toBeUndefined();
  expect(mended('too-few', 44, row([1, 1, 1]))).toBeUndefined();
});
