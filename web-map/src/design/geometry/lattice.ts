/** Positions on the lattice of 1e-7 degree: equal places have equal keys, with no tolerance. */

import type { LonLat } from '../../shared/api/city.ts';

const STEPS = 1e7;

/** What tells a lattice point from every other. */
export type Key = string;

export const keyOf = ([lon, lat]: LonLat): Key =>
  `${Math.round(lon * STEPS)},${Math.round(lat * STEPS)}`;

/** The lattice point nearest to a position. */
export const onLattice = ([lon, lat]: LonLat): LonLat => [
  Math.round(lon * STEPS) / STEPS,
  Math.round(lat * STEPS) / STEPS,
];

/** Metres a degree, at the mean radius of the Earth. */
const DEGREE_M = (6_371_008.8 * Math.PI) / 180;

/** A distance in metres, good to half a per cent over a city. */
export function distance_m(a: LonLat, b: LonLat): number {
  const squeeze = Math.cos(((a[1] + b[1]) * Math.PI) / 360);
  return Math.hypot((b[0] - a[0]) * squeeze, b[1] - a[1]) * DEGREE_M;
}

/** The length of a line in metres. */
export function length_m(line: readonly LonLat[]): number {
  let sum = 0;
  for (let k = 1; k < line.length; k += 1) {
    sum += distance_m(line[k - 1] as LonLat, line[k] as LonLat);
  }
  return sum;
}
