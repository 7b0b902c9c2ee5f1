/** Grids as GeoJSON for the map. */

import type { Feature, Geometry, MultiLineString, MultiPolygon, Point } from 'geojson';
import type { LonLat } from '../../shared/api/city.ts';
import type { Grid } from '../api/designs.ts';
import { percentText } from '../figure-text.ts';

export const areaFeature = (
  grid: Pick<Grid, 'grid' | 'code' | 'name' | 'locked' | 'coordinates'>,
): Feature<MultiPolygon> => ({
  type: 'Feature',
  id: grid.grid,
  properties: { grid: grid.grid, code: grid.code, name: grid.name, locked: grid.locked },
  geometry: {
    type: 'MultiPolygon',
    coordinates: grid.coordinates as unknown as MultiPolygon['coordinates'],
  },
});

/** A name with the deviation under it; `small` says that the count is too small to be sure. */
export function labelFeature(
  grid: Pick<Grid, 'grid' | 'name' | 'label'>,
  off: number | undefined,
  small: boolean,
): Feature<Point> | undefined {
  if (!grid.label) return undefined;
  return {
    type: 'Feature',
    id: grid.grid,
    properties: {
      name: grid.name,
      off: off === undefined ? '' : `${small ? '≈ ' : ''}${percentText(off)}`,
    },
    geometry: { type: 'Point', coordinates: [...grid.label] },
  };
}

export const linesFeature = (lines: readonly (readonly LonLat[])[]): Feature<MultiLineString> => ({
  type: 'Feature',
  properties: {},
  geometry: {
    type: 'MultiLineString',
    coordinates: lines.map((line) => line.map((at) => [...at])),
  },
});

/** The features of a source as they were put there last, so that only what changed is put there again. */
export class Features<Shape extends Geometry> {
  #known = new Map<number, string>();

  /** What to add and what to remove, so that the source has these features. */
  to(features: readonly Feature<Shape>[]): { add: Feature<Shape>[]; remove: number[] } {
    const next = new Map(features.map((one) => [Number(one.id), JSON.stringify(one)]));
    const add = features.filter(({ id }) => next.get(Number(id)) !== this.#known.get(Number(id)));
    const remove = [...this.#known.keys()].filter((id) => !next.has(id));
    this.#known = next;
    return { add, remove };
  }
}
