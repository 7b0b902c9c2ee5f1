/** Who can go to the chosen incident while the open plan is under way, and sending one of them. */

import { batch, signal } from '@preact/signals';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { dayOf, timeText } from '../../shared/text/moment.ts';
import type { Incident } from '../api/incidents.ts';
import { type Call, type Plan, type Responder, responders, sendCrew } from '../api/plans.ts';
import { forgetHand } from './hand-state.ts';
import { chosenCrew, loadPlans, plan } from './plan-state.ts';

/** How long a crew stays when nobody says otherwise, in minutes. */
const STAY_MIN = 20;

export const stayMinutes = signal(STAY_MIN);
/** `HH:MM`, as somebody wrote it; undefined is what {@link timeFor} says. */
export const callTime = signal<string | undefined>(undefined);

/** What was found, and for which incident and plan. */
export type Found = {
  readonly incident: Incident['id'];
  readonly plan: Plan['id'];
  readonly call: Call;
  readonly crews: readonly Responder[];
};

export const found = signal<Found | undefined>(undefined);
export const callProblem = signal<ProblemError | undefined>(undefined);
/** What is waited for. */
export const waitsFor = signal<'crews' | 'repair' | undefined>(undefined);
/** The crew that was sent last, and to which incident. */
export const sent = signal<
  { readonly incident: Incident['id']; readonly crew: string } | undefined
>(undefined);

/** The time to ask for: now on the day of the plan, else when the incident happened. */
export function timeFor(open: Plan, incident: Incident, now: Date): string {
  return open.day === dayOf(now) ? timeText(now.toISOString()) : timeText(incident.occurred);
}

/** Minutes as somebody wrote them; what is none leaves those before. */
export function writeStay(text: string): void {
  const wanted = Math.round(Number(text));
  if (text.trim() === '' || Number.isNaN(wanted)) return;
  stayMinutes.value = Math.min(Math.max(wanted, 0), 480);
}

export async function askWho(open: Plan, incident: Incident): Promise<void> {
  const call = {
    incident: incident.id,
    now: callTime.peek() ?? timeFor(open, incident, new Date()),
    dwell_min: stayMinutes.peek(),
  };
  batch(() => {
    found.value = undefined;
    waitsFor.value = 'crews';
  });
  callProblem.value = await guarded(async () => {
    const crews = await responders(open.id, call);
    found.value = { incident: incident.id, plan: open.id, call, crews };
  });
  waitsFor.value = undefined;
}

/** Sends a crew; the repaired plan takes the place of the open one. */
export async function send({ incident, plan: id, call }: Found, crew: Responder): Promise<void> {
  waitsFor.value = 'repair';
  callProblem.value = await guarded(async () => {
    const repaired = await sendCrew(id, call, crew.crew);
    batch(() => {
      plan.value = repaired;
      chosenCrew.value = crew.crew;
      found.value = undefined;
      sent.value = { incident, crew: crew.name };
      forgetHand();
    });
    await loadPlans();
  });
  waitsFor.value = undefined;
}
