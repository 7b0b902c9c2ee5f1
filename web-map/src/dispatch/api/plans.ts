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
  /** How long the drawn way is, where it goes by road. */
  readonly way_m?: number;
  readonly stops: readonly Stop[];
  readonly line: LineString;
};

export type Unserved = {
  readonly target: string;
  readonly visits: number;
  readonly reason: string;
};

/** What was not as usual on the roads; places and percentages as the API takes them. */
export type Unusually = {
  readonly closed?: string;
  readonly slow?: string;
  readonly slow_modes?: readonly string[];
};

/** One stop of a route that is fixed by hand. */
export type FixedStop = { readonly target: string; readonly reversed: boolean };

/** What was fixed by hand. */
export type Lock =
  | {
      readonly kind: 'assigned' | 'forbidden';
      readonly crew: string;
      readonly target: string;
    }
  | {
      readonly kind: 'begins' | 'whole';
      readonly crew: string;
      readonly stops: readonly FixedStop[];
    };

/** A visit that another crew makes than in the plan before; none where it comes in or falls out. */
export type Change = {
  readonly target: string;
  readonly from: string | null;
  readonly to: string | null;
};

/** How many plans this one was drawn from, and how well its visits can be guessed. */
export type Variety = {
  readonly plans: number;
  /** By how many percent it costs more than the best of them. */
  readonly dearer_percent: number;
  /** How exactly a visit is guessed, in minutes. */
  readonly span_min: number;
  /** How likely the best guess about a target is right: on average, and at the most, 0 to 1. */
  readonly mean_chance: number;
  readonly worst_chance: number | null;
  readonly mean_entropy_bits: number;
};

export type Difference = {
  /** The crews whose stops or their times are others. */
  readonly touched: readonly string[];
  readonly changes: readonly Change[];
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
  /** The modes that go by road, and what was not as usual there; none for straight lines. */
  readonly by_road?: Unusually & { readonly modes: readonly string[] };
  readonly locks?: readonly Lock[];
  /** The plan that it took the place of, and what is other. */
  readonly before?: PlanId;
  readonly difference?: Difference;
  readonly variety?: Variety;
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

/** What a plan is asked for with. */
export type PlanAsk = Unusually & { readonly seconds: number } & (
    | {
        readonly day: string;
        readonly hotspots?: HotVisits;
        /** Drawn among many plans that cost so much more at the most. */
        readonly vary?: { readonly dearer_percent: number };
      }
    | {
        /** The plan whose problem is planned anew. */
        readonly from: PlanId;
        readonly locks: readonly Lock[];
        /** The crews whose routes stay as they are. */
        readonly keep: readonly string[];
        /** The targets that are given up. */
        readonly without: readonly string[];
      }
  );

/** Asks for a plan; answers with the job that makes it. */
export const makePlan = async (body: PlanAsk): Promise<string> =>
  (await ask<{ job: string }>('/api/v1/plans', { method: 'POST', body })).job;

/** An incident that somebody is to go to, while a plan is under way. */
export type Call = {
  readonly incident: number | string;
  /** `HH:MM` of the plan's day. */
  readonly now: string;
  readonly dwell_min: number;
};

/** A crew that can go. */
export type Responder = {
  readonly crew: string;
  readonly name: string;
  readonly mode: string;
  readonly arrive: string;
  readonly wait_s: number;
  readonly lost: readonly {
    readonly target: string;
    readonly name: string;
    readonly required: boolean;
  }[];
  readonly lost_required: number;
};

/** The crews that can go, soonest first. */
export const responders = async (plan: PlanId, call: Call): Promise<readonly Responder[]> =>
  (
    await ask<{ responders: readonly Responder[] }>(
      `/api/v1/plans/${encodeURIComponent(plan)}/responders`,
      { method: 'POST', body: call },
    )
  ).responders;

/** Sends a crew; answers with the repaired plan, which is kept. */
export const sendCrew = (plan: PlanId, call: Call, crew: string): Promise<Plan> =>
  ask<Plan>(`/api/v1/plans/${encodeURIComponent(plan)}/repairs`, {
    method: 'POST',
    body: { ...call, crew },
  });

export const jobNow = (id: string): Promise<Job> =>
  ask<Job>(`/api/v1/jobs/${encodeURIComponent(id)}`);

export const cancelJob = (id: string): Promise<void> =>
  ask<void>(`/api/v1/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' });

/** A single change that lets more required visits in. */
export type Relaxation = {
  /** The target that it is for. */
  readonly target: string;
  readonly kind: string;
  readonly crew: string | null;
  readonly minutes: number | null;
  readonly mode: string | null;
  /** Required visits still left out then, of all targets. */
  readonly unserved_required: number;
};

export type Relaxations = {
  readonly relaxations: readonly Relaxation[];
  /** Whether there was time to try all. */
  readonly complete: boolean;
};

/** What would have to give way for required visits that a plan leaves out; takes seconds. */
export const relaxations = (id: PlanId): Promise<Relaxations> =>
  ask<Relaxations>(`/api/v1/plans/${encodeURIComponent(id)}/relaxations`, { method: 'POST' });

/** Where a plan can be fetched as a file. */
export const planFile = (id: PlanId, kind: 'gpx' | 'geojson'): string =>
  `/api/v1/plans/${encodeURIComponent(id)}.${kind}`;
