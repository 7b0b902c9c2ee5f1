/** The box around positions. */

import type { Bounds } from '../api/city.ts';

/** West, south, east, north of at least one position; undefined of none. */
export function boxAround(positions: Iterable<readonly number[]>): Bounds | undefined {
  let [west, south, east, north] = [180, 90, -180, -90];
  let some = false;
  for (const [lon = 0, lat = 0] of positions) {
    some = true;
    west = Math.min(west, lon);
    south = Math.min(south, lat);
    east = Math.max(east, lon);
    north = Math.max(north, lat);
  }
  return some ? [west, south, east, north] : undefined;
}
