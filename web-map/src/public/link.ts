/** The link that can be shared: `?at=lon,lat` or `?grid=CODE`. */

import type { LonLat } from '../shared/api/city.ts';
import { positionIn, positionText } from '../shared/text/position.ts';

export type Link =
  | { readonly kind: 'none' }
  | { readonly kind: 'at'; readonly at: LonLat }
  | { readonly kind: 'unit'; readonly code: string };

/** What an address asks for. A place that is none is taken for no link at all. */
export function linkIn(search: string): Link {
  const query = new URLSearchParams(search);
  const at = positionIn(query.get('at') ?? '');
  if (at) return { kind: 'at', at };
  const code = query.get('grid')?.trim();
  return code ? { kind: 'unit', code } : { kind: 'none' };
}

/** The same address, asking for this instead. */
export function withLink(address: string, link: Link): string {
  const url = new URL(address);
  url.searchParams.delete('at');
  url.searchParams.delete('grid');
  if (link.kind === 'at') url.searchParams.set('at', positionText(link.at));
  if (link.kind === 'unit') url.searchParams.set('grid', link.code);
  // A comma is allowed in a query, and links are read by people.
  url.search = url.search.replaceAll('%2C', ',');
  return url.href;
}
