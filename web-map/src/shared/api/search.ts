/** Finding units, service points and roads by what is typed. */

import { ask, withQuery } from './ask.ts';
import type { Bounds, LonLat } from './city.ts';

export type SearchHit = {
  readonly kind: 'city' | 'unit' | 'service-point' | 'road';
  readonly name: string;
  readonly code: string | null;
  readonly level: number | null;
  readonly category: string | null;
  readonly address: string | null;
  /** The names of the units that it lies in, from the top down. */
  readonly within: readonly string[];
  readonly lon: number | null;
  readonly lat: number | null;
  readonly bounds: Bounds | null;
  readonly field: 'name' | 'other' | 'code' | 'address';
  readonly how: string;
  /** Which characters of that text matched, counted in code points. */
  readonly ranges: readonly (readonly [number, number])[];
  /** The end of what was typed that is not known: a house number on a road. */
  readonly left_out: string | null;
};

/** How many hits a list of suggestions has room for. */
const HITS_MAX = 8;

/** What the typed words find, best first; of equally good ones those nearest to a place. */
export async function search(
  typed: string,
  near: LonLat | undefined,
  signal?: AbortSignal,
): Promise<readonly SearchHit[]> {
  const place = near?.map((degrees) => degrees.toFixed(4)).join(',');
  const path = withQuery('/api/v1/search', { q: typed, near: place, limit: HITS_MAX });
  const answer = await ask<{ hits: readonly SearchHit[] }>(path, signal ? { signal } : {});
  return answer.hits;
}
