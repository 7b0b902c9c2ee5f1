/** The box around positions. */

import type { Position } from 'geojson';
import type { Bounds } from '../../shared/api/city.ts';

/** West, south, east, north of at least one position; undefined of none. */
export function boxAround(positions: readonly Position[]): Bounds | undefined {
  if (positions.length === 0) return undefined;
  const lons = positions.map(([lon = 0]) => lon);
  const lats = positions.map(([, lat = 0]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
