/** Dividing a grid in two with as many households on both sides: the line is found by trial. */

import { problemOf } from '../../shared/api/problem.ts';
import { type Grid, type Stepped, tryStep } from '../api/designs.ts';
import type { Step } from '../api/step.ts';
import { type Across, acrossOf } from '../geometry/across.ts';
import { insideOf } from '../geometry/land.ts';

/** Each trial halves what is left; after so many the line moves by less than a hundredth of the grid. */
const TRIALS = 8;
/** Where a line cannot be drawn, one beside it may. */
const ASIDE = [0, 0.015, -0.015, 0.04, -0.04] as const;

/** What a step would give; undefined when a rule is against it. */
export type Try = (step: Step) => Promise<Stepped | undefined>;

type Half = { readonly step: Step; readonly left: number; readonly right: number };

/** The fairest straight division of a grid across its length that the rules allow; undefined without one. */
export async function halved(grid: Grid, attempt: Try): Promise<Step | undefined> {
  const across = acrossOf(grid.coordinates);
  if (!across) return undefined;
  let best: Half | undefined;
  let [low, high] = [0, 1];
  for (let k = 0; k < TRIALS; k += 1) {
    const half = await near(grid, (low + high) / 2, across, attempt);
    if (!half) break;
    if (!best || unfairness(half) < unfairness(best)) best = half;
    if (half.left === half.right) break;
    if (half.left < half.right) low = (low + high) / 2;
    else high = (low + high) / 2;
  }
  // A line with everybody on one side divides nothing.
  return best && Math.min(best.left, best.right) > 0 ? best.step : undefined;
}

const unfairness = ({ left, right }: Half): number => Math.abs(left - right);

async function near(
  grid: Grid,
  share: number,
  across: Across,
  attempt: Try,
): Promise<Half | undefined> {
  for (const aside of ASIDE) {
    const step: Step = { step: 'split', grid: grid.grid, line: across.line(share + aside) };
    const answer = await attempt(step);
    const half = answer && sides(step, grid, answer, share + aside, across);
    if (half) return half;
  }
  return undefined;
}

/** The households on both sides of a line; undefined when it leaves more than two parts. */
function sides(
  step: Step,
  { grid }: Grid,
  { grids, made }: Stepped,
  share: number,
  across: Across,
): Half | undefined {
  const parts = grids.filter((one) => one.grid === grid || made.includes(one.grid));
  if (parts.length !== 2) return undefined;
  let [left, right] = [0, 0];
  for (const part of parts) {
    const at = part.label ?? insideOf(part.coordinates);
    if (at && across.share(at) < share) left += part.households;
    else right += part.households;
  }
  return { step, left, right };
}

/** Tries on the server, in a design. */
export const tryOn =
  (id: number): Try =>
  async (step) => {
    try {
      return await tryStep(id, step, new AbortController().signal);
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.status === 422) return undefined;
      throw problem;
    }
  };
