/** Which grid covers a place, and the units of a level. */

import { ask, withQuery } from './ask.ts';
import type { Bounds, Drawing, LonLat } from './city.ts';
import type { ServicePoint } from './service-points.ts';

/** One unit of the chain from the top down to the grid. */
export type ChainUnit = {
  readonly level: number;
  readonly code: string;
  readonly name: string;
  readonly kind: string | null;
  readonly households: number | null;
};

export type GridAt = {
  readonly grid: { readonly code: string; readonly name: string; readonly level: number };
  readonly units: readonly ChainUnit[];
  readonly on_border: boolean;
  readonly outer: boolean;
  readonly served_by: readonly ServicePoint[];
  readonly drawing: Drawing;
};

export type Unit = {
  readonly code: string;
  readonly name: string;
  readonly level: number;
  readonly parent: string | null;
  readonly kind: string | null;
  readonly households: number | null;
  readonly area_km2: number;
  readonly label: LonLat | null;
  readonly bounds: Bounds | null;
  readonly children: number;
};

/** The grid at a place. Outside every grid the server answers 404, which is thrown. */
export function gridAt([lon, lat]: LonLat, signal?: AbortSignal): Promise<GridAt> {
  // A lattice step is 1e-7 degrees; more decimals would say nothing.
  const path = withQuery('/api/v1/grids/at', { lon: lon.toFixed(7), lat: lat.toFixed(7) });
  return ask<GridAt>(path, signal ? { signal } : {});
}

/** More pages of units than a reader would go through. */
const PAGES_MAX = 5;

/** The units of a level, of one parent where given, page by page. */
export async function unitsOf(level: number, parent?: string): Promise<readonly Unit[]> {
  const all: Unit[] = [];
  let offset: number | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const path = withQuery('/api/v1/units', { level, parent, offset });
    const { units, next } = await ask<{ units: readonly Unit[]; next?: number | null }>(path);
    all.push(...units);
    if (next === null || next === undefined) break;
    offset = next;
  }
  return all;
}

/** The unit with this code at a level, if there is one. */
export async function unitWithCode(level: number, code: string): Promise<Unit | undefined> {
  const path = withQuery('/api/v1/units', { level, code });
  const { units } = await ask<{ units: readonly Unit[] }>(path);
  return units.find((unit) => unit.code === code);
}
