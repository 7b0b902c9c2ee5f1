/** Making steps: one after the other, with what was refused and what others did meanwhile. */

import { signal } from '@preact/signals';
import type { LonLat } from '../../shared/api/city.ts';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { type StepInfo, type Stepped, sendStep } from '../api/designs.ts';
import type { Step } from '../api/step.ts';
import { catchUp, choose, chosen, depth, design, grids, isOpen, seq, take } from './open-design.ts';

/** Why a step was not made: the rule, and where. */
export type Refusal = {
  readonly step: Step;
  readonly rule: string;
  readonly at: LonLat | undefined;
  readonly grids: readonly number[];
  /** The server's own words. */
  readonly detail: string;
};

/** A step that met what others did. */
export type Conflict = { readonly step: Step; readonly others: readonly StepInfo[] };

export const refusal = signal<Refusal | undefined>(undefined);
export const conflict = signal<Conflict | undefined>(undefined);
/** Anything else that kept a step from being made. */
export const stepProblem = signal<ProblemError | undefined>(undefined);
/** A step came too late: the design cannot be changed any more. */
export const tooLate = signal(false);
/** The last step that was made here, for those who hear and do not see. */
export const lastMade = signal<{ readonly step: Step; readonly answer: Stepped } | undefined>(
  undefined,
);
/** How many steps are on their way. */
export const pending = signal(0);

let last: Promise<unknown> = Promise.resolve();
/** What was asked for last: the design and the step. */
let newest = '';

/**
 * Makes a step of the open design when those before it are made. Answers what it changed, or nothing.
 * The same step twice in a row while it is on its way is a double click: it is made once.
 */
export function make(step: Step): Promise<Stepped | undefined> {
  const id = design.peek()?.id;
  if (id === undefined) return Promise.resolve(undefined);
  const asked = JSON.stringify([id, step]);
  const repeats = step.step === 'undo' || step.step === 'redo';
  if (pending.peek() > 0 && asked === newest && !repeats) return Promise.resolve(undefined);
  newest = asked;
  pending.value += 1;
  const mine = last.then(async () => {
    try {
      return await makeNow(id, step);
    } finally {
      pending.value -= 1;
    }
  });
  last = mine.catch(() => undefined);
  return mine;
}

async function makeNow(id: number, step: Step): Promise<Stepped | undefined> {
  const isHere = (): boolean => design.peek()?.id === id;
  if (!isHere()) return undefined;
  forgetRefusal();
  if (!isOpen.peek()) {
    tooLate.value = true;
    return undefined;
  }
  const seen = seq.peek();
  let answer: Stepped | undefined;
  const problem = await guarded(async () => {
    answer = await sendStep(id, seen, step);
  });
  if (problem && isHere()) await refused(id, step, problem);
  if (!answer || !isHere()) return undefined;
  // Others worked elsewhere meanwhile: theirs comes first, and brings ours along. News may have brought both.
  const now = seq.peek();
  if (answer.seq === now + 1) take(answer);
  else if (answer.seq > now) await catchUp();
  if (!isHere()) return undefined;
  // Land that is new is what its maker wants to look at next.
  const [made] = answer.made;
  if (step.step === 'merge' && chosen.peek() === undefined && grids.peek().has(step.into)) {
    choose(step.into);
  } else if (made !== undefined && step.step === 'move-area') choose(made);
  lastMade.value = { step, answer };
  return answer;
}

async function refused(id: number, step: Step, problem: ProblemError): Promise<void> {
  const others = problem.more['others'];
  if (problem.status === 422) {
    refusal.value = refusalIn(step, problem);
  } else if (problem.status === 409 && Array.isArray(others)) {
    // What the others made is on the map before it is said.
    await catchUp();
    if (design.peek()?.id !== id) return;
    conflict.value = { step, others: others as readonly StepInfo[] };
  } else {
    stepProblem.value = problem;
    if (problem.status === 409) await catchUp();
  }
}

/** What an answer 422 says. */
export function refusalIn(step: Step, { more, detail }: ProblemError): Refusal {
  const { refusal: rule, at, grids } = more;
  const place = Array.isArray(at) && at.length === 2 ? (at as unknown as LonLat) : undefined;
  return {
    step,
    rule: typeof rule === 'string' ? rule : '',
    at: place,
    grids: Array.isArray(grids) ? (grids as number[]) : [],
    detail,
  };
}

/** Nothing is said any more of what went wrong before; a conflict waits for a decision. */
export function forgetRefusal(): void {
  refusal.value = undefined;
  stepProblem.value = undefined;
  tooLate.value = false;
}

/** Nothing is said any more of what went wrong or met others before. */
export function forget(): void {
  forgetRefusal();
  conflict.value = undefined;
}

export const undo = (): Promise<Stepped | undefined> =>
  depth.peek().undo > 0 ? make({ step: 'undo' }) : Promise.resolve(undefined);

export const redo = (): Promise<Stepped | undefined> =>
  depth.peek().redo > 0 ? make({ step: 'redo' }) : Promise.resolve(undefined);

/** Makes the step of a conflict on the drawing as it is now. */
export function tryAgain(): void {
  const met = conflict.peek();
  if (!met) return;
  forget();
  void make(met.step);
}
