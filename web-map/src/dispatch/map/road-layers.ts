/** What the panel of roads draws: the roads by class, a way, what is reached, hotspots. */

import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { layerOf } from '../../shared/map/style.ts';
import { FONT, HOTSPOT } from './layers.ts';
import { NO_ENTRY } from './no-entry.ts';

/** Tiles of the roads, and of the grids once more: for those that are not reached. */
export const ROADS = 'roads';
export const REACH_GRIDS = 'reach-grids';
/** What comes as GeoJSON. */
export const ROAD_SOURCES = ['reach', 'spots', 'way', 'closed'] as const;
export type RoadSource = (typeof ROAD_SOURCES)[number];

export const ROAD_LINES = ['road-main', 'road-side', 'road-walk', 'road-water'] as const;
export const WAY_LINE = 'way-line';
export const SPOT_AREAS = 'spot-areas';

const REACHED = '#1f7a4d';
const MISSED = '#b3261e';
const WAY = '#7a2fb3';

const is = (key: string, ...values: string[]): ExpressionSpecification =>
  ['in', ['get', key], ['literal', values]] as unknown as ExpressionSpecification;

/** The colour of a road by its rank; on a night map lighter, not darker. */
const COLOURS: Readonly<Record<string, readonly [string, string]>> = {
  motorway: ['#b0413e', '#d98a86'],
  trunk: ['#b0413e', '#d98a86'],
  primary: ['#c4652d', '#d9a077'],
  secondary: ['#b58a1b', '#d3b86a'],
  tertiary: ['#86795a', '#b3a98f'],
};

/** The roads themselves, lowest first. */
export function roadLayers(dark: boolean): LayerSpecification[] {
  const arms = Object.entries(COLOURS).flatMap(([name, both]) => [name, both[dark ? 1 : 0]]);
  const other = dark ? '#77838b' : '#8f9aa1';
  const colour = ['match', ['get', 'class'], ...arms, other] as unknown as ExpressionSpecification;
  const line = (
    id: string,
    filter: ExpressionSpecification,
    paint: NonNullable<Extract<LayerSpecification, { type: 'line' }>['paint']>,
  ): LayerSpecification => ({
    id,
    type: 'line',
    source: ROADS,
    'source-layer': ROADS,
    filter,
    layout: { 'line-join': 'round', 'line-cap': 'butt' },
    paint,
  });
  const walking = is('class', 'steps', 'footway', 'pedestrian', 'path');
  const water = is('class', 'waterway', 'ferry');
  const main = is('class', 'motorway', 'trunk', 'primary', 'secondary', 'tertiary');
  const side = ['!', ['any', walking, water, main]] as unknown as ExpressionSpecification;
  return [
    line('road-water', water, {
      'line-color': dark ? '#5c9fce' : '#3f83b5',
      'line-width': 2,
      'line-dasharray': [3, 2],
    }),
    line('road-side', side, {
      'line-color': colour,
      'line-width': ['interpolate', ['exponential', 1.5], ['zoom'], 12, 0.6, 15, 1.6, 18, 5],
    }),
    line('road-walk', walking, {
      'line-color': dark ? '#c78bd0' : '#8a4a94',
      'line-width': ['interpolate', ['exponential', 1.5], ['zoom'], 13, 0.8, 18, 3.5],
      'line-dasharray': [1.4, 1.2],
    }),
    line('road-main', main, {
      'line-color': colour,
      'line-width': [
        'interpolate',
        ['exponential', 1.5],
        ['zoom'],
        9,
        ['match', ['get', 'class'], ['tertiary'], 0.7, 1.3],
        14,
        ['match', ['get', 'class'], ['tertiary'], 2, 3.4],
        18,
        ['match', ['get', 'class'], ['tertiary'], 7, 11],
      ],
    }),
  ];
}

