/** What goes to paper: the change sheet when it was asked for, else the chosen grid with its neighbours. */

import type { City, LonLat } from '../../shared/api/city.ts';
import { language } from '../../shared/text/language.ts';
import { chineseMarks } from '../../shared/text/marks.ts';
import { countText, distanceText } from '../../shared/text/measure.ts';
import type { Grid, Rings } from '../api/designs.ts';
import { landText } from '../figure-text.ts';
import { boxOf } from '../map/wish.ts';
import { chosenGrid, design, grids } from '../state/open-design.ts';
import { text } from '../words.ts';
import { ChangeSheet } from './change-sheet.tsx';
import { sheet } from './change-sheet-state.ts';
import { frameOf, Scale } from './paper-frame.tsx';
import { sheetText } from './sheet-words.ts';

/** The drawing's width and height in its own units. */
const [WIDTH, HEIGHT] = [1000, 1150];

export function PrintSheet({ city }: { readonly city: City }) {
  const w = text.value;
  const [grid, open] = [chosenGrid.value, design.value];
  if (open && sheet.value?.design === open.id) {
    return <ChangeSheet city={city} open={open} sheet={sheet.value} />;
  }
  if (!grid || !open) return null;
  const spoken = language.value;
  const notice = spoken === 'zh' ? chineseMarks(city.notice) : city.notice_en;
  return (
    <article class="paper" aria-hidden="true">
      <header>
        <h2>
          {grid.name} <small>{sheetText.value.sheetOf(grid.code)}</small>
        </h2>
        <p>
          {spoken === 'zh' ? city.name : city.name_en} · {open.name} ·{' '}
          {open.state === 'published' ? w.published : sheetText.value.draftNote}
        </p>
      </header>
      <p class="paper-figures">
        {w.households} {countText(grid.households, spoken)} · {w.area}{' '}
        {landText(grid.area_m2, spoken)} · {w.perimeter} {distanceText(grid.perimeter_m, spoken)}
      </p>
      <Drawing grid={grid} />
      <footer>
        {notice}
        {city.approval_no ? ` · ${city.approval_no}` : ''}
      </footer>
    </article>
  );
}

function Drawing({ grid }: { readonly grid: Grid }) {
  const box = boxOf([grid.grid]);
  if (!box) return null;
  const frame = frameOf(box, WIDTH, HEIGHT);
  const path = (polygons: readonly Rings[]): string =>
    polygons
      .flat()
      .map((ring) => `M${ring.map((at) => frame.place(at).join(',')).join('L')}Z`)
      .join('');
  const beside = grid.neighbours.flatMap((number) => grids.value.get(number) ?? []);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} class="paper-map">
      <title>{grid.name}</title>
      {beside.map((other) => (
        <path key={other.grid} d={path(other.coordinates)} class="paper-other" />
      ))}
      <path d={path(grid.coordinates)} class="paper-grid" />
      {[grid, ...beside].map((one) =>
        one.label ? (
          <Name key={one.grid} at={one.label} name={one.name} place={frame.place} />
        ) : null,
      )}
      <Scale unit_m={frame.unit_m} width={WIDTH} height={HEIGHT} />
    </svg>
  );
}

function Name({
  at,
  name,
  place,
}: {
  readonly at: LonLat;
  readonly name: string;
  readonly place: (at: LonLat) => readonly [number, number];
}) {
  const [x, y] = place(at);
  return (
    <text x={x} y={y} text-anchor="middle">
      {name}
    </text>
  );
}
