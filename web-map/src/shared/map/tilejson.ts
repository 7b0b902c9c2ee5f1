/** Where the tiles of a layer are, read from its TileJSON 3.0. */

import { ask } from '../api/ask.ts';

export type TileJson = {
  readonly tiles: readonly string[];
  readonly minzoom?: number;
  readonly maxzoom?: number;
  readonly bounds?: readonly [number, number, number, number];
  /** What every map of the layer must say. */
  readonly attribution?: string;
  readonly vector_layers?: readonly { readonly id: string }[];
};

/**
 * The address of a tile on this page's own origin.
 *
 * A server behind a proxy may tell another host or scheme in its TileJSON; the page may only talk
 * to where it came from, and that is where the tiles are.
 */
export function onOrigin(address: string, origin: string): string {
  const { pathname, search } = new URL(address, origin);
  const path = (pathname + search).replaceAll('%7B', '{').replaceAll('%7D', '}');
  return origin + path;
}

/** The address of a tile of the drawing, of another version; other addresses stay as they are. */
export const atVersion = (address: string, version: string | undefined): string =>
  version ? address.replace(/(\/tiles\/grids@)[^/]+\//, `$1${version}/`) : address;

export const loadTileJson = (layer: string): Promise<TileJson> =>
  ask<TileJson>(`/tiles/${layer}.json`);
