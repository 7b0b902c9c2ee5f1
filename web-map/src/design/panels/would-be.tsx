/** The figures that the line under the pointer would give. */

import { language } from '../../shared/text/language.ts';
import { changeText, percentText } from '../figure-text.ts';
import { amountOf, bandOf, deviation, measure, tolerance, wanted } from '../state/measure.ts';
import { grids } from '../state/open-design.ts';
import { trial } from '../state/trial.ts';
import { text } from '../words.ts';
import { figureText } from './grid-list.tsx';

/** More grids than a glance takes in. */
const SHOWN = 5;

export function WouldBe() {
  const w = text.value;
  const now = trial.value;
  if (now?.kind !== 'would') return null;
  const by = measure.value;
  // A neighbour that only got a new corner is no news.
  const changed = now.answer.grids.filter((grid) => {
    const before = grids.value.get(grid.grid);
    return !before || amountOf(before, by) !== amountOf(grid, by);
  });
  const shown = changed.length > 0 ? changed : now.answer.grids;
  return (
    <div class="would-be" aria-hidden="true">
      <h3>
        {w.wouldBe} · {w[by]}
      </h3>
      <ul>
        {shown.slice(0, SHOWN).map((grid) => {
          const before = grids.value.get(grid.grid);
          const off = deviation(amountOf(grid, by), wanted.value);
          return (
            <li key={grid.grid}>
              <span
                class={`swatch ${off === undefined ? 'band-none' : `band-${bandOf(off, tolerance.value)}`}`}
              />
              <span class="would-name">
                {grid.name}
                {before ? null : <span class="chip">{w.newOne}</span>}
              </span>
              <span class="would-figure">
                {before && by !== 'area'
                  ? changeText(amountOf(before, by), amountOf(grid, by), language.value)
                  : figureText(grid, by)}
              </span>
              <strong>{off === undefined ? '' : percentText(off)}</strong>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
