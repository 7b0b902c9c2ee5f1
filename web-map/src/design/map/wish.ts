/** What the lists ask the map to show next, and what it shows besides the grids. */

import { signal } from '@preact/signals';
import type { Bounds, LonLat } from '../../shared/api/city.ts';
import { boxAround } from '../../shared/map/box.ts';
import { choose, grids } from '../state/open-design.ts';

export type Wish = { readonly at: LonLat } | { readonly box: Bounds };

export const wish = signal<Wish | undefined>(undefined);
/** Whether the borders of before are shown. */
export const showBefore = signal(false);

/** The box around grids; undefined of none. */
export function boxOf(numbers: readonly number[]): Bounds | undefined {
  return boxAround(
    numbers.flatMap((number) => grids.peek().get(number)?.coordinates.flat(2) ?? []),
  );
}

/** Chooses a grid and brings it into view. */
export function lookAt(grid: number): void {
  choose(grid);
  const box = boxOf([grid]);
  if (box) wish.value = { box };
}
