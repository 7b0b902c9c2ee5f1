/** What is not as usual on the roads: where they are closed, how slow they are. For this page only. */

import { batch, computed, signal } from '@preact/signals';
import type { LonLat } from '../../shared/api/city.ts';
import { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { positionText } from '../../shared/text/position.ts';
import type { Unusually } from '../api/plans.ts';
import { MODES, type Mode, type Unusual, type Way, wayBetween } from '../api/roads.ts';
import { inFront, picking } from './roads-state.ts';
import { percentFor, percentIn, percentOf, type Traffic } from './traffic.ts';

/** A closed place on a road, as it is known by its text: `lon,lat`. */
export type Closed = { readonly at: LonLat; readonly key: string; readonly road: string };

/** What an answer was asked under, and what makes two of these the same. */
export type Under = Unusual & {
  readonly key: string;
  /** How many closed places have no road of the mode, and were left out. */
  readonly leftOut: number;
};

/** The server takes no more of them. */
export const CLOSED_MAX = 200;
/** The server closes every road so near. */
export const CLOSED_WITHIN_M = 25;

export const closed = signal<readonly Closed[]>([]);
export const traffic = signal<Traffic>('usual');
/** The percentage that counts when no other is chosen. */
export const ownPercent = signal(200);
/** What became of the last try to close a road. */
export const closing = signal<'asking' | 'no-road' | Closed | ProblemError | undefined>(undefined);
export const anything = computed(() => closed.value.length > 0 || traffic.value !== 'usual');

/** Closed places, by mode, at which the mode has no road: that the server said so is kept in mind. */
const roadless = signal<ReadonlySet<string>>(new Set());
const missing = (mode: Mode, place: Closed): string => `${mode} ${place.key}`;

/** Whether a closed place is known to be on no road of a mode. */
export const isRoadless = (mode: Mode, place: Closed): boolean =>
  roadless.value.has(missing(mode, place));

/** What is to be asked under, for a mode. */
export function conditionsOf(mode: Mode): Under {
  const counted = closed.value.filter((place) => !isRoadless(mode, place));
  const percent = percentFor(traffic.value, ownPercent.value, mode);
  return {
    closed: counted.map(({ at }) => at),
    percent,
    leftOut: closed.value.length - counted.length,
    key: `${percent} ${counted.map(({ key }) => key).join(' ')}`,
  };
}

/** What is not as usual, for a plan of crews of all modes. */
export function unusuallyNow(): Unusually {
  const places = closed.peek().map(({ key }) => key);
  const slower = MODES.filter(
    (mode) => percentFor(traffic.peek(), ownPercent.peek(), mode) !== 100,
  );
  return {
    ...(places.length > 0 ? { closed: places.join(';') } : {}),
    ...(slower.length > 0
      ? { slow: String(percentOf(traffic.peek(), ownPercent.peek())), slow_modes: slower }
      : {}),
  };
}

/**
 * Asks under what is not as usual. A closed place on no road of the mode closes nothing to it: it is left
 * out, and the question asked once more.
 */
export async function askUnder<Answer>(
  mode: Mode,
  question: (unusual: Unusual) => Promise<Answer>,
): Promise<readonly [Answer, Under]> {
  for (;;) {
    const under = conditionsOf(mode);
    try {
      return [await question(under), under];
    } catch (thrown) {
      const place = closed.peek().find((one) => tellsOf(thrown, one));
      if (!place || isRoadless(mode, place)) throw thrown;
      roadless.value = new Set([...roadless.peek(), missing(mode, place)]);
    }
  }
}

const tellsOf = (thrown: unknown, { key }: Closed): boolean =>
  thrown instanceof ProblemError && thrown.status === 400 && thrown.detail.startsWith(`${key}:`);

let asked = 0;

/**
 * Closes the road nearest to a place of the map, if one of the mode is within some metres.
 *
 * The way from a place to itself leads to the road and back, so it says which road that is.
 */
export async function closeRoad(at: LonLat, withinM: number, mode: Mode): Promise<void> {
  asked += 1;
  const own = asked;
  batch(() => {
    picking.value = undefined;
    closing.value = 'asking';
  });
  let way: Way | undefined;
  const problem = await guarded(async () => {
    way = await wayBetween(at, at, mode);
  });
  if (own !== asked) return;
  const [lon, lat] = way?.line[0] ?? [];
  const found = lon !== undefined && lat !== undefined && way?.estimate === null;
  batch(() => {
    if (!found || (way?.off_road_m ?? 0) / 2 > Math.max(withinM, CLOSED_WITHIN_M)) {
      closing.value = problem && problem.status !== 404 ? problem : 'no-road';
      // What was waited for still is, unless something else is by now, or the panel is gone.
      if (inFront.peek()) picking.value ??= 'closed';
      return;
    }
    const key = positionText([lon, lat]);
    const [x = lon, y = lat] = key.split(',').map(Number);
    const place = { at: [x, y], key, road: way?.steps[0]?.name ?? '' } as const;
    if (!closed.peek().some((one) => one.key === key)) closed.value = [...closed.peek(), place];
    closing.value = place;
  });
}

export function openRoad(key: string): void {
  batch(() => {
    closed.value = closed.peek().filter((one) => one.key !== key);
    closing.value = undefined;
  });
}

export function openAll(): void {
  asked += 1;
  batch(() => {
    closed.value = [];
    closing.value = undefined;
  });
}

/** A percentage as somebody wrote it; what is none leaves that before. */
export function writePercent(text: string): void {
  ownPercent.value = percentIn(text) ?? ownPercent.peek();
}
