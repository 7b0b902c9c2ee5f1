/** The design that is open on this page: its grids, kept up with what everybody does. */

import { batch, computed, signal } from '@preact/signals';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded, session } from '../../shared/session/session-state.ts';
import {
  type Above,
  type DesignInfo,
  type Grid,
  loadDesign,
  type Stepped,
  type Whole,
} from '../api/designs.ts';
import type { Key } from '../geometry/lattice.ts';
import { Topology } from '../geometry/topology.ts';

/** What the last news changed, for those that follow grid by grid. */
export type Patch = {
  readonly grids: readonly Grid[];
  readonly gone: readonly number[];
  /** These are all there are. */
  readonly all: boolean;
};

const NOTHING: Patch = { grids: [], gone: [], all: true };

export const design = signal<DesignInfo | undefined>(undefined);
/** Its number, for those whom its steps do not concern. */
export const designId = computed(() => design.value?.id);
export const openProblem = signal<ProblemError | undefined>(undefined);
export const grids = signal<ReadonlyMap<number, Grid>>(new Map());
export const units = signal<ReadonlyMap<number, Above>>(new Map());
/** The number of the last step that is shown. */
export const seq = signal(0);
/** How many steps can be taken back, and made again. */
export const depth = signal({ undo: 0, redo: 0 });
export const patch = signal<Patch>(NOTHING);
export const chosen = signal<number | undefined>(undefined);
/** The vertex of the chosen grid that commands are for. */
export const vertex = signal<Key | undefined>(undefined);
export const chosenGrid = computed(() =>
  chosen.value === undefined ? undefined : grids.value.get(chosen.value),
);
/** Whether who is signed in draws; an administrator looks and publishes. */
export const isDesigner = computed(
  () => session.value.kind === 'in' && session.value.session.role === 'designer',
);
/** Whether this design can be changed as it is, and by whom is signed in. */
export const isOpen = computed(() => design.value?.state === 'open' && isDesigner.value);

/** The borders that the grids share; follows `grids`. */
export let topology = new Topology<Grid>();

/** What grids are called, those that have no land any more by the name they had last. */
const names = new Map<number, string>();

export const nameOf = (grid: number): string => names.get(grid) ?? `#${grid}`;

/** Chooses a grid, or none. */
export function choose(grid: number | undefined): void {
  if (chosen.peek() === grid) return;
  batch(() => {
    // A vertex of another grid is not what the next key is about.
    vertex.value = undefined;
    chosen.value = grid;
  });
}

/** Opens a design, or none. Of two that are opened at once, the later one wins. */
export async function openDesign(id: number | undefined): Promise<void> {
  wanted = id;
  batch(() => {
    design.value = undefined;
    openProblem.value = undefined;
    choose(undefined);
    replace([], true);
  });
  if (id === undefined) return;
  const problem = await guarded(async () => {
    const whole = await loadDesign(id);
    if (wanted === id) show(whole, true);
  });
  if (wanted === id) openProblem.value = problem;
}

let wanted: number | undefined;

/** Fetches what others did since; everything when that is not known. */
export async function catchUp(): Promise<void> {
  const id = design.peek()?.id;
  if (id === undefined) return;
  const problem = await guarded(async () => {
    const whole = await loadDesign(id, seq.peek());
    if (design.peek()?.id === id) show(whole, false);
  });
  if (design.peek()?.id === id) openProblem.value = problem;
}

function show(whole: Whole, all: boolean): void {
  batch(() => {
    // An answer that was overtaken by a newer one brings nothing new.
    if (!all && whole.seq < seq.peek()) return;
    design.value = whole.design;
    units.value = all ? new Map(whole.units.map((unit) => [unit.unit, unit])) : units.peek();
    seq.value = whole.seq;
    depth.value = { undo: whole.undo, redo: whole.redo };
    replace(whole.grids, all, whole.gone);
  });
}

/** Takes in what a step changed. */
export function take(stepped: Stepped): void {
  batch(() => {
    seq.value = stepped.seq;
    depth.value = { undo: stepped.undo, redo: stepped.redo };
    replace(stepped.grids, false, stepped.gone);
    const now = design.peek();
    if (now) design.value = { ...now, steps: stepped.seq };
  });
}

function replace(changed: readonly Grid[], all: boolean, gone: readonly number[] = []): void {
  if (all) {
    topology = new Topology<Grid>();
    names.clear();
  }
  const next = new Map(all ? [] : grids.peek());
  // All that goes, goes first: a border that moved must not be taken out after it was put in anew.
  for (const number of [...gone, ...changed.map(({ grid }) => grid)]) topology.drop(number);
  for (const number of gone) next.delete(number);
  for (const grid of changed) {
    topology.put(grid);
    names.set(grid.grid, grid.name);
    next.set(grid.grid, grid);
  }
  grids.value = next;
  patch.value = { grids: changed, gone, all };
  if (chosen.peek() !== undefined && !next.has(chosen.peek() as number)) choose(undefined);
}
