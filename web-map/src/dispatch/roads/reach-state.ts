/** What is reached from the bases in some minutes. */

import { batch, signal } from '@preact/signals';
import type { LonLat } from '../../shared/api/city.ts';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { type Mode, type Reach, reachOf } from '../api/roads.ts';
import { bases } from './roads-state.ts';
import { askUnder, conditionsOf, type Under } from './unusual-state.ts';

type Question = {
  readonly minutes: number;
  readonly mode: Mode;
  readonly from: readonly LonLat[] | undefined;
};

/** The longest time that the server is asked for, a day. */
export const MINUTES_MAX = 1440;

export const minutes = signal(10);
export const mode = signal<Mode>('car');
/** The place of one base in the list; undefined for all. */
export const base = signal<number | undefined>(undefined);
export const reach = signal<Reach | undefined>(undefined);
export const reachProblem = signal<ProblemError | undefined>(undefined);
/** What was not as usual when it was asked for. */
export const reachUnder = signal<Under | undefined>(undefined);
/** Whether the answer is to a question that was asked before: then the map stays where it is. */
export const askedAgain = signal(false);
export const reckoning = signal(false);

/** Minutes as somebody wrote them; what is none leaves those before. */
export function writeMinutes(text: string): void {
  const wanted = Math.round(Number(text));
  if (text.trim() !== '' && wanted >= 1) minutes.value = Math.min(wanted, MINUTES_MAX);
}

let asked = 0;
let question: Question | undefined;

/** Asks what is reached, as the form stands. */
export function reckon(): Promise<void> {
  const one = base.peek() === undefined ? undefined : bases.peek()[base.peek() ?? 0];
  return answer({ minutes: minutes.peek(), mode: mode.peek(), from: one && [one.at] }, false);
}

/** Asks the last question anew when what is closed or slow is not what it was asked under. */
export function reckonAgain(): void {
  if (!question || reachUnder.peek()?.key === conditionsOf(question.mode).key) return;
  void answer(question, true);
}

/** Of two questions under way the later counts. */
async function answer(now: Question, again: boolean): Promise<void> {
  asked += 1;
  const own = asked;
  question = now;
  batch(() => {
    reachUnder.value = conditionsOf(now.mode);
    reckoning.value = true;
  });
  let found: Reach | undefined;
  let under = reachUnder.peek();
  const problem = await guarded(async () => {
    [found, under] = await askUnder(now.mode, (unusual) =>
      reachOf(now.minutes, now.mode, now.from, unusual),
    );
  });
  if (own !== asked) return;
  batch(() => {
    askedAgain.value = again;
    reach.value = found;
    reachUnder.value = under;
    reachProblem.value = problem;
    reckoning.value = false;
  });
}
