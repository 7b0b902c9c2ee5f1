/** What a person types to say where: a position, either way round, or words to search for. */

import type { LonLat } from '../shared/api/city.ts';
import { positionIn } from '../shared/text/position.ts';

export type PlaceText =
  | { readonly kind: 'position'; readonly at: LonLat; readonly swapped: boolean }
  | { readonly kind: 'words' }
  | { readonly kind: 'unreadable' };

/** Full-width digits and marks come from Chinese keyboards. */
function narrowed(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (wide) =>
      String.fromCodePoint((wide.codePointAt(0) ?? 0) - 0xfee0),
    )
    .replace(/[\u3000\s]+/g, ' ')
    .replace(/[、;]/g, ',')
    .replace(/[°度]|[NSEW]\b|[东西南北](?:经|纬)|(?:经|纬)度?[::]?/gi, '')
    .trim();
}

/** Reads what was typed. A latitude cannot pass 90, so a pair that only fits the other way is turned. */
export function readPlace(typed: string): PlaceText {
  const text = narrowed(typed);
  const pair = text.replace(/ ?, ?| /, ',');
  const numbers = /^-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?$/.test(pair);
  if (numbers) {
    const at = positionIn(pair);
    if (at) return { kind: 'position', at, swapped: false };
    const turned = positionIn(pair.split(',').reverse().join(','));
    return turned ? { kind: 'position', at: turned, swapped: true } : { kind: 'unreadable' };
  }
  const words =
    /^[\p{L}\p{M}\p{N} ,._/#·()（）—-]{1,64}$/u.test(text) && /[\p{L}\p{N}]/u.test(text);
  // Numbers with commas are a position gone wrong.
  return words && !/^[\d,. -]*,[\d,. -]*$/.test(text) ? { kind: 'words' } : { kind: 'unreadable' };
}
