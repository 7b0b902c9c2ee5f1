/** Designs over HTTP: drawings that are being redrawn, step by step, by several people at once. */

import type { FeatureCollection, MultiPolygon } from 'geojson';
import { ask, withQuery } from '../../shared/api/ask.ts';
import type { LonLat } from '../../shared/api/city.ts';
import type { Step } from './step.ts';

export type DesignState = 'open' | 'submitted' | 'published' | 'dropped';

export type DesignInfo = {
  readonly id: number;
  readonly name: string;
  readonly base: number;
  readonly created: string;
  readonly state: DesignState;
  readonly steps: number;
  readonly last_who: string | null;
  readonly last_at: string | null;
  readonly submitted_by: string | null;
  readonly valid_from: string | null;
  readonly hash: string | null;
  readonly drawing: number | null;
};

/** A unit above the grids; level 1 is the coarsest. */
export type Above = {
  readonly unit: number;
  readonly level: number;
  readonly parent: number | null;
  readonly code: string;
  readonly name: string;
};

/** Rings of positions; first and last are the same. */
export type Rings = readonly (readonly LonLat[])[];

export type Grid = {
  readonly grid: number;
  readonly code: string;
  readonly name: string;
  readonly unit: number | null;
  readonly locked: boolean;
  readonly households: number;
  readonly incidents: number;
  readonly area_m2: number;
  readonly perimeter_m: number;
  readonly compactness: number;
  readonly parts: number;
  readonly neighbours: readonly number[];
  readonly label: LonLat | null;
  readonly coordinates: readonly Rings[];
};

/** A design with all of its grids, or with those that changed since a step. */
export type Whole = {
  readonly design: DesignInfo;
  readonly seq: number;
  readonly undo: number;
  readonly redo: number;
  readonly units: readonly Above[];
  readonly grids: readonly Grid[];
  readonly gone: readonly number[];
};

/** What a step changed, or would change. */
export type Stepped = {
  readonly seq: number;
  readonly undo: number;
  readonly redo: number;
  readonly grids: readonly Grid[];
  readonly gone: readonly number[];
  readonly made: readonly number[];
  readonly torn: readonly number[];
};

export type StepInfo = {
  readonly seq: number;
  readonly who: string;
  readonly at: string;
  readonly grids: readonly number[];
  readonly made: Step;
};

export type Finding = {
  readonly kind: string;
  readonly grids: readonly number[];
  readonly at: LonLat | null;
  readonly value: number;
};

export type Findings = {
  readonly wanted: number;
  readonly tolerance: number;
  readonly found: readonly Finding[];
};

export type Pair = readonly [number, number];

export type Difference = {
  readonly grid: number;
  readonly code: string | null;
  readonly name: string | null;
  readonly became: 'changed' | 'new' | 'gone';
  readonly households: Pair;
  readonly incidents: Pair;
  readonly left: number;
  readonly came: number;
};

export type Differences = {
  readonly count: Pair;
  readonly households_moved: number;
  readonly households: number;
  readonly grids: readonly Difference[];
};

export type Before = FeatureCollection<
  MultiPolygon,
  { readonly code: string; readonly name: string }
>;

const ALL = '/api/v1/designs';
const of = (id: number, part = ''): string => `${ALL}/${id}${part}`;

export const listDesigns = async (): Promise<readonly DesignInfo[]> =>
  (await ask<{ designs: readonly DesignInfo[] }>(ALL)).designs;

export const beginDesign = (name: string): Promise<DesignInfo> =>
  ask<DesignInfo>(ALL, { method: 'POST', body: { name } });

/** Every grid; with `since` those that changed after that step. */
export const loadDesign = (id: number, since?: number): Promise<Whole> =>
  ask<Whole>(withQuery(of(id), { since }));

export const loadSteps = async (id: number): Promise<readonly StepInfo[]> =>
  (await ask<{ steps: readonly StepInfo[] }>(of(id, '/steps'))).steps;

/** Makes a step; `seen` is the last one that its maker had seen. */
export const sendStep = (id: number, seen: number, make: Step): Promise<Stepped> =>
  ask<Stepped>(of(id, '/steps'), { method: 'POST', body: { seen, make } });

/** What a step would change; nothing is kept. */
export const tryStep = (id: number, make: Step, signal: AbortSignal): Promise<Stepped> =>
  ask<Stepped>(of(id, '/trial'), { method: 'POST', body: { make }, signal });

export const loadFindings = (
  id: number,
  households: number | undefined,
  tolerance: number,
): Promise<Findings> => ask<Findings>(withQuery(of(id, '/findings'), { households, tolerance }));

export const loadDifferences = (id: number): Promise<Differences> =>
  ask<Differences>(of(id, '/differences'));

export const loadBefore = (id: number): Promise<Before> => ask<Before>(of(id, '/before.geojson'));

export const submitDesign = (id: number, seen: number, valid_from: string): Promise<DesignInfo> =>
  ask<DesignInfo>(of(id, '/submission'), { method: 'POST', body: { seen, valid_from } });

export const reopenDesign = (id: number): Promise<DesignInfo> =>
  ask<DesignInfo>(of(id, '/submission'), { method: 'DELETE' });

export const publishDesign = (id: number, hash: string): Promise<DesignInfo> =>
  ask<DesignInfo>(of(id, '/publication'), { method: 'POST', body: { hash } });

export const dropDesign = (id: number): Promise<DesignInfo> =>
  ask<DesignInfo>(of(id), { method: 'DELETE' });

/** Where the grids can be fetched as a file. */
export const gridsFile = (id: number): string => of(id, '/grids.geojson');

/** Where what became of each unit can be fetched as a table. */
export const lineageFile = (drawing: number): string => `/api/v1/drawings/${drawing}/lineage.csv`;
