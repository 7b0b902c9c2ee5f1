/** Hotspots: where and when, how they held, how they were found, and what they do not say. */

import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { dayOf } from '../../shared/text/moment.ts';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import { AREAS, type Areas, type Hotspot, type Hotspots } from '../api/roads.ts';
import { chanceText, shareText, timesText } from './figures.ts';
import {
  by,
  chosenSpot,
  from,
  hotspots,
  hotspotsProblem,
  look,
  looking,
  question,
  spot,
  to,
} from './hotspots-state.ts';
import { WeekTable } from './week-table.tsx';
import { text } from './words.ts';

const number = (count: number): string => countText(count, language.value);
const share = (part: number): string => shareText(part, language.value);

export function HotspotsTool() {
  const w = text.value;
  const found = hotspots.value;
  return (
    <div class="road-tool">
      <Question />
      {hotspotsProblem.value ? (
        <Notice tone="error">{problemLine(hotspotsProblem.value)}</Notice>
      ) : null}
      <div role="status">
        {found ? (
          <p class="road-sum">
            {found.hotspots.length === 0
              ? w.noSpots
              : w.spotsTold(number(found.hotspots.length), number(found.incidents))}
          </p>
        ) : null}
      </div>
      {found ? <Found found={found} /> : null}
      <Method />
    </div>
  );
}

function Question() {
  const w = text.value;
  const names: Readonly<Record<Areas, string>> = {
    cells: w.cells,
    grids: w.grids,
    households: w.byHouseholds,
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void look();
      }}
    >
      <div class="road-pair">
        {[['first', w.firstDay, from] as const, ['last', w.lastDay, to] as const].map(
          ([name, label, day]) => (
            <label key={name} class="field">
              <span>{label}</span>
              <input
                type="date"
                name={`${name}-day`}
                required
                max={dayOf(new Date())}
                value={day.value}
                onChange={(event) => {
                  day.value = event.currentTarget.value;
                }}
              />
            </label>
          ),
        )}
      </div>
      <label class="field">
        <span>{w.areas}</span>
        <select
          name="areas"
          value={by.value}
          onChange={(event) => {
            by.value = AREAS.find((one) => one === event.currentTarget.value) ?? 'households';
          }}
        >
          {AREAS.map((one) => (
            <option key={one} value={one}>
              {names[one]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="primary wide" disabled={looking.value}>
        {looking.value ? w.looking : w.look}
      </button>
    </form>
  );
}

function Found({ found }: { readonly found: Hotspots }) {
  const w = text.value;
  const one = spot.value;
  const name = one ? w.spot(String((chosenSpot.value ?? 0) + 1)) : w.everywhere;
  return (
    <>
      <ol class="spots">
        {found.hotspots.map((each, place) => (
          <SpotLine key={`${each.lon},${each.lat}`} spot={each} place={place} />
        ))}
      </ol>
      {one ? (
        <button
          type="button"
          class="text-button small-text"
          onClick={() => {
            chosenSpot.value = undefined;
          }}
        >
          {w.allSpots}
        </button>
      ) : null}
      <section aria-label={w.week}>
        <h3>
          {w.week} · {name}
        </h3>
        <WeekTable name={name} week={one?.week ?? found.week} />
      </section>
      <Check found={found} />
      {found.outside > 0 ? <p class="dim small-text">{w.outside(number(found.outside))}</p> : null}
    </>
  );
}

function SpotLine({ spot: each, place }: { readonly spot: Hotspot; readonly place: number }) {
  const w = text.value;
  const chosen = chosenSpot.value === place;
  const chance = chanceText(each.p) ?? w.lessThan('0.01%');
  return (
    <li>
      <button
        type="button"
        class="spot"
        aria-pressed={chosen}
        onClick={() => {
          chosenSpot.value = chosen ? undefined : place;
        }}
      >
        <span class="spot-number">{place + 1}</span>
        <span>
          <span class="unseen">{w.spot(String(place + 1))} </span>
          {w.spotLine(number(each.incidents), timesText(each.times_the_mean))}
          <span class="dim small-text under">{w.spotChance(chance)}</span>
        </span>
      </button>
    </li>
  );
}

/** How far the hotspots held on the days after. */
function Check({ found: { held, baseline, hotspots: some } }: { readonly found: Hotspots }) {
  const w = text.value;
  if (some.length === 0) return null;
  if (!held) return <p class="dim small-text">{w.heldNone}</p>;
  const { by: asked, to: last = '', then = '' } = question.value ?? {};
  const of = asked === 'households' ? w.ofHouseholds : w.ofGround;
  return (
    <div class="held small-text">
      <p>
        {w.heldTold(
          `${last} – ${then}`,
          of(share(held.share)),
          share(held.hit_rate),
          timesText(held.pai),
        )}
      </p>
      {baseline ? (
        <p class="dim">{w.baseTold(share(baseline.hit_rate), timesText(baseline.pai))}</p>
      ) : null}
    </div>
  );
}

function Method() {
  const w = text.value;
  return (
    <details class="method" open>
      <summary>{w.method}</summary>
      <p>{w.methodHow(share(hotspots.value?.level ?? 0.01))}</p>
      <p>{w.methodCounts}</p>
      <p>{w.methodAhead}</p>
      <p>{w.methodPeople}</p>
    </details>
  );
}
