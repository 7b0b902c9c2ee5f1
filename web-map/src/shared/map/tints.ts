/** Which tint each unit gets, so that neighbours differ: greedy colouring, largest unit first. */

import type { Bounds } from '../api/city.ts';

export type Tinted = { readonly code: string; readonly bounds: Bounds | null };

/** Units beyond this count share one tint: a match of thousands of codes would slow every tile. */
export const TINTED_MAX = 600;

/**
 * A tint from 0 to `count` - 1 for each unit.
 *
 * Units whose boxes meet are taken as neighbours, which holds for every true neighbour. Where all
 * tints are taken around a unit, it gets the one used least there. O(n²) in the number of units.
 */
export function tintsOf(units: readonly Tinted[], count: number): ReadonlyMap<string, number> {
  const tints = new Map<string, number>();
  if (units.length > TINTED_MAX) return tints;
  const order = [...units].sort(
    (a, b) => sizeOf(b.bounds) - sizeOf(a.bounds) || (a.code < b.code ? -1 : 1),
  );
  const used = new Array<number>(count).fill(0);
  for (const unit of order) {
    const around = new Array<number>(count).fill(0);
    for (const other of order) {
      const tint = tints.get(other.code);
      if (tint !== undefined && meet(unit.bounds, other.bounds)) {
        around[tint] = (around[tint] ?? 0) + 1;
      }
    }
    const tint = least(around, used);
    used[tint] = (used[tint] ?? 0) + 1;
    tints.set(unit.code, tint);
  }
  return tints;
}

/** The tint seen least around, and among those the one used least at all. */
function least(around: readonly number[], used: readonly number[]): number {
  let best = 0;
  for (let tint = 1; tint < around.length; tint += 1) {
    const [here, there] = [around[tint] ?? 0, around[best] ?? 0];
    if (here < there || (here === there && (used[tint] ?? 0) < (used[best] ?? 0))) best = tint;
  }
  return best;
}

function sizeOf(bounds: Bounds | null): number {
  return bounds ? (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]) : 0;
}

function meet(a: Bounds | null, b: Bounds | null): boolean {
  return !!a && !!b && a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}
