/** Areas, and places inside. */

import { expect, test } from 'vitest';
import type { LonLat } from '../../shared/api/city.ts';
import { area_m2, insideOf } from './land.ts';

const box = (west: number, south: number, east: number, north: number): LonLat[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

test('areas are those of the ground, without their holes', () => {
  // A hundredth of a degree at 36 north: about 899.6 m by 1,112 m.
  const whole = area_m2([[box(103, 36, 103.01, 36.01)]]);
  expect(whole / 1e6).toBeCloseTo(1.0003, 2);
  const holed = area_m2([[box(103, 36, 103.01, 36.01), box(103.0025, 36.0025, 103.0075, 36.0075)]]);
  expect(holed / whole).toBeCloseTo(0.75, 3);
  expect(area_m2([])).toBe(0);
});

test('a place inside is inside, also of a horseshoe and beside a hole', () => {
  const shoe: LonLat[] = [
    [0, 0],
    [10, 0],
    [10, 10],
    [9, 10],
    [9, 1],
    [3, 1],
    [3, 10],
    [0, 10],
    [0, 0],
  ];
  expect(insideOf([[shoe]])).toEqual([1.5, 5]);
  expect(insideOf([[box(0, 0, 10, 10), box(1, 1, 6, 9)]])).toEqual([8, 5]);
  // The largest part counts.
  expect(insideOf([[box(0, 0, 1, 1)], [box(5, 5, 9, 9)]])).toEqual([7, 7]);
  expect(insideOf([])).toBeUndefined();
});
