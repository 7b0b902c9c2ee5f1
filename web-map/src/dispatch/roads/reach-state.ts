/** What is reached from the bases in some minutes. */

import { batch, signal } from '@preact/signals';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { type Mode, type Reach, reachOf } from '../api/roads.ts';
import { bases } from './roads-state.ts';

/** The longest time that the server is asked for, a day. */
export const MINUTES_MAX = 1440;

export const minutes = signal(10);
export const mode = signal<Mode>('car');
/** The place of one base in the list; undefined for all. */
export const base = signal<number | undefined>(undefined);
export const reach = signal<Reach | undefined>(undefined);
export const reachProblem = signal<ProblemError | undefined>(undefined);
export const reckoning = signal(false);

/** Minutes as somebody wrote them; what is none leaves those before. */
export function writeMinutes(text: string): void {
  const wanted = Math.round(Number(text));
  if (text.trim() !== '' && wanted >= 1) minutes.value = Math.min(wanted, MINUTES_MAX);
}

let asked = 0;

/** Asks what is reached. Of two questions under way the later counts. */
export async function reckon(): Promise<void> {
  asked += 1;
  const own = asked;
  const one = base.peek() === undefined ? undefined : bases.peek()[base.peek() ?? 0];
  reckoning.value = true;
  let found: Reach | undefined;
  const problem = await guarded(async () => {
    found = await reachOf(minutes.peek(), mode.peek(), one && [one.at]);
  });
  if (own !== asked) return;
  batch(() => {
    reach.value = found;
    reachProblem.value = problem;
    reckoning.value = false;
  });
}
