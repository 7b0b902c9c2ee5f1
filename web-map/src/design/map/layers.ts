/** The layers of a design over the city: its grids by how far they are from the target, and the borders before. */

import type {
  ExpressionSpecification,
  GeoJSONSourceSpecification,
  LayerSpecification,
} from 'maplibre-gl';
import type { Palette } from '../../shared/map/palette.ts';

export const SOURCE = 'design';
export const LABELS = 'design-labels';
export const BEFORE = 'design-before';

export const FILL = 'design-fill';
export const BEFORE_LINES = 'before-lines';

/** From far too few, over within tolerance, to far too many: told apart without red and green. */
export const BANDS = {
  day: ['#3f74b8', '#a3c4e4', '#f6f1de', '#f3b67d', '#cc5a1d'],
  night: ['#4a86d0', '#2d4c70', '#2b2a23', '#70451f', '#d9763a'],
} as const;

/** Nothing is known of it. */
export const UNKNOWN = '#9aa3a9';

export const isNight = (): boolean => globalThis.matchMedia('(prefers-color-scheme: dark)').matches;

const is = (name: string): ExpressionSpecification => ['boolean', ['feature-state', name], false];

export const emptySource = (lines: boolean): GeoJSONSourceSpecification => ({
  type: 'geojson',
  data: { type: 'FeatureCollection', features: [] },
  // Neighbours must not be simplified apart.
  ...(lines ? { tolerance: 0, buffer: 32 } : {}),
});

/** What lies under the borders of larger units. */
export function groundLayers(palette: Palette): LayerSpecification[] {
  const bands = BANDS[isNight() ? 'night' : 'day'];
  const arms = bands.flatMap((colour, band) => [band, colour]);
  return [
    {
      id: FILL,
      type: 'fill',
      source: SOURCE,
      paint: {
        'fill-color': [
          'match',
          ['to-number', ['feature-state', 'band'], -1],
          ...arms,
          UNKNOWN,
        ] as unknown as ExpressionSpecification,
        'fill-antialias': false,
        // What is being dragged is drawn by the layer of handles.
        'fill-opacity': ['case', is('live'), 0, is('far'), 0.12, is('chosen'), 0.95, 0.8],
      },
    },
    {
      id: 'design-lines',
      type: 'line',
      source: SOURCE,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.border,
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.3, 12, 0.9, 16, 2],
        'line-opacity': ['case', is('live'), 0, 0.9],
      },
    },
  ];
}

/** What lies over them, under the names. */
export function markLayers(palette: Palette): LayerSpecification[] {
  const old = isNight() ? '#f08fd0' : '#a3157a';
  return [
    {
      id: BEFORE_LINES,
      type: 'line',
      source: BEFORE,
      layout: { 'line-join': 'round', visibility: 'none' },
      paint: {
        'line-color': old,
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.8, 13, 1.6, 16, 2.4],
        'line-dasharray': [3, 2],
      },
    },
    {
      id: 'design-others',
      type: 'line',
      source: SOURCE,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': old,
        'line-width': 4,
        'line-opacity': ['case', is('others'), 0.9, 0],
      },
    },
    {
      id: 'design-locked',
      type: 'line',
      source: SOURCE,
      filter: ['==', ['get', 'locked'], true],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.outer, 'line-width': 2.4, 'line-dasharray': [1, 1.4] },
    },
    {
      id: 'design-chosen',
      type: 'line',
      source: SOURCE,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.accent,
        'line-width': 3.4,
        'line-opacity': ['case', is('live'), 0, is('chosen'), 1, is('hover'), 0.55, 0],
      },
    },
  ];
}

/** Names with the deviation under them. */
export function labelLayer(palette: Palette, minzoom: number): LayerSpecification {
  return {
    id: LABELS,
    type: 'symbol',
    source: LABELS,
    minzoom,
    layout: {
      'text-field': [
        'format',
        ['get', 'name'],
        {},
        ['case', ['==', ['get', 'off'], ''], '', '\n'],
        {},
        ['get', 'off'],
        { 'font-scale': 0.9 },
      ],
      'text-font': [
        'Gridbeat Medium',
        'PingFang SC',
        'HarmonyOS Sans SC',
        'Microsoft YaHei',
        'Noto Sans CJK SC',
        'sans-serif',
      ],
      'text-size': 12.5,
      'text-max-width': 7,
      'text-padding': 4,
    },
    paint: {
      'text-color': palette.ink[0] ?? palette.border,
      'text-halo-color': palette.halo,
      'text-halo-width': 1.6,
    },
  };
}
