/** Incidents and places as GeoJSON for the map. */

import type { Feature, FeatureCollection } from 'geojson';
import type { Incident } from '../api/incidents.ts';
import type { Place } from '../api/places.ts';

export function incidentFeatures(incidents: readonly Incident[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: incidents.map(
      (incident): Feature => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [incident.lon, incident.lat] },
        properties: { id: String(incident.id), state: incident.state, class: incident.class },
      }),
    ),
  };
}

export function placeFeatures(
  places: readonly Place[],
  kinds: ReadonlySet<string>,
): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: places
      .filter((place) => kinds.has(place.kind))
      .map(
        (place): Feature => ({
          type: 'Feature',
          geometry: place.geometry,
          properties: { code: place.code, name: place.name, kind: place.kind },
        }),
      ),
  };
}
