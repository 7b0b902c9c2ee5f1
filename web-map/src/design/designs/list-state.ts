/** The list of designs, and which of them the address names. */

import { signal } from '@preact/signals';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { beginDesign, type DesignInfo, dropDesign, listDesigns } from '../api/designs.ts';
import { showBefore, wish } from '../map/wish.ts';
import { forget, lastMade } from '../state/make.ts';
import { openDesign } from '../state/open-design.ts';
import { othersDid } from '../state/others-did.ts';
import { scope } from '../state/scope.ts';
import { swiping } from '../state/swipe.ts';
import { takeUp } from '../state/tool.ts';

export const designs = signal<readonly DesignInfo[] | undefined>(undefined);
export const listProblem = signal<ProblemError | undefined>(undefined);
/** The design that the address names: it is open, or about to be. */
export const named = signal<number | undefined>(undefined);

export async function loadList(): Promise<void> {
  listProblem.value = await guarded(async () => {
    designs.value = await listDesigns();
  });
}

/** The design in an address like `/design#7`. */
export function designIn(hash: string): number | undefined {
  const found = /^#(\d{1,15})$/.exec(hash);
  return found ? Number(found[1]) : undefined;
}

/** Opens what the address names, and follows it. */
export function followAddress(): () => void {
  const follow = (): void => {
    const id = designIn(globalThis.location.hash);
    named.value = id;
    forget();
    takeUp('nodes');
    // Nothing that was said or wished for is about this design.
    lastMade.value = undefined;
    wish.value = undefined;
    othersDid.value = undefined;
    showBefore.value = false;
    swiping.value = false;
    scope.value = undefined;
    void openDesign(id);
    if (id === undefined) void loadList();
  };
  follow();
  globalThis.addEventListener('hashchange', follow);
  return () => globalThis.removeEventListener('hashchange', follow);
}

/** Begins a design from the drawing in force and opens it. */
export async function begin(name: string): Promise<ProblemError | undefined> {
  return guarded(async () => {
    const { id } = await beginDesign(name);
    globalThis.location.hash = `#${id}`;
  });
}

export async function giveUp(id: number): Promise<ProblemError | undefined> {
  const problem = await guarded(async () => {
    await dropDesign(id);
  });
  await loadList();
  return problem;
}
