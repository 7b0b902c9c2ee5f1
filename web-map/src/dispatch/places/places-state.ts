/** The places, and which kinds of them the map shows. */

import { signal } from '@preact/signals';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { loadPlaces, type Place, type PlaceKind } from '../api/places.ts';

export const places = signal<readonly Place[] | undefined>(undefined);
export const placesProblem = signal<ProblemError | undefined>(undefined);
export const shownKinds = signal<ReadonlySet<PlaceKind>>(new Set(['checkpoint', 'base']));

export async function openPlaces(): Promise<void> {
  placesProblem.value = await guarded(async () => {
    places.value = await loadPlaces();
  });
}

export function toggleKind(kind: PlaceKind): void {
  const next = new Set(shownKinds.value);
  if (!next.delete(kind)) next.add(kind);
  shownKinds.value = next;
}
