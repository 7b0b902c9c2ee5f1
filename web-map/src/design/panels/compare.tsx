/** The design beside the drawing that it began with: grid by grid, and its borders on the map. */

import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import { type Difference, type Differences, gridsFile, loadDifferences } from '../api/designs.ts';
import { changeText } from '../figure-text.ts';
import { lookAt, showBefore } from '../map/wish.ts';
import { design, grids } from '../state/open-design.ts';
import { hasMap, swipeProblem, swiping } from '../state/swipe.ts';
import { text } from '../words.ts';
import { useOfDesign } from './use-of-design.ts';

export function ComparePanel() {
  const w = text.value;
  const { told, problem } = useOfDesign(loadDifferences);
  const id = design.value?.id;
  if (problem.value) return <Notice tone="error">{problemLine(problem.value)}</Notice>;
  if (id === undefined || !told.value) return <p class="dim pad">{w.loading}</p>;
  return (
    <div class="compare">
      <label class="check">
        <input
          type="checkbox"
          checked={showBefore.value}
          onChange={(event) => {
            showBefore.value = event.currentTarget.checked;
          }}
        />
        <span class="before-mark" />
        {w.showBefore}
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={swiping.value}
          disabled={!hasMap.value}
          onChange={(event) => {
            swiping.value = event.currentTarget.checked;
          }}
        />
        <Icon name="merge" size={18} />
        {w.swipe}
      </label>
      {swipeProblem.value ? <Notice tone="error">{problemLine(swipeProblem.value)}</Notice> : null}
      <Totals told={told.value} />
      <Table rows={told.value.grids} />
      <a class="quiet" href={gridsFile(id)} download={`design-${id}.geojson`}>
        <Icon name="download" size={18} />
        {w.downloadGrids}
      </a>
    </div>
  );
}

export function Totals({ told }: { readonly told: Differences }) {
  const w = text.value;
  const spoken = language.value;
  const share = told.households > 0 ? (told.households_moved / told.households) * 100 : 0;
  return (
    <dl class="figures">
      <div>
        <dt>{w.gridCount}</dt>
        <dd>{changeText(told.count[0], told.count[1], spoken)}</dd>
      </div>
      <div>
        <dt>{w.changedGrids}</dt>
        <dd>{countText(told.grids.length, spoken)}</dd>
      </div>
      <div>
        <dt>{w.householdsMoved}</dt>
        <dd>
          {countText(told.households_moved, spoken)}
          <span class="dim small-text"> {w.ofAll(`${share.toFixed(1)}%`)}</span>
        </dd>
      </div>
    </dl>
  );
}

function Table({ rows }: { readonly rows: readonly Difference[] }) {
  const w = text.value;
  if (rows.length === 0) return <p class="dim pad">{w.nothingChanged}</p>;
  return (
    <div class="table-frame">
      <table class="difference-table">
        <caption class="unseen">{w.beforeAfter}</caption>
        <thead>
          <tr>
            <th scope="col">{w.name}</th>
            <th scope="col">{w.households}</th>
            <th scope="col">{w.incidents}</th>
            <th scope="col">
              {w.left} / {w.came}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.grid} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { readonly row: Difference }) {
  const w = text.value;
  const spoken = language.value;
  const there = grids.value.has(row.grid);
  return (
    <tr>
      <th scope="row">
        {there ? (
          <button type="button" class="text-button" onClick={() => lookAt(row.grid)}>
            {row.name}
          </button>
        ) : (
          <span>{row.name ?? `#${row.grid}`}</span>
        )}
        <span class={`chip became-${row.became}`}>{w[row.became]}</span>
      </th>
      <td>{changeText(row.households[0], row.households[1], spoken)}</td>
      <td>{changeText(row.incidents[0], row.incidents[1], spoken)}</td>
      <td>
        {countText(row.left, spoken)} / {countText(row.came, spoken)}
      </td>
    </tr>
  );
}
