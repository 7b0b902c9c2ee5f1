/** How long a crew stands at a stop before the visit begins. */

import type { Stop } from '../api/plans.ts';

/** A crew that waits longer has time for something else, and should know. */
const LONG_MIN = 10;

/** Whether a crew is at a stop long before the visit may begin. */
export function isLongWait({ arrive, start }: Pick<Stop, 'arrive' | 'start'>): boolean {
  return minutesOf(start) - minutesOf(arrive) >= LONG_MIN;
}

/** Minutes since midnight of `HH:MM:SS`, whose hours go on past 24. */
function minutesOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return 60 * hours + minutes + seconds / 60;
}
