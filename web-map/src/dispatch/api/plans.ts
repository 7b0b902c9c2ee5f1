/** Patrol plans over HTTP, and the jobs that make them. */

import type { Geometry, LineString } from 'geojson';
import { ask } from '../../shared/api/ask.ts';
import type { LonLat } from '../../shared/api/city.ts';

export type PlanId = string | number;

export type PlanSummary = {
  readonly id: PlanId;
  readonly day: string;
  readonly created: string;
  readonly served: number;
  readonly wanted: number;
  readonly length_m: number;
};

export type Crew = {
  readonly id: string;
  readonly name: string;
  readonly mode: string;
  readonly base: LonLat;
  readonly shift: { readonly start: string; readonly end: string };
};

export type Target = {
  readonly id: string;
  readonly name: string;
  readonly kind?: string | null;
  readonly required: boolean;
  readonly visits: number;
  readonly geometry: Geometry;
};

export type Stop = {
  readonly target: string;
  readonly arrive: string;
  readonly start: string;
  readonly leave: string;
  readonly reversed: boolean;
};

export type Route = {
  readonly crew: string;
  readonly depart: string;
  readonly back: string;
  readonly length_m: number;
  readonly stops: readonly Stop[];
  readonly line: LineString;
};

export type Unserved = {
  readonly target: string;
  readonly visits: number;
  readonly reason: string;
};

export type Plan = {
  readonly id: PlanId;
  readonly day: string;
  readonly created: string;
  readonly crews: readonly Crew[];
  readonly targets: readonly Target[];
  readonly routes: readonly Route[];
  readonly unserved: readonly Unserved[];
  readonly violations: readonly unknown[];
};

export type Job = {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly progress: {
    readonly fraction: number;
    readonly cost?: number;
    readonly served?: number;
    readonly wanted?: number;
  } | null;
  readonly plan: PlanId | null;
  readonly error?: string | { readonly detail?: string } | null;
};

export const listPlans = async (): Promise<readonly PlanSummary[]> =>
  (await ask<{ plans: readonly PlanSummary[] }>('/api/v1/plans')).plans;

export const loadPlan = (id: PlanId): Promise<Plan> =>
  ask<Plan>(`/api/v1/plans/${encodeURIComponent(id)}`);

/** Hotspots of some local days that a plan visits where there is time. */
export type HotVisits = {
  readonly from: string;
  readonly to: string;
  readonly by: 'cells' | 'grids' | 'households';
  readonly most: number;
  readonly dwell_min: number;
  readonly visits: number;
  readonly gap_min: number;
};

/** Asks for a plan for a day; answers with the job that makes it. */
export const makePlan = async (
  day: string,
  seconds: number,
  hotspots?: HotVisits | undefined,
): Promise<string> => {
  const body = hotspots ? { day, seconds, hotspots } : { day, seconds };
  return (await ask<{ job: string }>('/api/v1/plans', { method: 'POST', body })).job;
};

export const jobNow = (id: string): Promise<Job> =>
  ask<Job>(`/api/v1/jobs/${encodeURIComponent(id)}`);

export const cancelJob = (id: string): Promise<void> =>
  ask<void>(`/api/v1/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' });

/** Where a plan can be fetched as a file. */
export const planFile = (id: PlanId, kind: 'gpx' | 'geojson'): string =>
  `/api/v1/plans/${encodeURIComponent(id)}.${kind}`;
