/** A plan as GeoJSON for the map: routes, numbered stops, bases, and what is left out. */

import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import type { Plan, Target } from '../api/plans.ts';
import { colourOf } from './colours.ts';
import { hotspotNumber } from './hotspots.ts';

const collection = (features: Feature[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features,
});

export function routeFeatures(plan: Plan): FeatureCollection {
  return collection(
    plan.routes.map((route) => ({
      type: 'Feature',
      geometry: route.line,
      properties: { crew: route.crew, colour: colourOfCrew(plan, route.crew) },
    })),
  );
}

/** A dot for each place at which a crew stops, with the numbers that its stops there have, from 1 on. */
export function stopFeatures(plan: Plan): FeatureCollection {
  const targets = new Map(plan.targets.map((target) => [target.id, target]));
  return collection(
    plan.routes.flatMap((route) => {
      const spots = new Map<
        string,
        { at: Position; target: Target; isHot: boolean; numbers: number[] }
      >();
      for (const [place, stop] of route.stops.entries()) {
        const target = targets.get(stop.target);
        const at = target && entryOf(target.geometry, stop.reversed);
        if (!at) continue;
        const spot = spots.get(at.join()) ?? { at, target, isHot: false, numbers: [] };
        spot.numbers.push(place + 1);
        spot.isHot ||= hotspotNumber(target) !== undefined;
        spots.set(at.join(), spot);
      }
      return [...spots.values()].map(({ at, target, isHot, numbers }) =>
        pointFeature(at, {
          crew: route.crew,
          number: numbersText(numbers),
          name: target.name,
          hotspot: isHot ? 'yes' : 'no',
          colour: colourOfCrew(plan, route.crew),
        }),
      );
    }),
  );
}

/** As many numbers as a dot can hold. */
function numbersText(numbers: readonly number[]): string {
  return numbers.length > 2 ? `${numbers.slice(0, 2).join(',')}…` : numbers.join(',');
}

/** Where crews start from and end. */
export function baseFeatures(plan: Plan): FeatureCollection {
  const out = new Set(plan.routes.map(({ crew }) => crew));
  return collection(
    plan.crews
      .filter(({ id }) => out.has(id))
      .map((crew) =>
        pointFeature([...crew.base], { crew: crew.id, colour: colourOfCrew(plan, crew.id) }),
      ),
  );
}

export function unservedFeatures(plan: Plan): FeatureCollection {
  const left = new Set(plan.unserved.map(({ target }) => target));
  return collection(
    plan.targets
      .filter(({ id }) => left.has(id))
      .flatMap(({ id, name, geometry }): Feature[] => {
        const at = entryOf(geometry, false);
        return at ? [pointFeature(at, { id, name })] : [];
      }),
  );
}

/** Where a visit begins: the point, the end of a line that comes first, a corner of an area. */
export function entryOf(geometry: Geometry, reversed: boolean): Position | undefined {
  switch (geometry.type) {
    case 'Point':
      return geometry.coordinates;
    case 'LineString':
      return reversed ? geometry.coordinates.at(-1) : geometry.coordinates[0];
    case 'Polygon':
      return middleOf(geometry.coordinates[0] ?? []);
    case 'MultiPoint':
      return geometry.coordinates[0];
    case 'MultiLineString':
      return geometry.coordinates[0]?.[0];
    case 'MultiPolygon':
      return middleOf(geometry.coordinates[0]?.[0] ?? []);
    case 'GeometryCollection':
      return geometry.geometries.map((part) => entryOf(part, reversed)).find(Boolean);
    default:
      return geometry satisfies never;
  }
}

/** The middle of a ring's corners; its last repeats the first. */
function middleOf(ring: readonly Position[]): Position | undefined {
  const corners = ring.slice(0, -1);
  if (corners.length === 0) return undefined;
  const sum = corners.reduce<[number, number]>(
    ([x, y], [lon = 0, lat = 0]) => [x + lon, y + lat],
    [0, 0],
  );
  return sum.map((total) => total / corners.length);
}

function colourOfCrew(plan: Plan, id: string): string {
  return colourOf(
    Math.max(
      0,
      plan.crews.findIndex((crew) => crew.id === id),
    ),
  );
}

function pointFeature(at: Position, properties: Record<string, string>): Feature {
  return { type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties };
}
