/** The chosen grid: its figures, and everything that can be done to it. */

import { language } from '../../shared/text/language.ts';
import { countText, distanceText } from '../../shared/text/measure.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import type { Grid } from '../api/designs.ts';
import { landText, percentText } from '../figure-text.ts';
import { gpxOf } from '../geometry/gpx.ts';
import { make } from '../state/make.ts';
import { isSmall, offOf } from '../state/measure.ts';
import { choose, chosenGrid, grids, isOpen, units } from '../state/open-design.ts';
import { takeUp } from '../state/tool.ts';
import { text } from '../words.ts';
import { Borders } from './borders.tsx';
import { Rename } from './rename.tsx';
import { saveFile } from './save-file.ts';
import { toolWord } from './toolbar.tsx';
import { VertexCard } from './vertex-card.tsx';

export function GridCard() {
  const w = text.value;
  const grid = chosenGrid.value;
  if (!grid) return <p class="dim none-chosen">{w.noneChosen}</p>;
  const community = grid.unit === null ? undefined : units.value.get(grid.unit);
  return (
    <section class="card grid-card" aria-label={grid.name}>
      <header class="card-head">
        <div>
          <p class="over">{community?.name}</p>
          <h2>{grid.name}</h2>
          <p class="code">
            {grid.code}
            {grid.locked ? (
              <span class="chip locked-chip">
                <Icon name="lock" size={13} /> {w.locked}
              </span>
            ) : null}
          </p>
        </div>
        <button type="button" class="round" aria-label={w.close} onClick={() => choose(undefined)}>
          <Icon name="close" />
        </button>
      </header>
      <Figures grid={grid} />
      <VertexCard />
      {isOpen.value ? <Commands grid={grid} /> : null}
      <Borders grid={grid} />
      <div class="row files">
        <button
          type="button"
          class="quiet"
          onClick={() =>
            saveFile(
              `${grid.code}.gpx`,
              gpxOf(grid.name, grid.coordinates.flat()),
              'application/gpx+xml',
            )
          }
        >
          <Icon name="download" size={18} />
          {w.gpx}
        </button>
        <button type="button" class="quiet" onClick={() => globalThis.print()}>
          <Icon name="print" size={18} />
          {w.printSheet}
        </button>
      </div>
    </section>
  );
}

function Figures({ grid }: { readonly grid: Grid }) {
  const w = text.value;
  const off = offOf(grid);
  const spoken = language.value;
  const rows: [string, string, boolean][] = [
    [w.households, countText(grid.households, spoken), isSmall(grid, 'households')],
    [w.incidents, countText(grid.incidents, spoken), isSmall(grid, 'incidents')],
    [w.deviationOf, off === undefined ? '–' : percentText(off), false],
    [w.area, landText(grid.area_m2, spoken), false],
    [w.perimeter, distanceText(grid.perimeter_m, spoken), false],
    [w.compactness, grid.compactness.toFixed(2), false],
  ];
  if (grid.parts > 1) rows.push([w.parts, countText(grid.parts, spoken), false]);
  return (
    <dl class="figures">
      {rows.map(([name, value, small]) => (
        <div key={name} title={name === w.compactness ? w.compactHint : undefined}>
          <dt>{name}</dt>
          <dd>
            {value}
            {small ? (
              <abbr class="chip small-number" title={w.small}>
                ≈
              </abbr>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Commands({ grid }: { readonly grid: Grid }) {
  const w = text.value;
  const beside = grid.neighbours.flatMap((number) => grids.value.get(number) ?? []);
  // Across the border of a larger unit a merge is refused; those are not offered.
  const same = beside.filter((other) => other.unit === grid.unit);
  return (
    <div class="commands">
      <div class="row">
        {(['split', 'area'] as const).map((name) => (
          <button key={name} type="button" class="plain" onClick={() => takeUp(name)}>
            <Icon name={name === 'area' ? 'area' : 'split'} size={18} />
            {w[toolWord(name)]}
          </button>
        ))}
        <button
          type="button"
          class="plain"
          onClick={() => void make({ step: 'lock', grid: grid.grid, locked: !grid.locked })}
        >
          <Icon name="lock" size={18} />
          {grid.locked ? w.unlock : w.lock}
        </button>
      </div>
      {same.length > 0 ? (
        <ul class="merge-list" aria-label={w.merge}>
          {same.map((other) => (
            <li key={other.grid}>
              <button
                type="button"
                class="filter"
                onClick={() => void make({ step: 'merge', from: grid.grid, into: other.grid })}
              >
                <Icon name="merge" size={16} />
                {w.mergeInto(other.name)}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <Rename key={`${grid.grid} ${grid.code} ${grid.name}`} grid={grid} />
    </div>
  );
}
