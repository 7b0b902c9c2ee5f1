/** Deviations from the target, and their colours. */

import { expect, test } from 'vitest';
import type { Grid } from '../api/designs.ts';
import { bandOf, deviation, isSmall, wantedOf } from './measure.ts';

const grid = (households: number, incidents = 0, area_m2 = 1): Grid =>
  ({ households, incidents, area_m2 }) as unknown as Grid;

test('what is wanted is the mean, or the target of households', () => {
  const all = [grid(100, 4), grid(300, 0)];
  expect(wantedOf(all, 'households', undefined)).toBe(200);
  expect(wantedOf(all, 'households', 250)).toBe(250);
  expect(wantedOf(all, 'incidents', 250)).toBe(2);
  expect(wantedOf([], 'area', undefined)).toBe(0);
});

test('the edge of the tolerance belongs to it', () => {
  expect(bandOf(0.2, 0.2)).toBe(2);
  expect(bandOf(-0.2, 0.2)).toBe(2);
  expect(bandOf(360 / 300 - 1, 0.2)).toBe(2);
  expect([-0.5, -0.3, 0, 0.3, 0.5].map((off) => bandOf(off, 0.2))).toEqual([0, 1, 2, 3, 4]);
});

test('where nothing is known nothing is said', () => {
  expect(deviation(5, 0)).toBeUndefined();
  expect(deviation(150, 100)).toBe(0.5);
});

test('small counts are marked, areas never', () => {
  expect(isSmall(grid(9), 'households')).toBe(true);
  expect(isSmall(grid(10), 'households')).toBe(false);
  expect(isSmall(grid(500, 3), 'incidents')).toBe(true);
  expect(isSmall(grid(0, 0, 1), 'area')).toBe(false);
});
