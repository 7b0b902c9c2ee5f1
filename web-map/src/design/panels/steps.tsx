/** What was done to the design, by whom and when; the newest first. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { Notice } from '../../shared/ui/notice.tsx';
import { loadSteps, type StepInfo } from '../api/designs.ts';
import { when } from '../designs/design-list.tsx';
import { boxOf, wish } from '../map/wish.ts';
import { problemLine } from '../problem-line.ts';
import { design, seq } from '../state/open-design.ts';
import { stepText } from '../step-words.ts';
import { text } from '../words.ts';

export function StepsPanel() {
  const w = text.value;
  const told = useSignal<readonly StepInfo[] | undefined>(undefined);
  const problem = useSignal<ProblemError | undefined>(undefined);
  const [id, step] = [design.value?.id, seq.value];
  useEffect(() => {
    if (id === undefined || step < 0) return;
    void guarded(async () => {
      told.value = await loadSteps(id);
    }).then((failed) => {
      problem.value = failed;
    });
  }, [id, step, told, problem]);
  if (problem.value) return <Notice tone="error">{problemLine(problem.value)}</Notice>;
  if (!told.value) return <p class="dim pad">{w.loading}</p>;
  if (told.value.length === 0) return <p class="dim pad">{w.noStepsYet}</p>;
  return (
    <ol class="steps">
      {told.value.map((one) => (
        <li key={one.seq}>
          <button
            type="button"
            class="step"
            onClick={() => {
              const box = boxOf(one.grids);
              if (box) wish.value = { box };
            }}
          >
            <span class="step-number">{one.seq}</span>
            <span>
              {stepText(one.made, one.grids)}
              <span class="dim small-text under">
                {one.who}
                <span class="sep" />
                {when(one.at)}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
