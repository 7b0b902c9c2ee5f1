/** Straight lines across land, at right angles to the way it is longest. */

import type { LonLat } from '../../shared/api/city.ts';
import type { Rings } from '../api/designs.ts';
import { distance_m, onLattice } from './lattice.ts';

/** Lines across a piece of land, by how far along it they lie. */
export type Across = {
  /** The line at a share of the length, from one end (0) to the other (1), and beyond the land on both sides. */
  readonly line: (share: number) => readonly [LonLat, LonLat];
  /** How far along a position lies, as such a share. */
  readonly share: (at: LonLat) => number;
};

/** Lines across polygons; undefined of no land. O(their vertices). */
export function acrossOf(polygons: readonly Rings[]): Across | undefined {
  const outer = polygons.flatMap(([ring = []]) => ring.slice(1).map((at, k) => [ring[k], at]));
  const [origin] = polygons[0]?.[0] ?? [];
  if (!origin) return undefined;
  const squeeze = Math.cos((origin[1] * Math.PI) / 180);
  const plane = (at: LonLat): [number, number] => [
    (at[0] - origin[0]) * squeeze,
    at[1] - origin[1],
  ];
  // Moments of the border, weighed by its length: vertices lie close where it bends.
  let [sum, mx, my, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  const points: [number, number][] = [];
  for (const [from, to] of outer) {
    if (!from || !to) continue;
    const [a, b] = [plane(from), plane(to)];
    const [x, y, weight] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, distance_m(from, to)];
    points.push(a);
    sum += weight;
    mx += x * weight;
    my += y * weight;
    xx += x * x * weight;
    xy += x * y * weight;
    yy += y * y * weight;
  }
  if (sum === 0) return undefined;
  [mx, my] = [mx / sum, my / sum];
  [xx, xy, yy] = [xx / sum - mx * mx, xy / sum - mx * my, yy / sum - my * my];
  // The axis of the largest moment.
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const [ex, ey] = [Math.cos(angle), Math.sin(angle)];
  const along = points.map(([x, y]) => x * ex + y * ey);
  const aside = points.map(([x, y]) => -x * ey + y * ex);
  const [low, high] = [Math.min(...along), Math.max(...along)];
  const [left, right] = [Math.min(...aside), Math.max(...aside)];
  const over = (right - left) * 0.1;
  const place = (u: number, v: number): LonLat =>
    onLattice([origin[0] + (u * ex - v * ey) / squeeze, origin[1] + u * ey + v * ex]);
  return {
    line: (share) => {
      const u = low + (high - low) * share;
      return [place(u, left - over), place(u, right + over)];
    },
    share: (at) => {
      const [x, y] = plane(at);
      return (x * ex + y * ey - low) / (high - low);
    },
  };
}
