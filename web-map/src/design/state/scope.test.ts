/** Which grids a unit is about. */

import { expect, test } from 'vitest';
import type { Above } from '../api/designs.ts';
import { choicesOf, isWithin } from './scope.ts';

const unit = (unit: number, level: number, parent: number | null, code: string): Above => ({
  unit,
  level,
  parent,
  code,
  name: `n${code}`,
});
const all = new Map(
  [unit(0, 1, null, '2'), unit(1, 1, null, '1'), unit(2, 2, 1, '11'), unit(3, 2, 0, '21')].map(
    (one) => [one.unit, one],
  ),
);

test('a grid is in its community, in its street, and in the whole', () => {
  expect([undefined, 2, 1, 0, 3].map((wanted) => isWithin(2, wanted, all))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(isWithin(null, undefined, all)).toBe(true);
  expect(isWithin(null, 1, all)).toBe(false);
});

test('units that name each other as parents hold nothing up', () => {
  const ring = new Map([unit(0, 1, 1, 'a'), unit(1, 1, 0, 'b')].map((one) => [one.unit, one]));
  expect(isWithin(0, 7, ring)).toBe(false);
});

test('choices go by code, each under its parent', () => {
  expect(choicesOf(all).map(({ unit, depth }) => [unit, depth])).toEqual([
    [1, 0],
    [2, 1],
    [0, 0],
    [3, 1],
  ]);
  expect(choicesOf(new Map())).toEqual([]);
});
