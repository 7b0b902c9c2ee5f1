/** What the line that is being drawn would give: asked of the server while the pointer moves. */

import { signal } from '@preact/signals';
import { problemOf } from '../../shared/api/problem.ts';
import { type Stepped, tryStep } from '../api/designs.ts';
import type { Step } from '../api/step.ts';
import { type Refusal, refusalIn } from './make.ts';
import { design } from './open-design.ts';

export type Trial =
  | { readonly kind: 'would'; readonly answer: Stepped }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export const trial = signal<Trial | undefined>(undefined);

/** Pointers move faster than anybody reads. */
const PAUSE_MS = 60;

let next: Step | undefined;
let running = false;
let leave = new AbortController();

/** Asks about a step; of many, the newest is asked when the one before is answered. */
export function weigh(step: Step): void {
  next = step;
  if (!running) void run();
}

/** Nothing is being drawn any more. */
export function endTrial(): void {
  next = undefined;
  leave.abort();
  leave = new AbortController();
  trial.value = undefined;
}

async function run(): Promise<void> {
  running = true;
  while (next) {
    const [step, { signal }] = [next, leave];
    next = undefined;
    const id = design.peek()?.id;
    if (id === undefined) break;
    try {
      const answer = await tryStep(id, step, signal);
      if (!signal.aborted) trial.value = { kind: 'would', answer };
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (!signal.aborted) {
        // Without an answer, what the line before would have given is no answer to this one.
        trial.value =
          problem.status === 422
            ? { kind: 'refused', refusal: refusalIn(step, problem) }
            : undefined;
      }
    }
    await new Promise((settle) => globalThis.setTimeout(settle, PAUSE_MS));
  }
  running = false;
}
