/** The part of the territory that is being redrawn: a street, a community, or everything. */

import { computed, signal } from '@preact/signals';
import type { Above, Grid } from '../api/designs.ts';
import { grids, units } from './open-design.ts';

/** The unit that lists, means and colours are about; undefined is the whole territory. */
export const scope = signal<number | undefined>(undefined);

/** Whether a unit is another one or lies in it. */
export function isWithin(
  unit: number | null,
  wanted: number | undefined,
  all: ReadonlyMap<number, Above>,
): boolean {
  if (wanted === undefined) return true;
  let here: number | null | undefined = unit;
  // A tree is not deeper than it has units, whatever an answer says.
  for (let k = 0; k <= all.size && here !== null && here !== undefined; k += 1) {
    if (here === wanted) return true;
    here = all.get(here)?.parent;
  }
  return false;
}

export const inScope = (grid: Grid): boolean => isWithin(grid.unit, scope.value, units.value);

/** The grids that it is about. */
export const scoped = computed<readonly Grid[]>(() => [...grids.value.values()].filter(inScope));

export type Choice = { readonly unit: number; readonly name: string; readonly depth: number };

/** Every unit to choose from, those of a unit under it, by their codes. */
export function choicesOf(all: ReadonlyMap<number, Above>): readonly Choice[] {
  const below = new Map<number | null, Above[]>();
  for (const unit of all.values()) {
    const parent = unit.parent !== null && all.has(unit.parent) ? unit.parent : null;
    below.set(parent, [...(below.get(parent) ?? []), unit]);
  }
  const found: Choice[] = [];
  const add = (parent: number | null, depth: number): void => {
    const units = [...(below.get(parent) ?? [])].sort((a, b) => (a.code < b.code ? -1 : 1));
    for (const { unit, name } of units) {
      found.push({ unit, name, depth });
      add(unit, depth + 1);
    }
  };
  add(null, 0);
  return found;
}

export const choices = computed(() => choicesOf(units.value));
