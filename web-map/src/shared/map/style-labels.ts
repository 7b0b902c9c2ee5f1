/** Names on the map, from the device's own fonts: each level where its units are large enough. */

import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Level } from '../api/city.ts';
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

/** How far past its own start a level keeps its names before only finer ones are left. */
const ZOOMS_KEPT = 5;

/** Finest first, so that coarse names are placed first where they compete. */
export function labelsOf(levels: readonly Level[], palette: Palette): LayerSpecification[] {
  return [...levels].reverse().map((level): LayerSpecification => {
    const place = levels.indexOf(level);
    const finest = place === levels.length - 1;
    const from = level.min_zoom + (place === 0 ? 0 : finest ? 1.4 : 0.6);
    return {
      id: `label-${level.level}`,
      type: 'symbol',
      source: 'grids',
      'source-layer': 'labels',
      minzoom: Math.max(0, from),
      ...(finest ? {} : { maxzoom: Math.min(24, from + ZOOMS_KEPT + 1) }),
      filter: ['==', ['get', 'level'], level.level],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': families(place === 0 ? 'Semibold' : 'Medium'),
        'text-size': sizeOf(place, from),
        'text-letter-spacing': place === 0 ? 0.12 : 0.03,
        'text-max-width': place === 0 ? 8 : 6,
        'text-line-height': 1.25,
        'text-padding': finest ? 6 : 4,
        // The largest first: where names compete, the one with more land wins.
        'symbol-sort-key': ['-', 0, ['to-number', ['get', 'area_km2'], 0]],
      },
      paint: {
        'text-color': palette.ink[Math.min(place, palette.ink.length - 1)] ?? palette.border,
        'text-halo-color': palette.halo,
        'text-halo-width': place === 0 ? 1.8 : 1.4,
        'text-halo-blur': 0.4,
        'text-opacity': fade(from, finest),
      },
    };
  });
}

function sizeOf(place: number, from: number): ExpressionSpecification {
  const [small, large] = place === 0 ? [12, 20] : place === 1 ? [11.5, 16] : [11.5, 15];
  return ['interpolate', ['linear'], ['zoom'], from, small, from + 5, large];
}

/** Names come in gently and, above the grids, step back where finer ones take over. */
function fade(from: number, finest: boolean): ExpressionSpecification {
  return finest
    ? ['interpolate', ['linear'], ['zoom'], from, 0.4, from + 0.5, 1]
    : [
        'interpolate',
        ['linear'],
        ['zoom'],
        from,
        0.6,
        from + 0.4,
        1,
        from + ZOOMS_KEPT - 1,
        1,
        from + ZOOMS_KEPT + 1,
        0.25,
      ];
}
