/** Ways, reach and hotspots over HTTP. */

import type { Position } from 'geojson';
import { ask, withQuery } from '../../shared/api/ask.ts';
import type { LonLat } from '../../shared/api/city.ts';
import { positionText } from '../../shared/text/position.ts';

export const MODES = ['car', 'bike', 'foot', 'boat'] as const;
export type Mode = (typeof MODES)[number];

/** Something to do on a way, and how far that leads. */
export type Step = {
  readonly turn: string;
  readonly text: string;
  readonly text_en: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly length_m: number;
};

export type Way = {
  readonly mode: Mode;
  readonly time_s: number;
  readonly length_m: number;
  /** From the points asked for to the roads, walked. */
  readonly off_road_m: number;
  /** Why this is an estimate; none when it goes by roads. */
  readonly estimate: string | null;
  readonly line: readonly Position[];
  readonly steps: readonly Step[];
};

/** Polygons of rings, as in a GeoJSON `MultiPolygon`. */
export type Polygons = readonly (readonly (readonly Position[])[])[];

/** A grid that is not reached, or not wholly. */
export type GridReach = {
  readonly code: string;
  readonly name: string;
  /** Of its area, 0 to 1. */
  readonly share: number;
  /** To its middle; none where no way leads. */
  readonly time_s: number | null;
  readonly households: number | null;
};

export type Reach = {
  readonly mode: Mode;
  readonly minutes: number;
  readonly bases: number;
  readonly bases_on_roads: number;
  readonly area_km2: number;
  readonly reached_km2: number;
  readonly households: number;
  readonly reached_households: number;
  readonly roads_km: number;
  readonly reached_roads_km: number;
  readonly reached: Polygons;
  /** The least reached first; the server tells no more than a thousand. */
  readonly not_reached: readonly GridReach[];
  readonly not_reached_grids: number;
  /** Those of which nothing is reached. */
  readonly missed_grids: number;
  readonly grids: number;
  /** Where one more base would help most. */
  readonly sites: readonly {
    readonly lon: number;
    readonly lat: number;
    readonly households: number;
  }[];
};

/** What incidents are counted by; the first is by the households of each grid. */
export const AREAS = ['households', 'grids', 'cells'] as const;
export type Areas = (typeof AREAS)[number];

export type Hotspot = {
  readonly areas: readonly string[];
  readonly lon: number | null;
  readonly lat: number | null;
  readonly incidents: number;
  readonly gi: number;
  readonly p: number;
  readonly times_the_mean: number;
  /** Incidents by the hour of the week, Monday 0:00 first. */
  readonly week: readonly number[];
  readonly outline: Polygons;
};

/** How a choice of places did afterwards. */
export type Held = { readonly hit_rate: number; readonly share: number; readonly pai: number };

export type Hotspots = {
  readonly level: number;
  readonly areas: number;
  readonly incidents: number;
  readonly outside: number;
  readonly week: readonly number[];
  readonly hotspots: readonly Hotspot[];
  readonly held: Held | null;
  readonly baseline: Held | null;
};

/** What is not as usual on the roads: where they are closed, and percent of the usual time. */
export type Unusual = { readonly closed: readonly LonLat[]; readonly percent: number };

export const AS_USUAL: Unusual = { closed: [], percent: 100 };

const conditions = ({ closed, percent }: Unusual) => ({
  closed: closed.length === 0 ? undefined : closed.map(positionText).join(';'),
  slow: percent === 100 ? undefined : percent,
});

export function wayBetween(
  from: LonLat,
  to: LonLat,
  mode: Mode,
  unusual: Unusual = AS_USUAL,
): Promise<Way> {
  const query = { from: positionText(from), to: positionText(to), mode, ...conditions(unusual) };
  return ask<Way>(withQuery('/api/v1/routes', query));
}

/** What is reached from some points, or from all bases. */
export function reachOf(
  minutes: number,
  mode: Mode,
  from?: readonly LonLat[],
  unusual: Unusual = AS_USUAL,
): Promise<Reach> {
  const query = {
    minutes,
    mode,
    from: from?.map(positionText).join(';'),
    ...conditions(unusual),
  };
  return ask<Reach>(withQuery('/api/v1/reach', query));
}

/** The hotspots of some days; judged by the days after them, up to `then`. */
export function hotspotsOf(
  days: { readonly from: string; readonly to: string; readonly then?: string | undefined },
  by: Areas,
): Promise<Hotspots> {
  return ask<Hotspots>(withQuery('/api/v1/hotspots', { ...days, by }));
}
