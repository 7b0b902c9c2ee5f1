/** The incident being written down: where it is, which grid that is, and handing it in. */

import { signal } from '@preact/signals';
import type { LonLat } from '../../shared/api/city.ts';
import { type GridAt, gridAt } from '../../shared/api/grids.ts';
import { type ProblemError, problemOf } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { dayOf } from '../../shared/text/moment.ts';
import { type IncidentClass, type Taken, takeIncident } from '../api/incidents.ts';
import { chosenId, day, refresh } from './incidents-state.ts';

export type Draft = {
  /** Made once for each draft, so that handing it in twice keeps one incident. */
  readonly external: string;
  readonly at: LonLat | undefined;
  readonly grid: GridAt | 'asking' | 'outside' | undefined;
};

/** The open draft; undefined while nothing is being written. */
export const draft = signal<Draft | undefined>(undefined);
export const draftProblem = signal<ProblemError | undefined>(undefined);
export const taken = signal<Taken | undefined>(undefined);

/** A number no other desk makes: the second and some chance. */
function newNumber(): string {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const chance = globalThis.crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `${stamp}-${chance.toString(36).padStart(7, '0')}`;
}

export function beginDraft(): void {
  taken.value = undefined;
  draftProblem.value = undefined;
  draft.value = { external: newNumber(), at: undefined, grid: undefined };
}

export function dropDraft(): void {
  draft.value = undefined;
  draftProblem.value = undefined;
}

/** Places the draft and shows its grid at once. */
export async function placeDraft(at: LonLat): Promise<void> {
  const now = draft.value;
  if (!now) return;
  draft.value = { ...now, at, grid: 'asking' };
  const settle = (grid: Draft['grid']): void => {
    if (draft.value?.at === at) draft.value = { ...draft.value, grid };
  };
  try {
    settle(await gridAt(at));
  } catch (thrown) {
    settle(problemOf(thrown).status === 404 ? 'outside' : undefined);
  }
}

/** Hands the draft in; on success the list has it and it is chosen. */
export async function handIn(kind: string, level: IncidentClass, said: string): Promise<void> {
  const now = draft.value;
  if (!now?.at) return;
  const [lon, lat] = now.at;
  draftProblem.value = await guarded(async () => {
    const text = said.trim();
    taken.value = await takeIncident({
      source: 'dispatch',
      external: now.external,
      kind: kind.trim(),
      class: level,
      lon: Number(lon.toFixed(7)),
      lat: Number(lat.toFixed(7)),
      ...(text === '' ? {} : { text }),
    });
    draft.value = undefined;
    day.value = dayOf(new Date());
    await refresh();
    chosenId.value = taken.value.id;
  });
}
