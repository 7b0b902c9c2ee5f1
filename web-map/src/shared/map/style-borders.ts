/** Borders: each edge is drawn once, as bold as the coarsest level that it bounds. */

import type { LayerSpecification } from 'maplibre-gl';
import type { Level } from '../api/city.ts';
import type { Palette } from './palette.ts';

/** Widths in pixels at zooms 8, 12 and 16, and how dark; by how far a level is from the grids. */
const PENS = [
  { widths: [0, 0.5, 1.1], opacity: 0.55 },
  { widths: [0.3, 1.2, 2.2], opacity: 0.7 },
  { widths: [0.7, 2.1, 3.8], opacity: 0.85 },
  { widths: [0.9, 2.2, 4.2], opacity: 0.85 },
] as const;

/** Layers for the borders between units, finest first, and last the edge of the territory. */
export function bordersOf(levels: readonly Level[], palette: Palette): LayerSpecification[] {
  const inner = [...levels].reverse().map((level, place): LayerSpecification => {
    const pen = PENS[Math.min(place, PENS.length - 1)] ?? PENS[0];
    return {
      id: `border-${level.level}`,
      type: 'line',
      source: 'grids',
      'source-layer': 'borders',
      minzoom: level.min_zoom,
      filter: ['==', ['get', 'level'], level.level],
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: {
        'line-color': palette.border,
        'line-opacity': pen.opacity,
        'line-width': widthBy(pen.widths),
        ...(place === 1 ? { 'line-dasharray': [5, 1.6] } : {}),
      },
    };
  });
  return [...inner, edge('edge-glow', palette.outerGlow, [3, 6, 10], 0.55), outer(palette)];
}

function outer(palette: Palette): LayerSpecification {
  return edge('edge', palette.outer, [1.2, 2, 3.2], 0.95);
}

function edge(
  id: string,
  colour: string,
  widths: readonly [number, number, number],
  opacity: number,
): LayerSpecification {
  return {
    id,
    type: 'line',
    source: 'grids',
    'source-layer': 'borders',
    filter: ['==', ['get', 'level'], 0],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': colour, 'line-opacity': opacity, 'line-width': widthBy(widths) },
  };
}

function widthBy([far, middle, near]: readonly [number, number, number]) {
  return ['interpolate', ['linear'], ['zoom'], 8, far, 12, middle, 16, near] as [
    'interpolate',
    ['linear'],
    ['zoom'],
    ...number[],
  ];
}
