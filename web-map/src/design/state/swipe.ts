/** Two drawings on one map, side by side at a line that can be moved: before to its left, the design to its right. */

import { signal } from '@preact/signals';
import type { ProblemError } from '../../shared/api/problem.ts';

/** Whether they are compared so. */
export const swiping = signal(false);
/** Whether there is a map to compare them on. */
export const hasMap = signal(false);
/** Whether the drawing of before is there to be seen. */
export const beforeShown = signal(false);
/** Where the line is: 0 at the left, 1 at the right. */
export const divider = signal(0.5);
/** Why the drawing of before cannot be shown. */
export const swipeProblem = signal<ProblemError | undefined>(undefined);

/** The width of what moves the line; its middle goes no further than half of that to either side. */
export const GRIP_PX = 44;

/** The pixel of the line on a map so wide. */
export const dividerAt = (width: number): number =>
  GRIP_PX / 2 + divider.peek() * (width - GRIP_PX);

/** Whether a pixel of a map so wide shows what was before. */
export const isBefore = (x: number, width: number): boolean =>
  beforeShown.peek() && x < dividerAt(width);
