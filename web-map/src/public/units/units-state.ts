/** The units of each level and parent, asked for once. */

import { type Signal, signal } from '@preact/signals';
import { type Unit, unitsOf } from '../../shared/api/grids.ts';
import { type ProblemError, problemOf } from '../../shared/api/problem.ts';

export type Branch =
  | { readonly kind: 'loading' }
  | { readonly kind: 'here'; readonly units: readonly Unit[] }
  | { readonly kind: 'failed'; readonly problem: ProblemError };

const branches = new Map<string, Signal<Branch>>();

/** The units below a parent; loading starts with the first call. */
export function branchOf(level: number, parent: string | undefined): Signal<Branch> {
  const key = `${level}/${parent ?? ''}`;
  const known = branches.get(key);
  if (known) return known;
  const branch = signal<Branch>({ kind: 'loading' });
  branches.set(key, branch);
  void fill(branch, level, parent);
  return branch;
}

/** Asks again after a failure. */
export async function fill(
  branch: Signal<Branch>,
  level: number,
  parent: string | undefined,
): Promise<void> {
  branch.value = { kind: 'loading' };
  try {
    branch.value = { kind: 'here', units: await unitsOf(level, parent) };
  } catch (thrown) {
    branch.value = { kind: 'failed', problem: problemOf(thrown) };
  }
}

/** Whether a unit's name or code holds what was typed. */
export function nameHas(unit: Unit, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  return unit.name.toLowerCase().includes(wanted) || unit.code.toLowerCase().includes(wanted);
}
