/** What was done to the design, by whom and when; the newest first. */

import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import { loadSteps } from '../api/designs.ts';
import { when } from '../designs/design-list.tsx';
import { boxOf, wish } from '../map/wish.ts';
import { stepText } from '../step-words.ts';
import { text } from '../words.ts';
import { useOfDesign } from './use-of-design.ts';

export function StepsPanel() {
  const w = text.value;
  const { told, problem } = useOfDesign(loadSteps);
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
