/** What is wrong with the open design, kept up with its steps. */

import { computed, effect, signal } from '@preact/signals';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { type Finding, type Findings, loadFindings } from '../api/designs.ts';
import { tolerance, wantedHouseholds } from '../state/measure.ts';
import { design, grids, seq } from '../state/open-design.ts';
import { inScope, scope } from '../state/scope.ts';

export const findings = signal<Findings | undefined>(undefined);
export const findingsProblem = signal<ProblemError | undefined>(undefined);

/** Those that are about a grid of the scope. */
export const found = computed<readonly Finding[] | undefined>(() => {
  const all = findings.value?.found;
  if (!all || scope.value === undefined) return all;
  const about = (number: number): boolean => {
    const grid = grids.value.get(number);
    return grid !== undefined && inScope(grid);
  };
  return all.filter((one) => one.grids.some(about));
});

/** Steps come in a row; the findings are asked for when there is a pause. */
const PAUSE_MS = 250;

/** How often they were asked for: an answer that comes after the next question is not shown. */
let asked = 0;

export async function askFindings(): Promise<void> {
  const id = design.peek()?.id;
  if (id === undefined) return;
  asked += 1;
  const mine = asked;
  const isNewest = (): boolean => mine === asked && design.peek()?.id === id;
  const problem = await guarded(async () => {
    // The mean of a street is not that of the whole territory.
    const households = Math.round(wantedHouseholds.peek());
    const told = await loadFindings(id, households > 0 ? households : undefined, tolerance.peek());
    if (isNewest()) findings.value = told;
  });
  if (isNewest()) findingsProblem.value = problem;
}

/** Follows the design until the returned function is called. */
export function followFindings(): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    void [seq.value, wantedHouseholds.value, tolerance.value];
    const id = design.value?.id;
    globalThis.clearTimeout(waiting);
    if (id !== undefined) waiting = globalThis.setTimeout(() => void askFindings(), PAUSE_MS);
  });
  return () => {
    globalThis.clearTimeout(waiting);
    findings.value = undefined;
    findingsProblem.value = undefined;
    stop();
  };
}

export type Group = { readonly kind: string; readonly found: readonly Finding[] };

/** The findings by kind; the kind that holds the worst comes first, as the server ordered them. */
export function grouped(found: readonly Finding[]): readonly Group[] {
  const groups = new Map<string, Finding[]>();
  for (const one of found) {
    const group = groups.get(one.kind);
    if (group) group.push(one);
    else groups.set(one.kind, [one]);
  }
  return [...groups].map(([kind, found]) => ({ kind, found }));
}
