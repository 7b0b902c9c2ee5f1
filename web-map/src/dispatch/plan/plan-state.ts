/** The plans: those kept, the one open, and the one being made. */

import { signal } from '@preact/signals';
import { type ProblemError, problemOf } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import {
  cancelJob,
  type Job,
  jobNow,
  listPlans,
  loadPlan,
  makePlan,
  type Plan,
  type PlanAsk,
  type PlanId,
  type PlanSummary,
} from '../api/plans.ts';
import { today } from '../incidents/incidents-state.ts';
import { unusuallyNow } from '../roads/unusual-state.ts';
import { asked, forgetHand, hand, othersStay } from './hand-state.ts';
import { hotVisits } from './hot-visits-state.ts';

export const plans = signal<readonly PlanSummary[] | undefined>(undefined);
export const plan = signal<Plan | undefined>(undefined);
export const plansProblem = signal<ProblemError | undefined>(undefined);
/** The crew looked at, by id; undefined shows all alike. */
export const chosenCrew = signal<string | undefined>(undefined);
export const job = signal<Job | undefined>(undefined);
export const jobProblem = signal<ProblemError | undefined>(undefined);

const POLL_MS = 400;
/** How long the server may look for a better plan. */
const SECONDS = 3;

/** Loads the list of plans; opens the newest when none is open. */
export async function loadPlans(): Promise<void> {
  plansProblem.value = await guarded(async () => {
    plans.value = await listPlans();
    const [newest] = plans.value;
    if (!plan.value && newest) await openPlan(newest.id);
  });
}

export async function openPlan(id: PlanId): Promise<void> {
  plansProblem.value = await guarded(async () => {
    const opened = await loadPlan(id);
    // What was changed by hand is about the stops of the plan before.
    if (opened.id !== plan.peek()?.id) forgetHand();
    plan.value = opened;
    chosenCrew.value = undefined;
  });
}

/** Whether hotspots were asked for in the plan made last. */
export const askedHotspots = signal(false);

/** Whether plans reckon with what is set as not usual on the roads. */
export const withUnusual = signal(true);

/** Whether plans are drawn among many, so that nobody can guess them. */
export const withVariety = signal(false);
/** So much more than the best one may cost, in percent. */
const DEARER = 5;
/** Many plans take longer than one. */
const SECONDS_VARIED = 8;

/** Asks for a plan of a day and follows its job to the end. */
export async function startPlan(day: string): Promise<void> {
  const hotspots = hotVisits(day, today());
  askedHotspots.value = hotspots !== undefined;
  const unusually = withUnusual.peek() ? unusuallyNow() : {};
  const varied = withVariety.peek();
  await follow({
    day,
    seconds: varied ? SECONDS_VARIED : SECONDS,
    ...unusually,
    ...(hotspots ? { hotspots } : {}),
    ...(varied ? { vary: { dearer_percent: DEARER } } : {}),
  });
}

/** Has a plan made anew with what was changed by hand. */
export async function applyHand(open: Plan): Promise<void> {
  askedHotspots.value = false;
  const changes = asked(open, hand.peek(), othersStay.peek());
  if (await follow({ from: open.id, seconds: SECONDS, ...changes })) forgetHand();
}

/** Follows the job of a plan to its end; whether a plan was made. */
async function follow(ask: PlanAsk): Promise<boolean> {
  jobProblem.value = undefined;
  job.value = { id: '', state: 'queued', progress: null, plan: null };
  jobProblem.value = await guarded(async () => {
    const id = await makePlan(ask);
    let now = await jobNow(id);
    while (now.state === 'queued' || now.state === 'running') {
      job.value = now;
      await new Promise((settle) => globalThis.setTimeout(settle, POLL_MS));
      now = await jobNow(id);
    }
    job.value = now;
    if (now.state !== 'done' || now.plan === null) return;
    await loadPlans();
    await openPlan(now.plan);
  });
  if (jobProblem.value) job.value = undefined;
  return job.value?.state === 'done';
}

export async function stopPlan(): Promise<void> {
  const now = job.value;
  if (!now?.id) return;
  await cancelJob(now.id).catch((thrown: unknown) => {
    jobProblem.value = problemOf(thrown);
  });
}
