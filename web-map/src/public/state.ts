/** What the public page knows, and how it comes to know it. */

import { computed, signal } from '@preact/signals';
import { type Bounds, type City, type LonLat, loadCity } from '../shared/api/city.ts';
import { type GridAt, gridAt, type Unit, unitWithCode } from '../shared/api/grids.ts';
import { type ProblemError, problemOf } from '../shared/api/problem.ts';
import { ringAround } from './around.ts';
import { type Link, linkIn, withLink } from './link.ts';

/** Where the question stands. */
export type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking'; readonly at: LonLat | undefined }
  | { readonly kind: 'found'; readonly at: LonLat; readonly found: GridAt; readonly near: Near }
  | { readonly kind: 'unit'; readonly unit: Unit }
  | { readonly kind: 'outside'; readonly at: LonLat }
  | { readonly kind: 'unknown'; readonly code: string }
  | { readonly kind: 'failed'; readonly problem: ProblemError; readonly link: Link };

/** Other grids within reach of the place: its border is near, or the fix is vague. */
export type Near = {
  readonly radius_m: number;
  readonly grids: readonly { readonly code: string; readonly name: string }[];
};

/** A place this near to a border is said to be. */
const NEAR_M = 30;

export const city = signal<City | undefined>(undefined);
export const cityProblem = signal<ProblemError | undefined>(undefined);
export const answer = signal<Answer>({ kind: 'none' });
/** A few words on how the place was understood. */
export const remark = signal<
  | 'swapped'
  | { readonly accuracy_m: number }
  /** The middle of a road stands for what was typed; the number is not known. */
  | { readonly road: string; readonly left_out: string | null }
  | undefined
>(undefined);
/** The service point chosen, by its code. */
export const chosenPoint = signal<string | undefined>(undefined);
/** What the map should bring into view next. */
export const wish = signal<
  | { readonly kind: 'at'; readonly at: LonLat; readonly zoom: number }
  | { readonly kind: 'box'; readonly box: Bounds }
  | undefined
>(undefined);

/** The finest level, that of the grids. */
export const gridLevel = computed(() => city.value?.levels.at(-1)?.level ?? 1);

let asking = new AbortController();

/** Loads the city, then answers the link in the address. */
export async function start(): Promise<void> {
  cityProblem.value = undefined;
  try {
    city.value = await loadCity();
    await follow(linkIn(globalThis.location.search));
  } catch (thrown) {
    cityProblem.value = problemOf(thrown);
  }
}

/** Goes where a link points. */
export async function follow(link: Link): Promise<void> {
  switch (link.kind) {
    case 'none':
      answer.value = { kind: 'none' };
      return;
    case 'at':
      await askAt(link.at, { keepLink: true, zoom: 15 });
      return;
    case 'unit':
      await askCode(link.code);
      return;
    default:
      link satisfies never;
  }
}

export type AskHow = {
  /** The link in the address stays as it is. */
  readonly keepLink?: boolean;
  /** How far the true place may be from the given one. */
  readonly radius_m?: number;
  /** Bring the place into view, at least this near. */
  readonly zoom?: number;
};

/** Asks which grid covers a place. A later question ends an earlier one. */
export async function askAt(at: LonLat, how: AskHow = {}): Promise<void> {
  asking.abort();
  asking = new AbortController();
  const { signal: ended } = asking;
  answer.value = { kind: 'asking', at };
  if (!how.keepLink) setLink({ kind: 'at', at });
  if (how.zoom) wish.value = { kind: 'at', at, zoom: how.zoom };
  try {
    const found = await gridAt(at, ended);
    const radius_m = Math.max(NEAR_M, how.radius_m ?? 0);
    answer.value = { kind: 'found', at, found, near: { radius_m, grids: [] } };
    const grids = await gridsNear(at, radius_m, found.grid.code, ended);
    if (!ended.aborted) answer.value = { kind: 'found', at, found, near: { radius_m, grids } };
  } catch (thrown) {
    if (ended.aborted) return;
    const problem = problemOf(thrown);
    answer.value =
      problem.status === 404
        ? { kind: 'outside', at }
        : { kind: 'failed', problem, link: { kind: 'at', at } };
  }
}

async function gridsNear(at: LonLat, radius_m: number, own: string, ended: AbortSignal) {
  const ring = ringAround(at, radius_m, radius_m > NEAR_M ? 8 : 4);
  // Outside the territory there is no grid, and a failed look-up is no reason to fail the answer.
  const found = await Promise.all(ring.map((place) => gridAt(place, ended).catch(() => undefined)));
  const byCode = new Map(found.flatMap((one) => (one ? [[one.grid.code, one.grid]] : [])));
  byCode.delete(own);
  return [...byCode.values()];
}

/** Looks a code up, finest level first: most codes asked for are of grids. */
export async function askCode(code: string): Promise<void> {
  asking.abort();
  answer.value = { kind: 'asking', at: undefined };
  try {
    const levels = [...(city.value?.levels ?? [])].reverse();
    for (const { level } of levels) {
      const unit = await unitWithCode(level, code);
      if (unit) return await chooseUnit(unit);
    }
    answer.value = { kind: 'unknown', code };
  } catch (thrown) {
    answer.value = { kind: 'failed', problem: problemOf(thrown), link: { kind: 'unit', code } };
  }
}

/** A unit was chosen by name or code: a grid is answered in full, a larger unit is shown. */
export async function chooseUnit(unit: Unit): Promise<void> {
  remark.value = undefined;
  setLink({ kind: 'unit', code: unit.code });
  if (unit.bounds) wish.value = { kind: 'box', box: unit.bounds };
  if (unit.level === gridLevel.value && unit.label) {
    await askAt(unit.label, { keepLink: true });
    return;
  }
  asking.abort();
  answer.value = { kind: 'unit', unit };
}

/** Back to no question at all. */
export function clear(): void {
  asking.abort();
  answer.value = { kind: 'none' };
  remark.value = undefined;
  setLink({ kind: 'none' });
}

function setLink(link: Link): void {
  const { history, location } = globalThis;
  history.replaceState(history.state, '', withLink(location.href, link));
}
