/** The suggestions below the field: what they are, which one is active, and choosing one. */

import { signal } from '@preact/signals';
import type { LonLat } from '../../shared/api/city.ts';
import { unitWithCode } from '../../shared/api/grids.ts';
import { type SearchHit, search } from '../../shared/api/search.ts';
import { view } from '../points/points-state.ts';
import { askAt, chooseUnit, chosenPoint, clear, remark, wish } from '../state.ts';

/** Asking waits this long for the next letter. */
const PAUSE_MS = 120;

/** What is suggested; undefined while the list is shut. */
export const hits = signal<readonly SearchHit[] | undefined>(undefined);
/** The suggestion that Enter takes. */
export const active = signal<number | undefined>(undefined);

let asking = new AbortController();

/** Shuts the list; what is under way is dropped. */
export function shut(): void {
  asking.abort();
  hits.value = undefined;
  active.value = undefined;
}

/** Suggests for what is typed, once the typing pauses. */
export async function suggest(typed: string): Promise<void> {
  asking.abort();
  asking = new AbortController();
  const { signal: ended } = asking;
  if (typed.trim() === '') return shut();
  await new Promise((settle) => setTimeout(settle, PAUSE_MS));
  if (ended.aborted) return;
  try {
    const found = await search(typed, middleOfView(), ended);
    if (ended.aborted) return;
    hits.value = found;
    active.value = undefined;
  } catch {
    // Without suggestions the form still answers, and says what is wrong.
    if (!ended.aborted) shut();
  }
}

/** Moves to another suggestion; from the last on to the first, and back. */
export function step(by: 1 | -1): void {
  const count = hits.value?.length ?? 0;
  if (count === 0) return;
  const from = active.value ?? (by === 1 ? -1 : count);
  active.value = (from + by + count) % count;
}

/** The best hit for what is typed, without a list. */
export async function best(typed: string): Promise<SearchHit | undefined> {
  return (await search(typed, middleOfView()))[0];
}

function middleOfView(): LonLat | undefined {
  const box = view.peek();
  return box && [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}

/** Shows a hit on the map, and the grid of a point or of the middle of a road. */
export async function take(hit: SearchHit): Promise<void> {
  remark.value = undefined;
  const at: LonLat | undefined =
    hit.lon === null || hit.lat === null ? undefined : [hit.lon, hit.lat];
  switch (hit.kind) {
    case 'city':
      clear();
      if (hit.bounds) wish.value = { kind: 'box', box: hit.bounds };
      return;
    case 'unit': {
      if (hit.level === null || hit.code === null) return;
      const unit = await unitWithCode(hit.level, hit.code);
      if (unit) await chooseUnit(unit);
      return;
    }
    case 'service-point':
      chosenPoint.value = hit.code ?? undefined;
      if (at) await askAt(at, { zoom: 16 });
      return;
    case 'road':
      remark.value = { road: hit.name, left_out: hit.left_out };
      if (at) await askAt(at, { zoom: 15 });
      return;
    default:
      hit.kind satisfies never;
  }
}
