/** Hotspots in a plan: from which days they are found, and which targets they have become. */

import { dayOf } from '../../shared/text/moment.ts';
import type { Plan, Target } from '../api/plans.ts';

/** How many days hotspots are found in. */
export const HOT_DAYS = 90;

const DAY_MS = 86_400_000;

const shifted = (day: string, days: number): string =>
  dayOf(new Date(Date.parse(`${day}T12:00:00+08:00`) + days * DAY_MS));

/** The last days before that of a plan of which anything is known today. */
export function daysBefore(
  day: string,
  today: string,
): { readonly from: string; readonly to: string } {
  const before = shifted(day, -1);
  const to = before < today ? before : today;
  return { from: shifted(to, 1 - HOT_DAYS), to };
}

const HOTSPOT = /^hotspot-(\d+)x*$/;

/** The number of a target that the server made of a hotspot; undefined for any other target. */
export function hotspotNumber({
  id,
  required,
}: Pick<Target, 'id' | 'required'>): string | undefined {
  return required ? undefined : HOTSPOT.exec(id)?.[1];
}

/** How many hotspots a plan knows, how many it goes to, and how often in all. */
export function hotspotSums(plan: Plan): {
  readonly spots: number;
  readonly seen: number;
  readonly visits: number;
} {
  const spots = new Set(plan.targets.filter(hotspotNumber).map(({ id }) => id));
  const stops = plan.routes.flatMap((route) =>
    route.stops.filter((stop) => spots.has(stop.target)),
  );
  return {
    spots: spots.size,
    seen: new Set(stops.map(({ target }) => target)).size,
    visits: stops.length,
  };
}
