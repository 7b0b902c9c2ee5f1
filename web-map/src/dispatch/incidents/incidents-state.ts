/** The incidents of the chosen day, and the one that is chosen among them. */

import { computed, signal } from '@preact/signals';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { dayOf } from '../../shared/text/moment.ts';
import {
  type DayCount,
  type Incident,
  type IncidentState,
  incidentDays,
  incidentsOn,
  STATES,
} from '../api/incidents.ts';
import { daysToChoose, firstDay } from './choose-day.ts';

export const today = (): string => dayOf(new Date());

const known = signal<readonly DayCount[]>([]);

export const day = signal(today());
export const incidents = signal<readonly Incident[] | undefined>(undefined);
export const chosenId = signal<Incident['id'] | undefined>(undefined);
export const stateFilter = signal<IncidentState | undefined>(undefined);
export const incidentsProblem = signal<ProblemError | undefined>(undefined);

export const days = computed(() => daysToChoose(known.value, day.value, today()));

export const listed = computed(() => {
  const wanted = stateFilter.value;
  const all = incidents.value ?? [];
  return wanted === undefined ? all : all.filter(({ state }) => state === wanted);
});

export const chosen = computed(() => incidents.value?.find(({ id }) => id === chosenId.value));

export const countByState = computed(() =>
  STATES.map((state) => ({
    state,
    count: incidents.value?.filter((incident) => incident.state === state).length ?? 0,
  })),
);

/** Every kind seen on the day, most frequent first: what a new incident is likely to be. */
export const kindsSeen = computed(() => {
  const counts = new Map<string, number>();
  for (const { kind } of incidents.value ?? []) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([kind]) => kind);
});

/** Opens the desk with its first day. */
export async function loadDays(): Promise<void> {
  incidentsProblem.value = await guarded(async () => {
    known.value = await incidentDays();
    day.value = firstDay(known.value, today());
  });
  await loadIncidents();
}

/** Loads the chosen day. Of two loads under way, the later day wins. */
export async function loadIncidents(): Promise<void> {
  const wanted = day.value;
  incidentsProblem.value = await guarded(async () => {
    const loaded = await incidentsOn(wanted);
    if (day.value !== wanted) return;
    // Newest first: what has just come in is on top.
    incidents.value = [...loaded].sort((a, b) => (a.occurred < b.occurred ? 1 : -1));
  });
}

export async function openDay(wanted: string): Promise<void> {
  day.value = wanted;
  incidents.value = undefined;
  chosenId.value = undefined;
  await loadIncidents();
}

/** Something came in: counts and list again, without blanking what is shown. */
export async function refresh(): Promise<void> {
  await guarded(async () => {
    known.value = await incidentDays();
  });
  await loadIncidents();
}
