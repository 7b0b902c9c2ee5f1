/** Where there were more incidents than chance gives, in some days. */

import { batch, computed, signal } from '@preact/signals';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { dayOf } from '../../shared/text/moment.ts';
import { type Areas, type Hotspots, hotspotsOf } from '../api/roads.ts';

type Question = { readonly by: Areas; readonly to: string; readonly then: string | undefined };

/** How many days are looked at, and how many of the latest are kept back to judge by. */
const DAYS = 120;
const KEPT_BACK = 30;

const DAY_MS = 86_400_000;
const daysAgo = (days: number): string => dayOf(new Date(Date.now() - days * DAY_MS));

export const from = signal(daysAgo(DAYS));
export const to = signal(daysAgo(KEPT_BACK));
export const by = signal<Areas>('households');
export const hotspots = signal<Hotspots | undefined>(undefined);
/** What was asked for them. */
export const question = signal<Question | undefined>(undefined);
export const hotspotsProblem = signal<ProblemError | undefined>(undefined);
export const looking = signal(false);
/** The hotspot looked at, by its place in the list. */
export const chosenSpot = signal<number | undefined>(undefined);

export const spot = computed(() => hotspots.value?.hotspots[chosenSpot.value ?? -1]);

let asked = 0;

/** Looks for hotspots, judged by the days since where there are some. The later question counts. */
export async function look(): Promise<void> {
  asked += 1;
  const own = asked;
  const today = dayOf(new Date());
  const then = to.peek() < today ? today : undefined;
  const now: Question = { by: by.peek(), to: to.peek(), then };
  looking.value = true;
  let found: Hotspots | undefined;
  const problem = await guarded(async () => {
    found = await hotspotsOf({ from: from.peek(), to: now.to, then }, now.by);
  });
  if (own !== asked) return;
  batch(() => {
    chosenSpot.value = undefined;
    hotspots.value = found;
    question.value = now;
    hotspotsProblem.value = problem;
    looking.value = false;
  });
}
