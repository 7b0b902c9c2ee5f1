/** A way, closed roads, what is reached, and hotspots as GeoJSON for the map. */

import type { Feature, FeatureCollection, Position } from 'geojson';
import type { LonLat } from '../../shared/api/city.ts';
import type { Hotspot, Polygons, Reach, Way } from '../api/roads.ts';

const collection = (features: Feature[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features,
});

/** The line of a way; what leads to it over open ground; its two ends. */
export function wayFeatures(
  way: Way | undefined,
  ends: { readonly from?: LonLat | undefined; readonly to?: LonLat | undefined },
): FeatureCollection {
  const features: Feature[] = [];
  const line = (coordinates: readonly Position[], part: string): void => {
    features.push({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: coordinates.map((at) => [...at]) },
      properties: { part },
    });
  };
  if (way && way.line.length > 1) {
    const [first = [], last = []] = [way.line[0], way.line.at(-1)];
    if (ends.from) line([[...ends.from], first], 'off-road');
    line(way.line, way.estimate === null ? 'road' : 'off-road');
    if (ends.to) line([last, [...ends.to]], 'off-road');
  }
  for (const [name, at] of [
    ['A', ends.from],
    ['B', ends.to],
  ] as const) {
    if (at) features.push(point(at, { part: 'end', name }));
  }
  return collection(features);
}

/** The places at which roads are closed, numbered as in their list. */
export function closedFeatures(places: readonly { readonly at: LonLat }[]): FeatureCollection {
  return collection(places.map(({ at }, place) => point(at, { number: String(place + 1) })));
}

/** What is reached, and where one more base would help. */
export function reachFeatures(reach: Reach): FeatureCollection {
  return collection([
    area(reach.reached, { part: 'reached' }),
    ...reach.sites.map(({ lon, lat }, place) =>
      point([lon, lat], { part: 'site', name: String(place + 1) }),
    ),
  ]);
}

/** The outline of each hotspot, with its number from 1. */
export function hotspotFeatures(spots: readonly Hotspot[]): FeatureCollection {
  return collection(
    spots.flatMap((spot, place): Feature[] => {
      const properties = { number: String(place + 1), place };
      const shape = area(spot.outline, { ...properties, part: 'area' });
      const { lon, lat } = spot;
      return lon === null || lat === null
        ? [shape]
        : [shape, point([lon, lat], { ...properties, part: 'number' })];
    }),
  );
}

type Properties = Readonly<Record<string, string | number>>;

function point(at: LonLat, properties: Properties): Feature {
  return { type: 'Feature', geometry: { type: 'Point', coordinates: [...at] }, properties };
}

function area(polygons: Polygons, properties: Properties): Feature {
  const coordinates = polygons.map((rings) => rings.map((ring) => ring.map((at) => [...at])));
  return { type: 'Feature', geometry: { type: 'MultiPolygon', coordinates }, properties };
}
