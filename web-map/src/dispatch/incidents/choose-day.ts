/** Which day the desk opens with. */

import type { DayCount } from '../api/incidents.ts';

/** Today where it has incidents, else the newest day before it, else today all the same. */
export function firstDay(days: readonly DayCount[], today: string): string {
  const past = days.map(({ day }) => day).filter((day) => day <= today);
  return past.sort().at(-1) ?? today;
}

/** The days to choose from, newest first, with `chosen` and today among them. */
export function daysToChoose(
  days: readonly DayCount[],
  chosen: string,
  today: string,
): readonly DayCount[] {
  const counts = new Map(days.map(({ day, count }) => [day, count]));
  for (const day of [chosen, today]) if (!counts.has(day)) counts.set(day, 0);
  return [...counts]
    .map(([day, count]) => ({ day, count }))
    .sort((a, b) => (a.day < b.day ? 1 : -1));
}
