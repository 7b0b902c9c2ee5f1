/** Places around a place, to see whether a border is near. */

import type { LonLat } from '../shared/api/city.ts';

/** Metres in a degree of latitude, near enough for a walk of some metres. */
const METRES_A_DEGREE = 111_320;

/** `count` places on a circle of `radius_m` metres, from east on, anticlockwise. */
export function ringAround([lon, lat]: LonLat, radius_m: number, count: number): readonly LonLat[] {
  const narrowing = Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  return Array.from({ length: count }, (_, place): LonLat => {
    const turn = (2 * Math.PI * place) / count;
    const [east, north] = [Math.cos(turn) * radius_m, Math.sin(turn) * radius_m];
    return [lon + east / METRES_A_DEGREE / narrowing, lat + north / METRES_A_DEGREE];
  });
}
