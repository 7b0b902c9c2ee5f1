/** Grids as GeoJSON for the map. */

import type { Feature, MultiLineString, MultiPolygon, Point } from 'geojson';
import type { LonLat } from '../../shared/api/city.ts';
import type { Grid } from '../api/designs.ts';
import { percentText } from '../figure-text.ts';

export const areaFeature = (grid: Grid): Feature<MultiPolygon> => ({
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
  grid: Grid,
  off: number | undefined,
  small: boolean,
): Feature<Point> | undefined {
  if (!grid.label) return undefined;
  return {
    type: 'Feature',
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
