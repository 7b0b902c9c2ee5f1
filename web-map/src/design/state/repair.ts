/**
 * What would mend a finding in one step: a small grid into a neighbour, a loose part to who lies around it,
 * a crowded grid in two. Only steps that leave the figures no worse than they were.
 */

import type { Finding, Findings, Grid, Rings } from '../api/designs.ts';
import type { Step } from '../api/step.ts';
import { area_m2 } from '../geometry/land.ts';
import { distance_m, keyOf, length_m } from '../geometry/lattice.ts';
import type { Topology } from '../geometry/topology.ts';
import { nextName } from '../next-name.ts';

export type Repair =
  /** A grid goes into a neighbour, which then has so many households. */
  | {
      readonly kind: 'merge';
      readonly step: Step;
      readonly with: number;
      readonly households: number;
    }
  /** A part that lies apart goes to a neighbour. */
  | { readonly kind: 'give'; readonly step: Step; readonly with: number }
  | { readonly kind: 'name'; readonly step: Step; readonly with: number; readonly name: string }
  /** Where the line runs is found by trial. */
  | { readonly kind: 'halve'; readonly with: number };

/** The design as a repair is judged by it. */
export type Ground = {
  readonly grids: ReadonlyMap<number, Grid>;
  readonly topology: Topology<Grid>;
  /** Households that each grid is to have, and how far from it is good enough. */
  readonly aim: Pick<Findings, 'wanted' | 'tolerance'>;
};

/** The step that would mend a finding; undefined when somebody must think about it. O(its vertices). */
export function repairOf({ kind, grids: about }: Finding, ground: Ground): Repair | undefined {
  const grid = ground.grids.get(about[0] ?? -1);
  if (!grid || grid.locked) return undefined;
  switch (kind) {
    case 'too-few':
      return merged(grid, ground, (one, other) => one.off - other.off);
    case 'empty':
    case 'thin':
      return merged(grid, ground, (one, other) => other.border_m - one.border_m);
    case 'encloses':
      return takenIn(grid, ground);
    case 'torn':
      return partGiven(grid, ground);
    case 'unnamed':
      return named(grid, ground);
    case 'too-many':
      return isWorthHalving(grid, ground) ? { kind: 'halve', with: grid.grid } : undefined;
    default:
      return undefined;
  }
}

/** How far so many households are from what is wanted; 0 when nothing is. */
export const offBy = (households: number, { aim: { wanted } }: Pick<Ground, 'aim'>): number =>
  wanted > 0 ? Math.abs(households / wanted - 1) : 0;

type Partner = { readonly grid: Grid; readonly off: number; readonly border_m: number };

/** Into the best neighbour of the same unit, unless that makes another finding as bad as this one. */
function merged(
  grid: Grid,
  ground: Ground,
  order: (one: Partner, other: Partner) => number,
): Repair | undefined {
  const borders = bordersOf(grid, ground);
  const [best] = [...borders]
    .flatMap(([number, border_m]): Partner[] => {
      const other = ground.grids.get(number);
      if (!other || other.unit !== grid.unit || other.locked) return [];
      return [{ grid: other, border_m, off: offBy(grid.households + other.households, ground) }];
    })
    .filter((one) => isNoWorse(grid, one.grid, ground))
    .sort(order);
  return best && mergeOf(grid, best.grid);
}

const mergeOf = (from: Grid, into: Grid): Repair => ({
  kind: 'merge',
  step: { step: 'merge', from: from.grid, into: into.grid },
  with: into.grid,
  households: from.households + into.households,
});

/** Whether two in one are within tolerance, or nearer to what is wanted than the worse of them was. */
function isNoWorse(one: Grid, other: Grid, ground: Ground): boolean {
  const off = offBy(one.households + other.households, ground);
  const before = Math.max(offBy(one.households, ground), offBy(other.households, ground));
  return off <= ground.aim.tolerance + 1e-9 || off < before;
}

/** The only one that lies inside comes in. */
function takenIn(grid: Grid, ground: Ground): Repair | undefined {
  const inside = grid.neighbours
    .flatMap((number) => ground.grids.get(number) ?? [])
    .filter((other) => other.neighbours.length === 1 && other.unit === grid.unit && !other.locked);
  const [only] = inside;
  return only && inside.length === 1 && isNoWorse(grid, only, ground)
    ? mergeOf(only, grid)
    : undefined;
}

/** The smallest part goes to whoever of the same unit it has the longest border with. */
function partGiven(grid: Grid, ground: Ground): Repair | undefined {
  const [smallest, ...rest] = [...grid.coordinates].sort((a, b) => area_m2([a]) - area_m2([b]));
  if (!smallest || rest.length === 0) return undefined;
  const [best] = [...around(smallest, grid.grid, ground.topology)]
    .filter(([number]) => {
      const other = ground.grids.get(number);
      return other?.unit === grid.unit && !other?.locked;
    })
    .sort(([, a], [, b]) => b - a);
  if (!best) return undefined;
  const [to] = best;
  const step: Step = { step: 'move-area', from: grid.grid, to, area: [smallest] };
  return { kind: 'give', step, with: to };
}

/** The grids beside a part, with the metres of border that each has with it. */
function around(part: Rings, own: number, topology: Topology<Grid>): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const ring of part) {
    for (const [k, at] of ring.slice(1).entries()) {
      const from = ring[k];
      const piece = from && topology.pieces(keyOf(from)).find(({ to }) => to === keyOf(at));
      for (const number of piece?.grids ?? []) {
        if (number !== own && from) {
          found.set(number, (found.get(number) ?? 0) + distance_m(from, at));
        }
      }
    }
  }
  return found;
}

function bordersOf(grid: Grid, { topology }: Ground): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const { points, grids } of topology.edgesOf(grid.grid)) {
    const other = grids.find((number) => number !== grid.grid);
    if (other !== undefined) found.set(other, (found.get(other) ?? 0) + length_m(points));
  }
  return found;
}

function named(grid: Grid, ground: Ground): Repair | undefined {
  const row = [...ground.grids.values()].filter((other) => other.unit === grid.unit);
  const name = nextName(row.map((other) => other.name));
  if (name === undefined) return undefined;
  const step: Step = { step: 'name', grid: grid.grid, code: grid.code, name };
  return { kind: 'name', step, with: grid.grid, name };
}

/** Halves must be nearer to what is wanted than the whole is. */
const isWorthHalving = ({ households }: Grid, ground: Ground): boolean =>
  offBy(households / 2, ground) < offBy(households, ground);
