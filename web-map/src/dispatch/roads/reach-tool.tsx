/** What the bases reach in some minutes, what they do not, and where one more would help. */

import { useEffect } from 'preact/hooks';
import { language } from '../../shared/text/language.ts';
import { areaText, countText } from '../../shared/text/measure.ts';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import type { GridReach, Reach } from '../api/roads.ts';
import { wish } from '../map/wish.ts';
import { shareText } from './figures.ts';
import {
  base,
  MINUTES_MAX,
  minutes,
  mode,
  reach,
  reachProblem,
  reachUnder,
  reckon,
  reckonAgain,
  reckoning,
  writeMinutes,
} from './reach-state.ts';
import { bases, named } from './roads-state.ts';
import { ModeField, timeWords } from './route-tool.tsx';
import { UnusualPart, UnusualTold } from './unusual-part.tsx';
import { closed, ownPercent, traffic } from './unusual-state.ts';
import { text } from './words.ts';

/** Grids that the list shows; the server knows more. */
const LISTED = 60;

const number = (count: number): string => countText(Math.round(count), language.value);

export function ReachTool() {
  const w = text.value;
  const problem = reachProblem.value;
  useEffect(reckonAgain, [closed.value, traffic.value, ownPercent.value]);
  return (
    <div class="road-tool">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void reckon();
        }}
      >
        <div class="road-pair">
          <label class="field">
            <span>{w.minutes}</span>
            <input
              name="minutes"
              type="number"
              min={1}
              max={MINUTES_MAX}
              required
              value={String(minutes.value)}
              onChange={(event) => writeMinutes(event.currentTarget.value)}
            />
          </label>
          <ModeField
            mode={mode.value}
            onChange={(wanted) => {
              mode.value = wanted;
            }}
          />
        </div>
        <BaseField />
        <button type="submit" class="primary wide" disabled={reckoning.value}>
          {reckoning.value ? w.reckoning : w.reckon}
        </button>
      </form>
      {problem ? (
        <Notice tone="error">{problem.status === 404 ? w.noReach : problemLine(problem)}</Notice>
      ) : null}
      <div role="status">
        {reach.value ? <Told found={reach.value} /> : null}
        {reach.value || problem ? <UnusualTold under={reachUnder.value} /> : null}
      </div>
      <UnusualPart mode={mode.value} />
      {reach.value ? <Found found={reach.value} /> : null}
    </div>
  );
}

function BaseField() {
  const w = text.value;
  return (
    <label class="field">
      <span>{w.bases}</span>
      <select
        name="base"
        value={String(base.value ?? '')}
        onChange={(event) => {
          const { value } = event.currentTarget;
          base.value = value === '' ? undefined : Number(value);
        }}
      >
        <option value="">{w.allBases(number(bases.value.length))}</option>
        {bases.value.map(({ name }, place) => (
          <option key={name} value={String(place)}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Told({ found }: { readonly found: Reach }) {
  const share = found.households === 0 ? 0 : found.reached_households / found.households;
  return (
    <p class="road-sum">
      {text.value.reachTold(
        timeWords(60 * found.minutes),
        number(found.reached_households),
        shareText(share, language.value),
      )}
    </p>
  );
}

function Found({ found }: { readonly found: Reach }) {
  const w = text.value;
  const without = found.bases - found.bases_on_roads;
  const partly = found.not_reached_grids - found.missed_grids;
  return (
    <>
      {without > 0 ? <Notice tone="warning">{w.offRoads(number(without))}</Notice> : null}
      <Figures found={found} />
      {partly > 0 ? <p class="dim small-text">{w.gridsPart(number(partly))}</p> : null}
      <p class="dim small-text">{w.reachLegend}</p>
      {found.sites.length > 0 ? <Sites found={found} /> : null}
      <section aria-label={w.missedGrids}>
        <h3>{w.missedGrids}</h3>
        {found.not_reached.length === 0 ? <p class="dim">{w.everything}</p> : null}
        <ul class="missed">
          {found.not_reached.slice(0, LISTED).map((grid) => (
            <Missed key={grid.code} grid={grid} />
          ))}
        </ul>
        {found.not_reached_grids > LISTED ? (
          <p class="dim small-text">{w.more(number(found.not_reached_grids - LISTED))}</p>
        ) : null}
      </section>
    </>
  );
}

function Figures({ found }: { readonly found: Reach }) {
  const w = text.value;
  const area = (km2: number): string => areaText(km2, language.value);
  const length = (km: number): string => w.kilometres(number(km));
  const whole = found.grids - found.not_reached_grids;
  const rows = [
    [
      w.area,
      area(found.reached_km2),
      area(found.area_km2 - found.reached_km2),
      area(found.area_km2),
    ],
    [w.grids, number(whole), number(found.missed_grids), number(found.grids)],
    [
      w.households,
      number(found.reached_households),
      number(found.households - found.reached_households),
      number(found.households),
    ],
    [
      w.roads,
      length(found.reached_roads_km),
      length(found.roads_km - found.reached_roads_km),
      length(found.roads_km),
    ],
  ];
  return (
    <table class="figures">
      <caption class="unseen">{w.figures}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{w.reached}</th>
          <th scope="col">{w.missed}</th>
          <th scope="col">{w.ofAll}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map((cell, place) => (
              <td key={`${name}-${place}`}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Sites({ found }: { readonly found: Reach }) {
  const w = text.value;
  return (
    <section aria-label={w.site}>
      <h3>{w.site}</h3>
      <ul>
        {found.sites.map(({ lon, lat, households }, place) => (
          <li key={`${lon},${lat}`}>
            <button
              type="button"
              class="place"
              onClick={() => {
                wish.value = { at: [lon, lat], zoom: 13.5 };
              }}
            >
              {w.siteLine(String(place + 1), number(households))}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Missed({ grid }: { readonly grid: GridReach }) {
  const w = text.value;
  const at = named.value.find(({ name }) => name === grid.name)?.at;
  const said = [
    grid.share > 0 ? w.shareOf(shareText(grid.share, language.value)) : w.missed,
    grid.time_s === null ? w.noWayTo : w.middleIn(timeWords(grid.time_s)),
    ...(grid.households ? [w.householdsOf(number(grid.households))] : []),
  ].join(' · ');
  return (
    <li>
      <button
        type="button"
        class="place"
        disabled={!at}
        onClick={() => {
          if (at) wish.value = { at, zoom: 13.5 };
        }}
      >
        <span>{grid.name}</span>
        <span class="dim small-text">{said}</span>
      </button>
    </li>
  );
}
