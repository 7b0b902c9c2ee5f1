/** Measures of land as rings of positions. */

import type { LonLat } from '../../shared/api/city.ts';
import type { Rings } from '../api/designs.ts';
import { distance_m } from './lattice.ts';

/** The area of polygons in square metres, good to a per cent over a city; holes are taken off. */
export const area_m2 = (polygons: readonly Rings[]): number =>
  polygons.reduce(
    (sum, [outer = [], ...holes]) =>
      sum + ring_m2(outer) - holes.reduce((gone, hole) => gone + ring_m2(hole), 0),
    0,
  );

function ring_m2(ring: readonly LonLat[]): number {
  const [origin] = ring;
  if (!origin) return 0;
  const [lon, lat] = origin;
  // Seen from a corner of its own, so that no digits are lost.
  let twice = 0;
  for (let k = 1; k < ring.length; k += 1) {
    const [a, b] = [ring[k - 1] as LonLat, ring[k] as LonLat];
    twice += (a[0] - lon) * (b[1] - lat) - (b[0] - lon) * (a[1] - lat);
  }
  const middle = ring.reduce((sum, at) => sum + at[1], 0) / ring.length;
  const [east, north] = [
    distance_m([lon - 0.5, middle], [lon + 0.5, middle]),
    distance_m([lon, middle - 0.5], [lon, middle + 0.5]),
  ];
  return (Math.abs(twice) / 2) * east * north;
}

/** A position well inside: in the middle of the widest stretch at half height. Undefined of no land. */
export function insideOf(polygons: readonly Rings[]): LonLat | undefined {
  const [largest] = [...polygons].sort((a, b) => area_m2([b]) - area_m2([a]));
  const outer = largest?.[0] ?? [];
  const lats = outer.map(([, lat]) => lat);
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2;
  const crossings = (largest ?? []).flatMap((ring) => crossingsAt(ring, lat)).sort((a, b) => a - b);
  let best: readonly [number, number] | undefined;
  for (let k = 1; k < crossings.length; k += 2) {
    const [west, east] = [crossings[k - 1] as number, crossings[k] as number];
    if (!best || east - west > best[1] - best[0]) best = [west, east];
  }
  return best && [(best[0] + best[1]) / 2, lat];
}

/** The longitudes at which a ring crosses a parallel. */
function crossingsAt(ring: readonly LonLat[], lat: number): number[] {
  const found: number[] = [];
  for (let k = 1; k < ring.length; k += 1) {
    const [a, b] = [ring[k - 1] as LonLat, ring[k] as LonLat];
    if (a[1] > lat === b[1] > lat) continue;
    found.push(a[0] + ((lat - a[1]) / (b[1] - a[1])) * (b[0] - a[0]));
  }
  return found;
}
