/** Where a place is that somebody names: by coordinates, or by the name of a place or unit. */

import type { LonLat } from '../../shared/api/city.ts';
import { positionIn } from '../../shared/text/position.ts';

/** A name and where it is. */
export type Named = { readonly name: string; readonly at: LonLat };

/**
 * The place that a text names, if it is clear which: coordinates, a name, or a part of just one name.
 *
 * Of several with the same name the first counts, so those that a reader means most come first.
 */
export function placeNamed(text: string, known: readonly Named[]): Named | undefined {
  const said = text.trim().normalize('NFKC');
  if (said === '') return undefined;
  const at = positionIn(said);
  if (at) return { name: said, at };
  const wanted = said.toLowerCase();
  const named = (one: Named): string => one.name.normalize('NFKC').toLowerCase();
  const exact = known.find((one) => named(one) === wanted);
  if (exact) return exact;
  const part = known.filter((one) => named(one).includes(wanted));
  const [only] = part;
  return only && part.every((one) => named(one) === named(only)) ? only : undefined;
}
