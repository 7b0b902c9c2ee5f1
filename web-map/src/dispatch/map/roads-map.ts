/** The panel of roads on the desk's map. */

import { effect } from '@preact/signals';
import type { FeatureCollection } from 'geojson';
import {
  type GeoJSONSource,
  LngLat,
  type MapMouseEvent,
  Point,
  type SourceSpecification,
} from 'maplibre-gl';
import type { Bounds, LonLat } from '../../shared/api/city.ts';
import { boxAround } from '../../shared/map/box.ts';
import type { CityMap } from '../../shared/map/city-map.ts';
import { DAY } from '../../shared/map/palette.ts';
import { GRIDS, POINTS } from '../../shared/map/style.ts';
import { onOrigin, type TileJson } from '../../shared/map/tilejson.ts';
import { chosenCrew } from '../plan/plan-state.ts';
import { chosenSpot, hotspots } from '../roads/hotspots-state.ts';
import { reach, askedAgain as reachAgain, mode as reachMode } from '../roads/reach-state.ts';
import {
  closedFeatures,
  hotspotFeatures,
  reachFeatures,
  wayFeatures,
} from '../roads/roads-geojson.ts';
import { hasRoads, inFront, picking, roads, showRoads, tool } from '../roads/roads-state.ts';
import {
  ends,
  pickEnd,
  way,
  askedAgain as wayAgain,
  mode as wayMode,
} from '../roads/route-state.ts';
import { closed, closeRoad } from '../roads/unusual-state.ts';
import type { SourceName } from './layers.ts';
import { NO_ENTRY, noEntrySign } from './no-entry.ts';
import {
  missedGrids,
  REACH_GRIDS,
  ROAD_LINES,
  ROAD_SOURCES,
  ROADS,
  type RoadSource,
  roadLayers,
  roadWorkLayers,
  SPOT_AREAS,
} from './road-layers.ts';

/** What the plan is drawn from. */
const PLAN_SOURCES: ReadonlySet<string> = new Set<SourceName>([
  'routes',
  'stops',
  'bases',
  'unserved',
]);

const NONE: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Lays the panel's sources and layers, and keeps them in step; the functions returned stop that. */
export function followRoads(shown: CityMap): (() => void)[] {
  const { map } = shown;
  for (const name of ROAD_SOURCES) map.addSource(name, { type: 'geojson', data: NONE });
  // Asked for again whenever the style was made anew.
  map.setMissingStyleImageResolver((id) => {
    if (id === NO_ENTRY) map.addImage(id, noEntrySign(2), { pixelRatio: 2 });
  });
  const grids = map.getStyle().sources[GRIDS];
  // The city's own layers are made anew with the scheme of day and night; an added source stays.
  if (grids) map.addSource(REACH_GRIDS, grids);
  for (const layer of roadWorkLayers(shown.gridLevel)) {
    if (layer.type !== 'background' && layer.source === REACH_GRIDS && !grids) continue;
    const over = layer.type === 'symbol' || layer.type === 'circle';
    map.addLayer(layer, over ? undefined : (shown.firstLabel() ?? POINTS));
  }
  return [
    effect(() => layRoads(shown, hasRoads.value ? roads.value : undefined)),
    effect(() => {
      // A road to be closed is pointed at, so it has to be seen.
      const wanted = showRoads.value || picking.value === 'closed';
      const visible = inFront.value && wanted && hasRoads.value;
      for (const id of ROAD_LINES) {
        if (map.getLayer(id)) {
          map.setLayoutProperty(id, 'visibility', visible ? 'visible' : 'none');
        }
      }
    }),
    effect(() => {
      const open = inFront.value && tool.value === 'route';
      const { from, to } = ends.value;
      const drawn = wayFeatures(way.value, { from: from.at, to: to.at });
      put(shown, 'way', open ? drawn : NONE);
    }),
    effect(() => drawReach(shown)),
    effect(() => {
      const open = inFront.value && tool.value !== 'hotspots';
      put(shown, 'closed', open ? closedFeatures(closed.value) : NONE);
    }),
    effect(() => {
      const open = inFront.value && tool.value === 'hotspots';
      put(shown, 'spots', open ? hotspotFeatures(hotspots.value?.hotspots ?? []) : NONE);
    }),
    effect(() => {
      const line = way.value?.line;
      const box = line && boxAround(line);
      if (box && !wayAgain.peek()) shown.show(box, 60);
    }),
    effect(() => {
      const rings = reach.value?.reached.flat();
      const box = rings && boxAround(rings.flat());
      if (box && inFront.peek() && !reachAgain.peek()) shown.show(box, 30);
    }),
    effect(() => showSpots(shown)),
    effect(() => showPlan(shown, !inFront.value || chosenCrew.value !== undefined)),
    effect(() => {
      const waiting = picking.value !== undefined;
      map.getContainer().classList.toggle('awaits-click', waiting);
      // On a phone the map is above the panel.
      if (waiting) map.getContainer().scrollIntoView({ block: 'nearest' });
    }),
  ];
}

