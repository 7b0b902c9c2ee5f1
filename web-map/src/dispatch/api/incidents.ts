/** Incidents over HTTP: the days that have some, those of a day, and taking one in. */

import { ask, withQuery } from '../../shared/api/ask.ts';
import type { ChainUnit } from '../../shared/api/grids.ts';

export const CLASSES = ['general', 'difficult', 'major'] as const;
export const STATES = ['open', 'handling', 'closed'] as const;

export type IncidentClass = (typeof CLASSES)[number];
export type IncidentState = (typeof STATES)[number];

export type Incident = {
  readonly id: number | string;
  readonly source: string;
  readonly external: string;
  readonly kind: string;
  readonly class: IncidentClass;
  readonly state: IncidentState;
  readonly lon: number;
  readonly lat: number;
  readonly occurred: string;
  readonly text: string | null;
  /** The grid that covers it; none outside the territory. */
  readonly grid: { readonly code: string; readonly name: string } | null;
};

export type DayCount = { readonly day: string; readonly count: number };

export type NewIncident = {
  readonly source: string;
  readonly external: string;
  readonly kind: string;
  readonly class: IncidentClass;
  readonly lon: number;
  readonly lat: number;
  readonly text?: string;
};

export type Taken = {
  readonly id: number | string;
  readonly grid: { readonly code: string; readonly name: string } | null;
  readonly units: readonly ChainUnit[];
};

/** The newest days, newest first. */
export async function incidentDays(limit = 60): Promise<readonly DayCount[]> {
  const path = withQuery('/api/v1/incidents/days', { limit });
  return (await ask<{ days: readonly DayCount[] }>(path)).days;
}

const PAGE = 500;
/** More pages than a desk can read in a day. */
const PAGES_MAX = 10;

/** Every incident of a day, page by page. */
export async function incidentsOn(day: string): Promise<readonly Incident[]> {
  const all: Incident[] = [];
  let after: string | number | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const path = withQuery('/api/v1/incidents', { day, limit: PAGE, after });
    const { incidents, next } = await ask<{
      incidents: readonly Incident[];
      next: string | number | null;
    }>(path);
    all.push(...incidents);
    if (next === null || incidents.length === 0) break;
    after = next;
  }
  return all;
}

export const takeIncident = (incident: NewIncident): Promise<Taken> =>
  ask<Taken>('/api/v1/incidents', { method: 'POST', body: incident });
