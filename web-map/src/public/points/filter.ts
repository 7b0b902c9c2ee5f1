/** Choosing among service points. */

import type { Bounds } from '../../shared/api/city.ts';
import type { ServiceItem, ServicePoint } from '../../shared/api/service-points.ts';

/** Those inside a box, its border included. */
export function within(
  points: readonly ServicePoint[],
  [west, south, east, north]: Bounds,
): readonly ServicePoint[] {
  return points.filter(
    ({ lon, lat }) => lon >= west && lon <= east && lat >= south && lat <= north,
  );
}

/**
 * Those of a category (any when undefined) where an item is done (any when undefined) and, where asked,
 * open now for certain.
 */
export function matching(
  points: readonly ServicePoint[],
  category: string | undefined,
  openOnly: boolean,
  item?: ServiceItem,
): readonly ServicePoint[] {
  return points.filter(
    (point) =>
      (category === undefined || (point.category ?? '') === category) &&
      (item === undefined || item.categories.includes(point.category ?? '')) &&
      (!openOnly || point.open === true),
  );
}

/** Every category, most frequent first; a point without one counts as `''`. */
export function categoriesOf(points: readonly ServicePoint[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { category } of points) {
    counts.set(category ?? '', (counts.get(category ?? '') ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
}
