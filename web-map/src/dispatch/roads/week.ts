/** The hours of a week: when most happens, and how dark each hour is drawn. */

/** Some hours on end of one day. */
export type Busy = {
  /** 0 for Monday. */
  readonly day: number;
  readonly first: number;
  /** The hour it ends at, up to 24. */
  readonly end: number;
  readonly incidents: number;
};

/** The counts by day, Monday first, each with its 24 hours. */
export const byDay = (week: readonly number[]): readonly (readonly number[])[] =>
  Array.from({ length: 7 }, (_, day) => week.slice(24 * day, 24 * day + 24));

/**
 * The busiest stretches of some hours, at most one a day, the busiest first; of equally busy ones the
 * earlier. Empty when nothing happened.
 */
export function busiest(week: readonly number[], hours: number, count: number): readonly Busy[] {
  const best = byDay(week).map((counts, day): Busy => {
    let top: Busy = { day, first: 0, end: hours, incidents: 0 };
    for (let first = 0; first + hours <= 24; first += 1) {
      const incidents = counts.slice(first, first + hours).reduce((sum, one) => sum + one, 0);
      if (incidents > top.incidents) top = { day, first, end: first + hours, incidents };
    }
    return top;
  });
  return best
    .filter(({ incidents }) => incidents > 0)
    .sort((a, b) => b.incidents - a.incidents || a.day - b.day)
    .slice(0, count);
}

/** How dark each hour is drawn: 0 for nothing, 1 for the most. */
export function shades(week: readonly number[]): readonly number[] {
  const most = Math.max(...week, 0);
  return week.map((one) => (most === 0 ? 0 : one / most));
}
