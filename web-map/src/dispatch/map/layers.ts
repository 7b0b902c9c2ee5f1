/** What the desk lays over the city's map: places, routes, stops and incidents. */

import type { FeatureCollection } from 'geojson';
import type {
  ExpressionSpecification,
  GeoJSONSourceSpecification,
  LayerSpecification,
} from 'maplibre-gl';
import type { Palette } from '../../shared/map/palette.ts';

export const SOURCES = ['places', 'routes', 'bases', 'stops', 'unserved', 'incidents'] as const;
export type SourceName = (typeof SOURCES)[number];

/** The layers that can be clicked. */
export const INCIDENT_DOTS = 'incident-dots';
export const CLUSTERS = 'incident-clusters';
export const STOP_DOTS = 'stop-dots';
export const ROUTE_LINES = 'route-lines';
export const STOP_RINGS = 'stop-rings';

/** The colour of hotspots, in plans as on their own. */
export const HOTSPOT = '#7d1a14';

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Incidents this near on the screen are drawn as one, until this zoom. */
const CLUSTER = { cluster: true, clusterRadius: 34, clusterMaxZoom: 13 } as const;

export function sourceOf(name: SourceName): GeoJSONSourceSpecification {
  return {
    type: 'geojson',
    data: EMPTY,
    ...(name === 'incidents' ? { ...CLUSTER, promoteId: 'id' } : {}),
  };
}

export const FONT = [
  'Gridbeat Semibold',
  'PingFang SC',
  'Microsoft YaHei',
  'Noto Sans CJK SC',
  'sans-serif',
];
const NOT_CLUSTER: ExpressionSpecification = ['!', ['has', 'point_count']];

const STATE_COLOUR: ExpressionSpecification = [
  'match',
  ['get', 'state'],
  'open',
  '#c8321f',
  'handling',
  '#c77700',
  '#5f6d76',
];

const PLACE_COLOUR: ExpressionSpecification = [
  'match',
  ['get', 'kind'],
  'checkpoint',
  '#2f5fb3',
  'base',
  '#1d252b',
  'station',
  '#0b7a55',
  'shopping-district',
  '#a0577e',
  'patrol-line',
  '#0f7c8c',
  '#55616a',
];

/** Lowest first. */
export function deskLayers(palette: Palette): LayerSpecification[] {
  return [...placeLayers(palette), ...planLayers(), ...incidentLayers()];
}

function placeLayers({ ink, halo }: Palette): LayerSpecification[] {
  const type = (wanted: string): ExpressionSpecification => ['==', ['geometry-type'], wanted];
  return [
    {
      id: 'place-areas',
      type: 'fill',
      source: 'places',
      filter: type('Polygon'),
      paint: { 'fill-color': PLACE_COLOUR, 'fill-opacity': 0.22 },
    },
    {
      id: 'place-lines',
      type: 'line',
      source: 'places',
      filter: ['!=', ['geometry-type'], 'Point'],
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': PLACE_COLOUR, 'line-width': 2.5, 'line-dasharray': [2, 1.6] },
    },
    {
      id: 'place-dots',
      type: 'circle',
      source: 'places',
      filter: type('Point'),
      paint: {
        'circle-color': '#ffffff',
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, 3, 14, 6],
        'circle-stroke-color': PLACE_COLOUR,
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 9, 2, 14, 3.5],
      },
    },
    {
      id: 'place-names',
      type: 'symbol',
      source: 'places',
      minzoom: 11.5,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 12,
        'text-offset': [0, 0.9],
        'text-anchor': 'top',
        'text-optional': true,
      },
      paint: {
        'text-color': ink[0] ?? '#1d252b',
        'text-halo-color': halo,
        'text-halo-width': 1.5,
      },
    },
  ];
}

/** A size for one number; more for several. */
const wide = (size: number): ExpressionSpecification => [
  'case',
  ['>', ['length', ['get', 'number']], 2],
  size + 4,
  size,
];

function planLayers(): LayerSpecification[] {
  return [
    {
      id: 'route-casing',
      type: 'line',
      source: 'routes',
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': '#ffffff', 'line-width': 5.5, 'line-opacity': 0.75 },
    },
    {
      id: ROUTE_LINES,
      type: 'line',
      source: 'routes',
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': ['get', 'colour'], 'line-width': 3 },
    },
    {
      id: 'unserved-marks',
      type: 'circle',
      source: 'unserved',
      paint: {
        'circle-color': 'rgba(255,255,255,0.6)',
        'circle-radius': 6,
        'circle-stroke-color': '#a32a22',
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'base-marks',
      type: 'circle',
      source: 'bases',
      paint: {
        'circle-color': '#ffffff',
        'circle-radius': 5,
        'circle-stroke-color': ['get', 'colour'],
        'circle-stroke-width': 4,
      },
    },
    {
      // A stop at a hotspot has a ring around it.
      id: STOP_RINGS,
      type: 'circle',
      source: 'stops',
      filter: ['==', ['get', 'hotspot'], 'yes'],
      paint: {
        'circle-color': '#ffffff',
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, 4.5, 11, 8, 13, wide(12.5)],
        'circle-stroke-color': HOTSPOT,
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 9, 1.2, 13, 2.5],
      },
    },
    {
      id: STOP_DOTS,
      type: 'circle',
      source: 'stops',
      paint: {
        'circle-color': ['get', 'colour'],
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, 2.5, 11, 5, 13, wide(9)],
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 1.5,
      },
    },
    {
      id: 'stop-numbers',
      type: 'symbol',
      source: 'stops',
      minzoom: 11.8,
      layout: {
        'text-field': ['get', 'number'],
        'text-font': FONT,
        'text-size': ['interpolate', ['linear'], ['zoom'], 11.8, 8, 13, 11],
        'text-allow-overlap': true,
      },
      paint: { 'text-color': '#ffffff' },
    },
  ];
}

function incidentLayers(): LayerSpecification[] {
  const chosen: ExpressionSpecification = ['boolean', ['feature-state', 'chosen'], false];
  return [
    {
      id: CLUSTERS,
      type: 'circle',
      source: 'incidents',
      filter: ['has', 'point_count'],
      paint: {
        'circle-color': '#9c3a2c',
        'circle-opacity': 0.88,
        'circle-radius': ['step', ['get', 'point_count'], 11, 5, 14, 15, 18],
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'incident-counts',
      type: 'symbol',
      source: 'incidents',
      filter: ['has', 'point_count'],
      layout: {
        'text-field': ['get', 'point_count_abbreviated'],
        'text-font': FONT,
        'text-size': 12,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': '#ffffff' },
    },
    {
      id: INCIDENT_DOTS,
      type: 'circle',
      source: 'incidents',
      filter: NOT_CLUSTER,
      paint: {
        'circle-color': STATE_COLOUR,
        'circle-radius': ['case', chosen, 10, 6.5],
        'circle-stroke-color': ['case', chosen, '#1d252b', '#ffffff'],
        'circle-stroke-width': ['case', chosen, 3, 1.8],
      },
    },
  ];
}
