/** Whether and how a plan is to visit hotspots. */

import { signal } from '@preact/signals';
import type { HotVisits } from '../api/plans.ts';
import { daysBefore } from './hotspots.ts';

export type HotFigures = {
  readonly dwell: number;
  readonly visits: number;
  readonly gap: number;
};

/** The least and the most that the server takes of each; minutes, but for the visits. */
export const HOT_LIMITS: Readonly<Record<keyof HotFigures, readonly [number, number]>> = {
  dwell: [1, 120],
  visits: [1, 24],
  gap: [0, 1440],
};

/** The most hotspots of a plan, the surest first: more than crews have time for. */
const MOST = 20;

export const withHotspots = signal(false);
export const hotFigures = signal<HotFigures>({ dwell: 12, visits: 4, gap: 120 });

/** A figure as somebody wrote it, within its limits; what is none leaves that before. */
export function writeHotFigure(name: keyof HotFigures, text: string): void {
  const wanted = Math.round(Number(text));
  if (text.trim() === '' || Number.isNaN(wanted)) return;
  const [least, most] = HOT_LIMITS[name];
  hotFigures.value = {
    ...hotFigures.peek(),
    [name]: Math.min(Math.max(wanted, least), most),
  };
}

/** What is asked of a plan for a day; undefined when hotspots are not wanted. */
export function hotVisits(day: string, today: string): HotVisits | undefined {
  if (!withHotspots.peek()) return undefined;
  const { dwell, visits, gap } = hotFigures.peek();
  return {
    ...daysBefore(day, today),
    by: 'cells',
    most: MOST,
    dwell_min: dwell,
    visits,
    gap_min: gap,
  };
}
