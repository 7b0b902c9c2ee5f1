/** Where the public is served, and when. */

import { ask, withQuery } from './ask.ts';
import type { Bounds } from './city.ts';

export type ServicePoint = {
  readonly code: string;
  readonly name: string;
  readonly category: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  /** In the syntax of OpenStreetMap's `opening_hours`. */
  readonly hours: string | null;
  readonly hours_text: { readonly zh: string; readonly en: string } | null;
  readonly open: boolean | null;
  readonly lon: number;
  readonly lat: number;
  readonly distance_m?: number;
};

/** The most points one list shows. */
export const POINTS_MAX = 300;

/** The points inside a box, at most {@link POINTS_MAX}. */
export async function pointsIn(
  box: Bounds,
  signal?: AbortSignal,
): Promise<readonly ServicePoint[]> {
  const path = withQuery('/api/v1/service-points', { bbox: box.join(','), limit: POINTS_MAX });
  const answer = await ask<{ service_points: readonly ServicePoint[] }>(
    path,
    signal ? { signal } : {},
  );
  return answer.service_points;
}