/** Takes a click where one is waited for, or chooses a hotspot; says whether it was for the panel. */
export function clickedForRoads(shown: CityMap, { point, lngLat }: MapMouseEvent): boolean {
  if (takePicked(shown, [lngLat.lng, lngLat.lat])) return true;
  const [spot] = shown.map.queryRenderedFeatures(point, { layers: [SPOT_AREAS] });
  if (!spot) return false;
  chosenSpot.value = Number(spot.properties['place']);
  return true;
}

/** Takes the middle of the map where a click is waited for. */
export function enteredForRoads(shown: CityMap): boolean {
  const { lng, lat } = shown.map.getCenter();
  return takePicked(shown, [lng, lat]);
}

/** How far from a road, on the screen, a click is still meant for it. */
const AIM_PX = 16;

function takePicked({ map }: CityMap, at: LonLat): boolean {
  const picked = picking.peek();
  if (picked === 'closed') {
    const beside = map.unproject(map.project([at[0], at[1]]).add(new Point(AIM_PX, 0)));
    const withinM = new LngLat(at[0], at[1]).distanceTo(beside);
    void closeRoad(at, withinM, (tool.peek() === 'reach' ? reachMode : wayMode).peek());
  } else if (picked) {
    pickEnd(picked, at);
  }
  return picked !== undefined;
}

function layRoads(shown: CityMap, json: TileJson | undefined): void {
  const { map } = shown;
  if (!json || map.getSource(ROADS)) return;
  const source: SourceSpecification = {
    type: 'vector',
    tiles: json.tiles.map((address) => onOrigin(address, globalThis.location.origin)),
    minzoom: json.minzoom ?? 0,
    maxzoom: json.maxzoom ?? 14,
    ...(json.bounds ? { bounds: [...json.bounds] as [number, number, number, number] } : {}),
  };
  map.addSource(ROADS, source);
  // Under everything that the panel draws on them.
  for (const layer of roadLayers(shown.palette !== DAY)) map.addLayer(layer, 'reach-area');
}

function drawReach(shown: CityMap): void {
  const open = inFront.value && tool.value === 'reach';
  const found = open ? reach.value : undefined;
  put(shown, 'reach', found ? reachFeatures(found) : NONE);
  const { map } = shown;
  if (!map.getLayer('reach-missed')) return;
  const { filter, opacity } = missedGrids(found?.not_reached ?? []);
  map.setFilter('reach-missed', filter);
  map.setPaintProperty('reach-missed', 'fill-opacity', opacity);
}

/** The plan steps back while roads are looked at, but for a crew that is chosen. */
function showPlan({ map }: CityMap, visible: boolean): void {
  for (const layer of map.getStyle().layers) {
    if (layer.type === 'background' || !PLAN_SOURCES.has(layer.source)) continue;
    map.setLayoutProperty(layer.id, 'visibility', visible ? 'visible' : 'none');
  }
}

/** All hotspots come into view, or the chosen one, which stands out. */
function showSpots(shown: CityMap): void {
  const { map } = shown;
  const spots = hotspots.value?.hotspots ?? [];
  const chosen = chosenSpot.value;
  const strength = chosen === undefined ? 0.34 : 0.12;
  map.setPaintProperty(SPOT_AREAS, 'fill-opacity', [
    'case',
    ['==', ['get', 'place'], chosen ?? -1],
    0.5,
    strength,
  ]);
  const some = chosen === undefined ? spots : spots.slice(chosen, chosen + 1);
  const box = boxAround(some.flatMap(({ outline }) => outline.flat(2)));
  if (box && inFront.peek()) shown.show(around(box), chosen === undefined ? 40 : 120);
}

/** A box that is not so small that nothing around it is seen. */
function around([west, south, east, north]: Bounds): Bounds {
  const room = 0.002;
  return [west - room, south - room, east + room, north + room];
}

function put({ map }: CityMap, name: RoadSource, data: FeatureCollection): void {
  map.getSource<GeoJSONSource>(name)?.setData(data);
}
