/** Where the public is served, when, for what, and how far on foot. */

import { ask, withQuery } from './ask.ts';
import type { Bounds, LonLat } from './city.ts';

type Words = { readonly zh: string; readonly en: string };

export type ServicePoint = {
  readonly code: string;
  readonly name: string;
  readonly category: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  /** In the syntax of OpenStreetMap's `opening_hours`; recurring days after an `@`. */
  readonly hours: string | null;
  readonly hours_text: Words | null;
  readonly open: boolean | null;
  readonly closing_soon: boolean;
  readonly closes: string | null;
  readonly opens_again: string | null;
  /** Until when, or when again. */
  readonly state_text: Words | null;
  readonly lon: number;
  readonly lat: number;
  /** Whether it goes to people in an area. */
  readonly mobile: boolean;
  readonly distance_m?: number;
  /** On foot, from the place asked about. */
  readonly walk_s?: number;
};

/** What people come for, and the categories of points where it is done. */
export type ServiceItem = {
  readonly code: string;
  readonly name: string;
  readonly name_en: string;
  readonly categories: readonly string[];
};

/** The points nearest on foot; `estimate` says why the times are no more than estimates. */
export type Nearest = {
  readonly estimate: string | null;
  readonly service_points: readonly ServicePoint[];
};

/** The most points one list shows. */
export const POINTS_MAX = 300;
/** The most points of a list by walking time. */
const NEAREST_MAX = 30;

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

/** The points nearest to a place on foot where an item is done (any when undefined). */
export function pointsNear(
  at: LonLat,
  item: string | undefined,
  openOnly: boolean,
  signal: AbortSignal,
): Promise<Nearest> {
  const path = withQuery('/api/v1/service-points', {
    near: at.join(','),
    limit: NEAREST_MAX,
    item,
    open: openOnly ? 'now' : undefined,
  });
  return ask<Nearest>(path, { signal });
}

export async function serviceItems(): Promise<readonly ServiceItem[]> {
  const answer = await ask<{ service_items: readonly ServiceItem[] }>('/api/v1/service-items');
  return answer.service_items;
}
