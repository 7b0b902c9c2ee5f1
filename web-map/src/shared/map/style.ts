/** The style of the city's map: no basemap and no glyphs, all drawn from our own tiles. */

import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Bounds, Level } from '../api/city.ts';
import type { Palette } from './palette.ts';
import { bordersOf } from './style-borders.ts';
import { labelsOf } from './style-labels.ts';
import { pointsOf } from './style-points.ts';
import { onOrigin, type TileJson } from './tilejson.ts';

export type Drawn = {
  readonly levels: readonly Level[];
  readonly bounds: Bounds;
  readonly tints: ReadonlyMap<string, number>;
  readonly palette: Palette;
  readonly grids: TileJson;
  readonly points: TileJson;
  readonly origin: string;
};

export const GRIDS = 'grids';
export const POINTS = 'service-points';

/** The name of a level's layer, in the tiles and of its fill in the style. */
export const layerOf = (level: number): string => `grids-${level}`;

/** The whole style. */
export function styleOf(drawn: Drawn): StyleSpecification {
  const { levels, palette, grids, points, origin } = drawn;
  const byCode = Object.fromEntries(levels.map(({ level }) => [layerOf(level), 'code']));
  return {
    version: 8,
    sources: {
      [GRIDS]: { ...sourceOf(grids, origin), promoteId: byCode },
      [POINTS]: { ...sourceOf(points, origin), promoteId: 'code' },
    },
    layers: [
      { id: 'beyond', type: 'background', paint: { 'background-color': palette.beyond } },
      ...fillsOf(drawn),
      ...bordersOf(levels, palette),
      ...outlinesOf(levels, palette),
      ...labelsOf(levels, drawn.bounds, palette),
      ...pointsOf(palette),
    ],
  };
}

function sourceOf(json: TileJson, origin: string) {
  return {
    type: 'vector' as const,
    // A quarter less to load than the usual format.
    encoding: 'mlt' as const,
    tiles: json.tiles.map((address) => onOrigin(address, origin)),
    minzoom: json.minzoom ?? 0,
    maxzoom: json.maxzoom ?? 14,
    ...(json.bounds ? { bounds: [...json.bounds] as [number, number, number, number] } : {}),
  };
}

/** The coarsest level carries the tints; every level has a wash for hover and choice. */
function fillsOf({ levels, tints, palette }: Drawn): LayerSpecification[] {
  const top = levels[0];
  const tinted: LayerSpecification[] = top
    ? [
        {
          id: 'tint',
          type: 'fill',
          source: GRIDS,
          'source-layer': layerOf(top.level),
          paint: { 'fill-color': tintOf(tints, palette), 'fill-antialias': false },
        },
      ]
    : [];
  const washes = levels.map(
    ({ level, min_zoom }): LayerSpecification => ({
      id: layerOf(level),
      type: 'fill',
      source: GRIDS,
      'source-layer': layerOf(level),
      minzoom: min_zoom,
      paint: {
        'fill-color': palette.accent,
        'fill-antialias': false,
        'fill-opacity': whenState(
          ['chosen', level === levels.at(-1)?.level ? 0.24 : 0.05],
          ['hover', 0.1],
          0,
        ),
      },
    }),
  );
  return [...tinted, ...washes];
}

/** A line around what is chosen, boldest around the grid. */
function outlinesOf(levels: readonly Level[], palette: Palette): LayerSpecification[] {
  return levels.map(
    ({ level, min_zoom }, place): LayerSpecification => ({
      id: `outline-${level}`,
      type: 'line',
      source: GRIDS,
      'source-layer': layerOf(level),
      minzoom: min_zoom,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.accent,
        'line-width': place === levels.length - 1 ? 3 : 1.6,
        'line-opacity': whenState(['chosen', 0.95], ['hover', 0.5], 0),
      },
    }),
  );
}

function whenState(
  [first, one]: readonly [string, number],
  [second, two]: readonly [string, number],
  otherwise: number,
): ExpressionSpecification {
  const is = (name: string): ExpressionSpecification => ['boolean', ['feature-state', name], false];
  return ['case', is(first), one, is(second), two, otherwise];
}

function tintOf(
  tints: ReadonlyMap<string, number>,
  palette: Palette,
): ExpressionSpecification | string {
  const plain = palette.tints[0] ?? palette.beyond;
  if (tints.size === 0) return plain;
  const arms = [...tints].flatMap(([code, tint]) => [code, palette.tints[tint] ?? plain]);
  return ['match', ['get', 'code'], ...arms, plain] as unknown as ExpressionSpecification;
}
