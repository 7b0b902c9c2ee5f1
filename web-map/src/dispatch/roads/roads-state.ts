/** What the panel of roads knows beside its three tools: which is open, whether there are roads. */

import { computed, signal } from '@preact/signals';
import type { LonLat } from '../../shared/api/city.ts';
import { city } from '../../shared/api/city-state.ts';
import { unitsOf } from '../../shared/api/grids.ts';
import { loadTileJson, type TileJson } from '../../shared/map/tilejson.ts';
import { guarded } from '../../shared/session/session-state.ts';
import type { Place } from '../api/places.ts';
import { places } from '../places/places-state.ts';
import { entryOf } from '../plan/plan-geojson.ts';
import type { Named } from './place-names.ts';

export type Tool = 'route' | 'reach' | 'hotspots';

/** What the next click on the map gives: an end of the way, or a road that is closed. */
export type Picked = 'from' | 'to' | 'closed';

export const tool = signal<Tool>('route');
export const picking = signal<Picked | undefined>(undefined);
/** Whether the panel is in front; what it draws is on the map only then. */
export const inFront = signal(false);
/** Whether the roads themselves are drawn. */
export const showRoads = signal(true);
/** What is known of the roads; none until they were asked for. */
export const roads = signal<TileJson | undefined>(undefined);
export const hasRoads = computed(() => (roads.value?.vector_layers?.length ?? 0) > 0);

/** A level with more units than this is not offered by name. */
const UNITS_MAX = 2000;

const units = signal<readonly Named[]>([]);

/** Every place that can be named: places first, then units, the greatest first. */
export const named = computed((): readonly Named[] => [
  ...(places.value ?? []).flatMap((place) => {
    const at = spotOf(place);
    return at ? [{ name: place.name, at }] : [];
  }),
  ...units.value,
]);

/** The bases that are points, as reach is asked from them. */
export const bases = computed((): readonly Named[] =>
  (places.value ?? []).flatMap((place) =>
    place.kind === 'base' && place.geometry.type === 'Point'
      ? [{ name: place.name, at: spotOf(place) ?? [0, 0] }]
      : [],
  ),
);

/** Where somebody goes who goes to a place. */
export function spotOf({ geometry }: Place): LonLat | undefined {
  const [lon, lat] = entryOf(geometry, false) ?? [];
  return lon === undefined || lat === undefined ? undefined : [lon, lat];
}

/** Asks what there is of roads and of names, once. */
export async function openRoads(): Promise<void> {
  inFront.value = true;
  if (!roads.peek()) {
    await guarded(async () => {
      roads.value = await loadTileJson('roads');
    });
  }
  if (units.peek().length > 0) return;
  const levels = city.peek()?.levels.filter(({ count }) => count <= UNITS_MAX) ?? [];
  await guarded(async () => {
    const all = await Promise.all(levels.map(({ level }) => unitsOf(level)));
    units.value = all.flat().flatMap(({ name, label }) => (label ? [{ name, at: label }] : []));
  });
}
