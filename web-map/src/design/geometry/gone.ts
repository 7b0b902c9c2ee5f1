/** The borders of one drawing that another does not have any more. */

import type { LonLat } from '../../shared/api/city.ts';
import type { Before } from '../api/designs.ts';
import { keyOf } from './lattice.ts';
import { type Land, Topology } from './topology.ts';

/** The topology of a drawing as GeoJSON. */
export function topologyOf(features: Before['features']): Topology {
  const lands = features.map(
    ({ id, geometry }): Land => ({
      grid: Number(id),
      unit: null,
      coordinates: geometry.coordinates as unknown as Land['coordinates'],
    }),
  );
  return new Topology(lands);
}

/** Lines along the pieces of `before` that `now` does not have; each piece once. O(pieces). */
export function goneLines(before: Topology, now: Topology): readonly (readonly LonLat[])[] {
  const lines: LonLat[][] = [];
  for (const number of before.numbers()) {
    for (const { points, grids } of before.edgesOf(number)) {
      // An edge is met from both of its sides; the lower number draws it.
      if (Math.min(...grids) !== number) continue;
      let line: LonLat[] | undefined;
      for (let k = 1; k < points.length; k += 1) {
        const [a, b] = [points[k - 1] as LonLat, points[k] as LonLat];
        if (now.has(keyOf(a), keyOf(b))) {
          line = undefined;
        } else if (line) {
          line.push(b);
        } else {
          line = [a, b];
          lines.push(line);
        }
      }
    }
  }
  return lines;
}
