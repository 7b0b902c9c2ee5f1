/** Outlines with a gap where the moving vertex stands. */

import { expect, test } from 'vitest';
import type { LonLat } from '../../shared/api/city.ts';
import type { Grid } from '../api/designs.ts';
import { keyOf } from '../geometry/lattice.ts';
import { outlineParts } from './live-areas.ts';

const [a, b, c, d]: LonLat[] = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
];
const grid = { coordinates: [[[a, b, c, d, a]]] } as unknown as Grid;
const project = ([x, y]: LonLat) => ({ x, y });

test('the vertex is left out, wherever the ring begins', () => {
  expect(outlineParts(grid, { at: keyOf(c as LonLat) }, project).join('7,8')).toBe(
    'M0,0L10,0L7,8L0,10Z',
  );
  expect(outlineParts(grid, { at: keyOf(a as LonLat) }, project).join('7,8')).toBe(
    'M7,8L10,0L10,10L0,10Z',
  );
});

test('a new vertex goes between two, in either direction, also where the ring closes', () => {
  const [from, to] = [keyOf(b as LonLat), keyOf(c as LonLat)];
  const bent = 'M0,0L10,0L7,8L10,10L0,10Z';
  expect(outlineParts(grid, { from, to }, project).join('7,8')).toBe(bent);
  expect(outlineParts(grid, { from: to, to: from }, project).join('7,8')).toBe(bent);
  const last = { from: keyOf(d as LonLat), to: keyOf(a as LonLat) };
  expect(outlineParts(grid, last, project).join('7,8')).toBe('M0,0L10,0L10,10L0,10L7,8Z');
});

test('a grid that does not have the vertex is drawn whole', () => {
  expect(outlineParts(grid, { at: '5,5' }, project)).toEqual(['M0,0L10,0L10,10L0,10Z']);
});
