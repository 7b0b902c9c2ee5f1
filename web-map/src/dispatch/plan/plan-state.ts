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
  type PlanId,
  type PlanSummary,
} from '../api/plans.ts';
import { today } from '../incidents/incidents-state.ts';
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
    plan.value = await loadPlan(id);
    chosenCrew.value = undefined;
  });
}

/** Whether hotspots were asked for in the plan made last. */
export const askedHotspots = signal(false);

/** Asks for a plan and follows its job to the end. */
export async function startPlan(day: string): Promise<void> {
  jobProblem.value = undefined;
  job.value = { id: '', state: 'queued', progress: null, plan: null };
  const hotspots = hotVisits(day, today());
  askedHotspots.value = hotspots !== undefined;
  jobProblem.value = await guarded(async () => {
    const id = await makePlan(day, SECONDS, hotspots);
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
}

export async function stopPlan(): Promise<void> {
  const now = job.value;
  if (!now?.id) return;
  await cancelJob(now.id).catch((thrown: unknown) => {
    jobProblem.value = problemOf(thrown);
  });
}
