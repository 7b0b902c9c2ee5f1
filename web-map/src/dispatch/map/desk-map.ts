/** The desk's map: the city underneath, the day's work on top, in step with the lists. */

import { effect } from '@preact/signals';
import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, MapMouseEvent } from 'maplibre-gl';
import type { City } from '../../shared/api/city.ts';
import { boxAround } from '../../shared/map/box.ts';
import { CityMap } from '../../shared/map/city-map.ts';
import { POINT_DOTS } from '../../shared/map/style-points.ts';
import type { Language } from '../../shared/text/language.ts';
import { incidentFeatures, placeFeatures } from '../incidents/incidents-geojson.ts';
import { chosen, chosenId, incidents, listed } from '../incidents/incidents-state.ts';
import { draft, placeDraft } from '../incidents/new-incident-state.ts';
import { tilesChanged } from '../live.ts';
import { places, shownKinds } from '../places/places-state.ts';
import {
  baseFeatures,
  routeFeatures,
  stopFeatures,
  unservedFeatures,
} from '../plan/plan-geojson.ts';
import { chosenCrew, plan } from '../plan/plan-state.ts';
import {
  CLUSTERS,
  deskLayers,
  INCIDENT_DOTS,
  ROUTE_LINES,
  SOURCES,
  type SourceName,
  STOP_DOTS,
  STOP_RINGS,
  sourceOf,
} from './layers.ts';
import { clickedForRoads, enteredForRoads, followRoads } from './roads-map.ts';
import { wish } from './wish.ts';

const NONE: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Opens the map in an element; the returned function closes it. */
export async function openDeskMap(
  container: HTMLElement,
  city: City,
  language: Language,
  label: string,
): Promise<() => void> {
  const shown = await CityMap.open(container, city, language, label);
  const { map } = shown;
  // Service points are the public's; here they would only be in the way.
  map.setLayoutProperty(POINT_DOTS, 'visibility', 'none');
  for (const name of SOURCES) map.addSource(name, sourceOf(name));
  for (const layer of deskLayers(shown.palette)) {
    // Lines and areas lie under the names of the city, dots and numbers over them.
    const under = layer.type === 'line' || layer.type === 'fill';
    map.addLayer(layer, under ? shown.firstLabel() : undefined);
  }
  map.on('click', (event) => void onClick(shown, event));
  map.getCanvas().addEventListener('keydown', (event) => {
    const { lng, lat } = map.getCenter();
    if (event.key !== 'Enter' || enteredForRoads(shown)) return;
    if (draft.peek()) void placeDraft([lng, lat]);
  });
  const stops = [...fill(shown), ...followChoices(shown), ...followRoads(shown)];
  return () => {
    for (const stop of stops) stop();
    shown.close();
  };
}

/** Each source follows its list. */
function fill({ map }: CityMap): (() => void)[] {
  const put = (name: SourceName, data: FeatureCollection): void => {
    map.getSource<GeoJSONSource>(name)?.setData(data);
  };
  return [
    effect(() => put('incidents', incidents.value ? incidentFeatures(listed.value) : NONE)),
    effect(() => put('places', placeFeatures(places.value ?? [], shownKinds.value))),
    effect(() => {
      const open = plan.value;
      put('routes', open ? routeFeatures(open) : NONE);
      put('stops', open ? stopFeatures(open) : NONE);
      put('bases', open ? baseFeatures(open) : NONE);
      put('unserved', open ? unservedFeatures(open) : NONE);
    }),
  ];
}

function followChoices(shown: CityMap): (() => void)[] {
  const { map } = shown;
  let marked: string | undefined;
  return [
    effect(() => {
      const id = chosenId.value === undefined ? undefined : String(chosenId.value);
      if (marked) map.setFeatureState({ source: 'incidents', id: marked }, { chosen: false });
      if (id) map.setFeatureState({ source: 'incidents', id }, { chosen: true });
      marked = id;
    }),
    effect(() => {
      const one = chosen.value;
      if (!draft.value) shown.pinAt(undefined);
      if (!one) return shown.choose([]);
      const grid = map && one.grid;
      shown.choose(grid ? [{ level: shown.gridLevel, code: grid.code }] : []);
      shown.goTo([one.lon, one.lat], 14);
    }),
    effect(() => {
      const now = draft.value;
      if (!now) return;
      shown.pinAt(now.at);
      const found = typeof now.grid === 'object' ? now.grid.grid : undefined;
      shown.choose(found ? [{ level: found.level, code: found.code }] : []);
    }),
    effect(() => dimOthers(shown, chosenCrew.value)),
    effect(() => {
      const wanted = wish.value;
      if (wanted) shown.goTo(wanted.at, wanted.zoom);
    }),
    effect(() => {
      if (tilesChanged.value) void shown.redraw(tilesChanged.value);
    }),
  ];
}

/** The chosen crew stands out and comes into view; the others step back. */
function dimOthers(shown: CityMap, crew: string | undefined): void {
  const { map } = shown;
  const strength = (
    full: number,
  ): number | ['case', ['==', ['get', string], string], number, number] =>
    crew === undefined ? full : ['case', ['==', ['get', 'crew'], crew], full, full * 0.12];
  map.setPaintProperty(ROUTE_LINES, 'line-opacity', strength(1));
  map.setPaintProperty('route-casing', 'line-opacity', strength(0.75));
  for (const layer of [STOP_DOTS, STOP_RINGS]) {
    map.setPaintProperty(layer, 'circle-opacity', strength(1));
    map.setPaintProperty(layer, 'circle-stroke-opacity', strength(1));
  }
  map.setPaintProperty('stop-numbers', 'text-opacity', strength(1));
  map.setPaintProperty('base-marks', 'circle-stroke-opacity', strength(1));
  map.setPaintProperty('base-marks', 'circle-opacity', strength(1));
  const line = plan.peek()?.routes.find((route) => route.crew === crew)?.line;
  const box = line && boxAround(line.coordinates);
  if (box) shown.show(box, 50);
}

async function onClick(shown: CityMap, event: MapMouseEvent): Promise<void> {
  const { point, lngLat } = event;
  if (clickedForRoads(shown, event)) return;
  if (draft.peek()) return placeDraft([lngLat.lng, lngLat.lat]);
  const { map } = shown;
  const reach = 6;
  const [feature] = map.queryRenderedFeatures(
    [
      [point.x - reach, point.y - reach],
      [point.x + reach, point.y + reach],
    ],
    { layers: [INCIDENT_DOTS, CLUSTERS, STOP_DOTS, ROUTE_LINES] },
  );
  const properties = feature?.properties ?? {};
  switch (feature?.layer.id) {
    case INCIDENT_DOTS:
      chosenId.value = incidents.peek()?.find(({ id }) => String(id) === properties['id'])?.id;
      return;
    case CLUSTERS: {
      const source = map.getSource<GeoJSONSource>('incidents');
      const zoom = await source?.getClusterExpansionZoom(Number(properties['cluster_id']));
      shown.goTo([lngLat.lng, lngLat.lat], zoom);
      return;
    }
    case STOP_DOTS:
    case ROUTE_LINES:
      chosenCrew.value = String(properties['crew']);
      return;
    default:
      chosenId.value = undefined;
  }
}
