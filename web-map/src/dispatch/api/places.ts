/** Places that patrols know: checkpoints, bases, stations, shopping districts, patrol lines. */

import type { Geometry } from 'geojson';
import { ask, withQuery } from '../../shared/api/ask.ts';

export const PLACE_KINDS = [
  'checkpoint',
  'base',
  'station',
  'shopping-district',
  'patrol-line',
] as const;

export type PlaceKind = (typeof PLACE_KINDS)[number];

export type Place = {
  readonly code: string;
  readonly name: string;
  readonly kind: PlaceKind;
  readonly category: string | null;
  readonly geometry: Geometry;
};

export async function loadPlaces(): Promise<readonly Place[]> {
  const path = withQuery('/api/v1/places', { kind: PLACE_KINDS.join(',') });
  return (await ask<{ places: readonly Place[] }>(path)).places;
}
