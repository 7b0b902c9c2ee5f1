/** Names on the map, from the device's own fonts: each level where its units are large enough. */

import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Bounds, Level } from '../api/city.ts';
import { nameZooms, zoomWhereWide } from './name-zooms.ts';
import type { Palette } from './palette.ts';

/**
 * Families tried in order. The library reads the weight from the words of the first, which need
 * not exist; what follows is what Chinese systems have.
 */
const families = (weight: 'Medium' | 'Semibold'): string[] => [
  `Gridbeat ${weight}`,
  'PingFang SC',
  'HarmonyOS Sans SC',
  'Microsoft YaHei',
  'Noto Sans CJK SC',
  'Source Han Sans SC',
  'sans-serif',
];

/** How wide the middling unit of a level is when its name begins to go, and when it is gone. */
const LEAVES_PX = [900, 2400] as const;

/** Finest first: of names that compete, the library places those of the last layer first. */
export function labelsOf(
  levels: readonly Level[],
  bounds: Bounds,
  palette: Palette,
): LayerSpecification[] {
  const zooms = nameZooms(levels, bounds);
  return levels
    .map((level, place) => labelOf(level, place, levels.length, zooms[place] ?? 0, bounds, palette))
    .reverse();
}

function labelOf(
  level: Level,
  place: number,
  count: number,
  from: number,
  bounds: Bounds,
  palette: Palette,
): LayerSpecification {
  const [top, finest] = [place === 0, place === count - 1];
  const [fades, gone] = LEAVES_PX.map((width) => zoomWhereWide(level, bounds, width)) as [
    number,
    number,
  ];
  const leaves = !finest && gone > from + 1 && gone < 24;
  return {
    id: `label-${level.level}`,
    type: 'symbol',
    source: 'grids',
    'source-layer': 'labels',
    minzoom: from,
    ...(leaves ? { maxzoom: gone } : {}),
    filter: ['==', ['get', 'level'], level.level],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': families(top ? 'Semibold' : 'Medium'),
      'text-size': sizeOf(top, zoomWhereWide(level, bounds, 60)),
      'text-letter-spacing': top ? 0.12 : 0.03,
      'text-max-width': top ? 8 : 6,
      'text-line-height': 1.25,
      'text-padding': finest ? 6 : 4,
      // The largest first: where names compete, the one with more land wins.
      'symbol-sort-key': ['-', 0, ['to-number', ['get', 'area_km2'], 0]],
    },
    paint: {
      'text-color': palette.ink[Math.min(place, palette.ink.length - 1)] ?? palette.border,
      'text-halo-color': palette.halo,
      'text-halo-width': top ? 1.8 : 1.4,
      'text-halo-blur': 0.4,
      'text-opacity': leaves
        ? ['interpolate', ['linear'], ['zoom'], Math.min(fades, gone - 0.5), 1, gone, 0.25]
        : 1,
    },
  };
}

function sizeOf(top: boolean, from: number): ExpressionSpecification {
  const [small, large] = top ? [12, 20] : [11.5, 15.5];
  return ['interpolate', ['linear'], ['zoom'], from, small, from + 5, large];
}
