/** Routes by crew: each opens to its stops, and shows itself alone on the map. */

import { language } from '../../shared/text/language.ts';
import { countText, distanceText } from '../../shared/text/measure.ts';
import { clockText } from '../../shared/text/moment.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import type { Crew, Plan, Route, Stop, Target } from '../api/plans.ts';
import { wish } from '../map/wish.ts';
import { text } from '../words.ts';
import { colourOf } from './colours.ts';
import { hand, heldOrder, hold, orderShown } from './hand-state.ts';
import { hotspotNumber } from './hotspots.ts';
import { entryOf } from './plan-geojson.ts';
import { chosenCrew } from './plan-state.ts';
import { text as handWords } from './plan-words.ts';
import { openTools, StopTools, toolsKey } from './stop-tools.tsx';
import { wayOf } from './totals.ts';
import { isLongWait } from './wait.ts';

export function CrewRoutes({ open }: { readonly open: Plan }) {
  const w = text.value;
  const targets = new Map(open.targets.map((target) => [target.id, target]));
  return (
    <section class="crews">
      <header class="section-head">
        <h3>{w.crews}</h3>
        {chosenCrew.value === undefined ? null : (
          <button
            type="button"
            class="text-button small-text"
            onClick={() => {
              chosenCrew.value = undefined;
            }}
          >
            {w.allCrews}
          </button>
        )}
      </header>
      <ul>
        {open.crews.map((crew, place) => {
          const route = open.routes.find((one) => one.crew === crew.id);
          return route && route.stops.length > 0 ? (
            <CrewLine
              key={crew.id}
              open={open}
              crew={crew}
              route={route}
              colour={colourOf(place)}
              targets={targets}
            />
          ) : null;
        })}
      </ul>
    </section>
  );
}

type CrewLineProps = {
  readonly open: Plan;
  readonly crew: Crew;
  readonly route: Route;
  readonly colour: string;
  readonly targets: ReadonlyMap<string, Target>;
};

function CrewLine({ open, crew, route, colour, targets }: CrewLineProps) {
  const w = text.value;
  const chosen = chosenCrew.value === crew.id;
  return (
    <li>
      <button
        type="button"
        class="crew"
        aria-expanded={chosen}
        onClick={() => {
          chosenCrew.value = chosen ? undefined : crew.id;
        }}
      >
        <span class="swatch" style={{ background: colour }} />
        <span class="crew-name">
          {crew.name}
          <span class="dim small-text">{modeText(crew.mode)}</span>
        </span>
        <span class="crew-sum">
          {w.stops(countText(route.stops.length, language.value))}
          <span class="sep" />
          {distanceText(wayOf(route), language.value)}
        </span>
        <Icon name="chevron" size={16} />
      </button>
      {chosen ? <Stops open={open} route={route} colour={colour} targets={targets} /> : null}
    </li>
  );
}

function Stops({ open, route, colour, targets }: Omit<CrewLineProps, 'crew'>) {
  const w = text.value;
  const order = orderShown(route, hand.value);
  return (
    <ol class="stops">
      <li class="stop-end stop-depart">
        {w.leaves(clockText(route.depart))}
        <Hold open={open} route={route} />
      </li>
      {order.map((place, shown) => {
        const stop = route.stops[place];
        if (!stop) return null;
        const tools = toolsKey(route.crew, place);
        const name = targetName(targets.get(stop.target), stop.target);
        const target = targets.get(stop.target);
        const hot = target && hotspotNumber(target);
        return (
          <li key={`${stop.target}-${stop.arrive}`}>
            <button
              type="button"
              class="stop"
              onClick={() => target && show(target, stop.reversed)}
            >
              <span class={`stop-number${hot ? ' stop-hot' : ''}`} style={{ background: colour }}>
                {place + 1}
              </span>
              <span class="stop-name">
                <span class={waits(stop) ? 'struck' : undefined}>{name}</span>
                {hot ? <span class="chip chip-hot">{w.whereTime}</span> : null}
                {stop.reversed ? <span class="chip">{w.reversed}</span> : null}
                {isLongWait(stop) ? (
                  <span class="dim small-text under">
                    {w.waits(clockText(stop.arrive), clockText(stop.start))}
                  </span>
                ) : null}
              </span>
              <span class="stop-times">
                {clockText(isLongWait(stop) ? stop.start : stop.arrive)}–{clockText(stop.leave)}
              </span>
            </button>
            <button
              type="button"
              class="stop-adjust"
              aria-label={handWords.value.adjust(name)}
              aria-expanded={openTools.value === tools}
              onClick={() => {
                openTools.value = openTools.value === tools ? undefined : tools;
              }}
            >
              ⋯
            </button>
            {openTools.value === tools ? (
              <StopTools open={open} route={route} place={place} shown={shown} />
            ) : null}
          </li>
        );
      })}
      <li class="stop-end">{w.back(clockText(route.back))}</li>
    </ol>
  );
}

/** Whether a change of the stop waits for the plan to be made anew. */
function waits({ target }: Stop): boolean {
  const { moves, without } = hand.value;
  return moves.has(target) || without.has(target);
}

function Hold({ open, route }: { readonly open: Plan; readonly route: Route }) {
  const held = heldOrder(open, route.crew, hand.value) !== undefined;
  return (
    <label class="check small-text">
      <input
        type="checkbox"
        name="hold"
        checked={held}
        onChange={(event) => hold(open, route, event.currentTarget.checked)}
      />
      {handWords.value.hold}
    </label>
  );
}

/** The name of a target; the server names hotspots in Chinese alone. */
export function targetName(target: Target | undefined, id: string): string {
  const hotspot = target && hotspotNumber(target);
  return hotspot ? text.value.hotspot(hotspot) : (target?.name ?? id);
}

/** A mode in words; one not known here is shown as it came. */
export function modeText(mode: string): string {
  const w = text.value;
  return mode === 'foot' || mode === 'bike' || mode === 'car' || mode === 'boat' ? w[mode] : mode;
}

function show(target: Target, reversed: boolean): void {
  const [lon, lat] = entryOf(target.geometry, reversed) ?? [];
  if (lon !== undefined && lat !== undefined) wish.value = { at: [lon, lat], zoom: 14.5 };
}
