/** Service points: dots by category, larger as one comes nearer. */

import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Palette } from './palette.ts';

/** The layer that is asked and filtered for service points. */
export const POINT_DOTS = 'point-dots';

export function pointsOf(palette: Palette): LayerSpecification[] {
  const chosen: ExpressionSpecification = ['boolean', ['feature-state', 'chosen'], false];
  return [
    {
      id: POINT_DOTS,
      type: 'circle',
      source: 'service-points',
      'source-layer': 'service-points',
      minzoom: 10,
      paint: {
        'circle-color': palette.points[0] ?? palette.accent,
        'circle-radius': [
          'interpolate',
          ['linear'],
          ['zoom'],
          10,
          ['case', chosen, 6, 2.2],
          13,
          ['case', chosen, 8, 4.5],
          16,
          ['case', chosen, 11, 7],
        ],
        'circle-stroke-color': palette.pointRim,
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 10, 0.8, 14, 1.8],
        'circle-opacity': 0.95,
      },
    },
  ];
}

/** Dots in a colour for each category, as the list has them. */
export function colourBy(
  categories: readonly string[],
  colours: readonly string[],
): ExpressionSpecification | string {
  const [first = '#000000'] = colours;
  if (categories.length === 0) return first;
  const arms = categories.flatMap((category, place) => [
    category,
    colours[place % colours.length] ?? first,
  ]);
  return ['match', ['get', 'category'], ...arms, first] as unknown as ExpressionSpecification;
}