/** A way, what is reached and hotspots, over the roads, lowest first. */
export function roadWorkLayers(gridLevel: number): LayerSpecification[] {
  const part = (name: string): ExpressionSpecification => ['==', ['get', 'part'], name];
  return [
    {
      id: 'reach-missed',
      type: 'fill',
      source: REACH_GRIDS,
      'source-layer': layerOf(gridLevel),
      filter: ['==', ['get', 'code'], ''],
      paint: { 'fill-color': MISSED, 'fill-opacity': 0.3 },
    },
    {
      id: 'reach-area',
      type: 'fill',
      source: 'reach',
      filter: part('reached'),
      paint: { 'fill-color': REACHED, 'fill-opacity': 0.24 },
    },
    {
      id: 'reach-rim',
      type: 'line',
      source: 'reach',
      filter: part('reached'),
      paint: { 'line-color': REACHED, 'line-width': 1.6 },
    },
    {
      id: SPOT_AREAS,
      type: 'fill',
      source: 'spots',
      filter: part('area'),
      paint: { 'fill-color': MISSED, 'fill-opacity': 0.34 },
    },
    {
      id: 'spot-rims',
      type: 'line',
      source: 'spots',
      filter: part('area'),
      paint: { 'line-color': MISSED, 'line-width': 1.2, 'line-opacity': 0.7 },
    },
    {
      id: 'way-casing',
      type: 'line',
      source: 'way',
      filter: part('road'),
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': '#ffffff', 'line-width': 9, 'line-opacity': 0.85 },
    },
    {
      id: WAY_LINE,
      type: 'line',
      source: 'way',
      filter: part('road'),
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': WAY, 'line-width': 5 },
    },
    {
      id: 'way-off-road',
      type: 'line',
      source: 'way',
      filter: part('off-road'),
      paint: { 'line-color': WAY, 'line-width': 3, 'line-dasharray': [1.2, 1.2] },
    },
    {
      id: 'site-marks',
      type: 'symbol',
      source: 'reach',
      filter: part('site'),
      layout: {
        'text-field': ['concat', '◆ ', ['get', 'name']],
        'text-font': FONT,
        'text-size': 18,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': REACHED, 'text-halo-color': '#ffffff', 'text-halo-width': 2 },
    },
    {
      id: 'spot-marks',
      type: 'circle',
      source: 'spots',
      filter: part('number'),
      paint: {
        'circle-radius': 12,
        'circle-color': HOTSPOT,
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'spot-numbers',
      type: 'symbol',
      source: 'spots',
      filter: part('number'),
      layout: {
        'text-field': ['get', 'number'],
        'text-font': FONT,
        'text-size': 13,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': '#ffffff' },
    },
    {
      id: 'way-ends',
      type: 'circle',
      source: 'way',
      filter: part('end'),
      paint: {
        'circle-radius': 11,
        'circle-color': ['match', ['get', 'name'], 'A', '#1f5fa8', '#a32a22'],
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'way-letters',
      type: 'symbol',
      source: 'way',
      filter: part('end'),
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 13,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': '#ffffff' },
    },
    {
      id: 'closed-signs',
      type: 'symbol',
      source: 'closed',
      layout: {
        'icon-image': NO_ENTRY,
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'text-field': ['get', 'number'],
        'text-font': FONT,
        'text-size': 13,
        'text-anchor': 'left',
        'text-offset': [1, 0],
        'text-optional': true,
      },
      paint: { 'text-color': '#8a1710', 'text-halo-color': '#ffffff', 'text-halo-width': 2 },
    },
  ];
}

/** The grids that are shown as missed, and how strongly each. */
export function missedGrids(grids: readonly { readonly code: string; readonly share: number }[]): {
  readonly filter: ExpressionSpecification;
  readonly opacity: ExpressionSpecification;
} {
  const wholly = grids.filter(({ share }) => share <= 0).map(({ code }) => code);
  const among = (codes: readonly string[]): ExpressionSpecification =>
    ['in', ['get', 'code'], ['literal', codes]] as unknown as ExpressionSpecification;
  return {
    filter: among(grids.map(({ code }) => code)),
    opacity: ['case', among(wholly), 0.34, 0.12],
  };
}
