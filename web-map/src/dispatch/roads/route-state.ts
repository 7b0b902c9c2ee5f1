/** The way from one place to another: its ends, the mode, and what the server found. */

import { batch, signal } from '@preact/signals';
import type { LonLat } from '../../shared/api/city.ts';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { positionText } from '../../shared/text/position.ts';
import { type Mode, type Way, wayBetween } from '../api/roads.ts';
import { placeNamed } from './place-names.ts';
import { named, picking } from './roads-state.ts';
import { askUnder, conditionsOf, type Under } from './unusual-state.ts';

export const ENDS = ['from', 'to'] as const;
export type End = (typeof ENDS)[number];

/** What stands in the field of an end, and where that is; `at` is missing for what is not known. */
export type Given = { readonly text: string; readonly at: LonLat | undefined };

const NOTHING: Given = { text: '', at: undefined };

export const ends = signal<Readonly<Record<End, Given>>>({ from: NOTHING, to: NOTHING });
export const mode = signal<Mode>('car');
export const way = signal<Way | undefined>(undefined);
export const wayProblem = signal<ProblemError | undefined>(undefined);
/** What was not as usual when the way was asked for. */
export const wayUnder = signal<Under | undefined>(undefined);
export const seeking = signal(false);
/** Whether the way answers a question that was asked before: then the map stays where it is. */
export const askedAgain = signal(false);

/** Takes what somebody wrote: coordinates or a name. */
export function writeEnd(end: End, text: string): void {
  const found = placeNamed(text, named.peek());
  setEnd(end, { text: found?.name ?? text, at: found?.at });
}

/** Takes a place of the map, or one that is known by name. */
export function pickEnd(end: End, at: LonLat, name?: string): void {
  const text = name ?? positionText(at);
  batch(() => {
    if (picking.peek() === end) picking.value = undefined;
    setEnd(end, { text, at });
  });
}

export function turnRound(): void {
  const { from, to } = ends.peek();
  ends.value = { from: to, to: from };
  void seek();
}

export function clearWay(): void {
  batch(() => {
    ends.value = { from: NOTHING, to: NOTHING };
    picking.value = undefined;
    forget();
  });
}

export function setMode(wanted: Mode): void {
  mode.value = wanted;
  void seek();
}

function setEnd(end: End, given: Given): void {
  ends.value = { ...ends.peek(), [end]: given };
  void seek();
}

function forget(): void {
  asked += 1;
  way.value = undefined;
  wayProblem.value = undefined;
  wayUnder.value = undefined;
  seeking.value = false;
}

let asked = 0;

/** Asks for the way anew when what is closed or slow is not what it was asked under. */
export function seekAgain(): void {
  const { from, to } = ends.peek();
  const same = wayUnder.peek()?.key === conditionsOf(mode.peek()).key;
  if (from.at && to.at && !same) void seek(true);
}

/** Asks for the way as soon as both ends are known. Of two questions under way the later counts. */
async function seek(again = false): Promise<void> {
  batch(forget);
  const { from, to } = ends.peek();
  if (!from.at || !to.at) return;
  const [one, other, by, own] = [from.at, to.at, mode.peek(), asked];
  batch(() => {
    wayUnder.value = conditionsOf(by);
    seeking.value = true;
  });
  let found: Way | undefined;
  let under = wayUnder.peek();
  const problem = await guarded(async () => {
    [found, under] = await askUnder(by, (unusual) => wayBetween(one, other, by, unusual));
  });
  if (own !== asked) return;
  batch(() => {
    askedAgain.value = again;
    way.value = found;
    wayUnder.value = under;
    wayProblem.value = problem;
    seeking.value = false;
  });
}
