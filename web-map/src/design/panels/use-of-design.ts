/** What a panel shows of the open design: asked for anew after each step. */

import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { design, seq } from '../state/open-design.ts';

/** The newest answer about the open design, and why there is none. `load` must stay the same function. */
export function useOfDesign<Told>(load: (id: number) => Promise<Told>): {
  readonly told: ReadonlySignal<Told | undefined>;
  readonly problem: ReadonlySignal<ProblemError | undefined>;
} {
  const told = useSignal<Told | undefined>(undefined);
  const problem = useSignal<ProblemError | undefined>(undefined);
  const [id, step] = [design.value?.id, seq.value];
  useEffect(() => {
    if (id === undefined || step < 0) return;
    // An answer that comes after the next question is about what was.
    let left = false;
    void guarded(async () => {
      const answer = await load(id);
      if (!left) told.value = answer;
    }).then((failed) => {
      if (!left) problem.value = failed;
    });
    return () => {
      left = true;
    };
  }, [id, step, load, told, problem]);
  return { told, problem };
}
