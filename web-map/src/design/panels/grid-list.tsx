/** Every grid, the worst first; choosing one brings it into view. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import type { Grid } from '../api/designs.ts';
import { landText, percentText } from '../figure-text.ts';
import { lookAt } from '../map/wish.ts';
import {
  amountOf,
  bandOf,
  isSmall,
  type Measure,
  measure,
  tolerance,
  type Weighed,
  within,
  worstFirst,
} from '../state/measure.ts';
import { choose, chosen } from '../state/open-design.ts';
import { text } from '../words.ts';
import { MeasureFields } from './legend.tsx';

/** Rows beyond this wait for a wish to see them. */
const PAGE = 100;

export function GridList() {
  const w = text.value;
  const sought = useSignal('');
  const pages = useSignal(1);
  const all = worstFirst.value;
  const found = all.filter(({ grid }) => isSought(grid, sought.value));
  const shown = found.slice(0, pages.value * PAGE);
  const left = found.length - shown.length;
  return (
    <>
      <MeasureFields />
      <p class="dim small-text list-sum">
        {w.within(countText(within.value, language.value), countText(all.length, language.value))}
      </p>
      <label class="field search">
        <span class="unseen">{w.search}</span>
        <input
          type="search"
          placeholder={w.search}
          value={sought.value}
          onInput={(event) => {
            sought.value = event.currentTarget.value;
          }}
        />
      </label>
      {found.length === 0 ? <p class="dim pad">{w.noGrids}</p> : null}
      <ul class="grid-list">
        {shown.map((one) => (
          <Line key={one.grid.grid} one={one} />
        ))}
      </ul>
      {left > 0 ? (
        <button
          type="button"
          class="quiet wide"
          onClick={() => {
            pages.value += 1;
          }}
        >
          {w.more(countText(Math.min(left, PAGE), language.value))}
        </button>
      ) : null}
    </>
  );
}

const isSought = ({ name, code }: Grid, sought: string): boolean =>
  sought === '' || name.toLowerCase().includes(sought.toLowerCase()) || code.includes(sought);

function Line({ one: { grid, off } }: { readonly one: Weighed }) {
  const w = text.value;
  const here = chosen.value === grid.grid;
  const id = `grid-${grid.grid}`;
  useEffect(() => {
    if (here) globalThis.document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
  }, [here, id]);
  return (
    <li id={id}>
      <button
        type="button"
        class="grid-line"
        aria-pressed={here}
        onClick={() => {
          if (here) choose(undefined);
          else lookAt(grid.grid);
        }}
      >
        <span
          class={`swatch ${off === undefined ? 'band-none' : `band-${bandOf(off, tolerance.value)}`}`}
        />
        <span class="grid-name">
          {grid.name}
          {grid.locked ? (
            <span class="lock-mark" title={w.locked}>
              <Icon name="lock" size={14} />
              <span class="unseen">{w.locked}</span>
            </span>
          ) : null}
          <span class="code">{grid.code}</span>
        </span>
        <span class="grid-value">
          {figureText(grid, measure.value)}
          {off === undefined ? null : <strong>{percentText(off)}</strong>}
          {isSmall(grid, measure.value) ? (
            <abbr class="chip small-number" title={w.small}>
              ≈<span class="unseen">{w.small}</span>
            </abbr>
          ) : null}
        </span>
      </button>
    </li>
  );
}

/** A figure of a grid in words. */
export const figureText = (grid: Grid, by: Measure): string =>
  by === 'area'
    ? landText(grid.area_m2, language.value)
    : countText(amountOf(grid, by), language.value);
