/** How far each grid is from its target, by what is being looked at. */

import { computed, signal } from '@preact/signals';
import type { Grid } from '../api/designs.ts';
import { scoped } from './scope.ts';

export const MEASURES = ['households', 'incidents', 'area'] as const;
export type Measure = (typeof MEASURES)[number];

export const measure = signal<Measure>('households');
/** Households of each grid; undefined is the mean. */
export const target = signal<number | undefined>(undefined);
export const tolerance = signal(0.2);

export const TOLERANCES = [0.1, 0.2, 0.3, 0.5] as const;

/** Below this a count is so small that chance alone moves it by a third and more. */
export const SMALL = 10;

/** The figures of a grid that can be measured. */
export type Counted = Pick<Grid, 'households' | 'incidents' | 'area_m2'>;

export function amountOf(grid: Counted, by: Measure): number {
  switch (by) {
    case 'households':
      return grid.households;
    case 'incidents':
      return grid.incidents;
    case 'area':
      return grid.area_m2;
    default:
      return by satisfies never;
  }
}

/** What a grid is to have: the target of households, or the mean. */
export function wantedOf(all: Iterable<Counted>, by: Measure, target: number | undefined): number {
  if (by === 'households' && target !== undefined) return target;
  let [sum, count] = [0, 0];
  for (const grid of all) {
    sum += amountOf(grid, by);
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** As a share of what is wanted: 0.25 is a quarter too many. Nothing when nothing is known. */
export const deviation = (value: number, wanted: number): number | undefined =>
  wanted > 0 ? value / wanted - 1 : undefined;

/** Whether a count is too small to be taken at its word. */
export const isSmall = (grid: Counted, by: Measure): boolean =>
  by !== 'area' && amountOf(grid, by) < SMALL;

/** 0 and 1 are too few, 2 is within tolerance, 3 and 4 are too many; the outer ones by twice as much. */
export type Band = 0 | 1 | 2 | 3 | 4;

export function bandOf(off: number, tolerance: number): Band {
  // A tolerance of 20 per cent includes 20 per cent, whatever the last digit is.
  const edge = tolerance + 1e-9;
  if (off < -2 * edge) return 0;
  if (off < -edge) return 1;
  if (off <= edge) return 2;
  return off <= 2 * edge ? 3 : 4;
}

export const wanted = computed(() => wantedOf(scoped.value, measure.value, target.value));

/** Households that each grid is to have. */
export const wantedHouseholds = computed(() => wantedOf(scoped.value, 'households', target.value));

export type Weighed = { readonly grid: Grid; readonly off: number | undefined };

export const offOf = (grid: Grid): number | undefined =>
  deviation(amountOf(grid, measure.value), wanted.value);

/** Every grid of the scope, the worst first. */
export const worstFirst = computed<readonly Weighed[]>(() =>
  scoped.value
    .map((grid) => ({ grid, off: offOf(grid) }))
    .sort(
      (a, b) => Math.abs(b.off ?? 0) - Math.abs(a.off ?? 0) || (a.grid.code < b.grid.code ? -1 : 1),
    ),
);

/** How many grids lie within the tolerance. */
export const within = computed(
  () =>
    worstFirst.value.filter(({ off }) => off !== undefined && bandOf(off, tolerance.value) === 2)
      .length,
);
