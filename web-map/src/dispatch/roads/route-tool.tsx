/** The way between two places: its ends, what it takes, and what to do at each corner. */

import { useEffect } from 'preact/hooks';
import { language } from '../../shared/text/language.ts';
import { distanceText } from '../../shared/text/measure.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import { MODES, type Mode, type Step, type Way } from '../api/roads.ts';
import { chosen } from '../incidents/incidents-state.ts';
import { wish } from '../map/wish.ts';
import { hoursOf } from './figures.ts';
import { named, picking } from './roads-state.ts';
import {
  clearWay,
  ENDS,
  type End,
  ends,
  mode,
  pickEnd,
  seekAgain,
  seeking,
  setMode,
  turnRound,
  way,
  wayProblem,
  wayUnder,
  writeEnd,
} from './route-state.ts';
import { UnusualPart, UnusualTold } from './unusual-part.tsx';
import { conditionsOf } from './unusual-state.ts';
import { text } from './words.ts';

export function RouteTool() {
  const w = text.value;
  const { key } = conditionsOf(mode.value);
  useEffect(seekAgain, [key]);
  const incident = chosen.value;
  return (
    <div class="road-tool">
      {ENDS.map((end) => (
        <EndField key={end} end={end} />
      ))}
      <datalist id="places-named">
        {named.value.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div class="row">
        {incident ? (
          <button
            type="button"
            class="small"
            onClick={() =>
              pickEnd('to', [incident.lon, incident.lat], `${incident.kind} ${incident.external}`)
            }
          >
            {w.incidentAsTo}
          </button>
        ) : null}
        <button type="button" class="small" onClick={turnRound}>
          {w.turnRound}
        </button>
        <button type="button" class="small" onClick={clearWay}>
          {w.clear}
        </button>
      </div>
      <ModeField mode={mode.value} onChange={setMode} />
      <div role="status">
        {seeking.value ? <p class="dim">{w.seeking}</p> : null}
        {way.value ? <Told found={way.value} /> : null}
        {way.value || wayProblem.value ? <UnusualTold under={wayUnder.value} /> : null}
      </div>
      {wayProblem.value ? (
        <Notice tone="error">
          {wayProblem.value.status === 404 ? w.noWay : problemLine(wayProblem.value)}
        </Notice>
      ) : null}
      <UnusualPart mode={mode.value} />
      {way.value && way.value.steps.length > 0 ? <Steps steps={way.value.steps} /> : null}
    </div>
  );
}

function EndField({ end }: { readonly end: End }) {
  const w = text.value;
  const { text: said, at } = ends.value[end];
  const unknown = said.trim() !== '' && !at;
  const note = `${end}-note`;
  const isPicked = picking.value === end;
  return (
    <div class="road-end">
      <label class="field">
        <span>
          <span class={`end-mark end-${end}`} aria-hidden="true">
            {end === 'from' ? 'A' : 'B'}
          </span>
          {w[end]}
        </span>
        <input
          name={`way-${end}`}
          list="places-named"
          autoComplete="off"
          placeholder={w.endHint}
          value={said}
          aria-invalid={unknown}
          aria-describedby={note}
          onChange={(event) => writeEnd(end, event.currentTarget.value)}
        />
      </label>
      <button
        type="button"
        class="small"
        aria-pressed={isPicked}
        aria-label={end === 'from' ? w.pickFrom : w.pickTo}
        onClick={() => {
          picking.value = isPicked ? undefined : end;
        }}
      >
        <Icon name="pin" size={16} />
        {w.pick}
      </button>
      <p id={note} class="road-note small-text" aria-live="polite">
        {unknown ? w.unknownPlace : isPicked ? w.picking : ''}
      </p>
    </div>
  );
}

export function ModeField({
  mode: chosenMode,
  onChange,
}: {
  readonly mode: Mode;
  readonly onChange: (mode: Mode) => void;
}) {
  const w = text.value;
  return (
    <label class="field">
      <span>{w.mode}</span>
      <select
        value={chosenMode}
        onChange={(event) => {
          const wanted = MODES.find((one) => one === event.currentTarget.value);
          if (wanted) onChange(wanted);
        }}
      >
        {MODES.map((one) => (
          <option key={one} value={one}>
            {w[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A time in words. */
export function timeWords(seconds: number): string {
  const w = text.value;
  const { hours, minutes } = hoursOf(seconds);
  return hours > 0 ? w.hoursOf(String(hours), String(minutes)) : w.minutesOf(String(minutes));
}

function Told({ found }: { readonly found: Way }) {
  const w = text.value;
  const length = (metres: number): string => distanceText(metres, language.value);
  return (
    <>
      <p class="road-sum">{w.wayTold(timeWords(found.time_s), length(found.length_m))}</p>
      {found.off_road_m > 20 ? (
        <p class="dim small-text">{w.offRoad(length(found.off_road_m))}</p>
      ) : null}
      {found.estimate === null ? null : <Notice tone="warning">{w.estimate}</Notice>}
    </>
  );
}

function Steps({ steps }: { readonly steps: readonly Step[] }) {
  const w = text.value;
  return (
    <section aria-label={w.steps}>
      <h3>{w.steps}</h3>
      <ol class="turns">
        {steps.map((step, place) => {
          const said = language.value === 'zh' ? step.text : step.text_en;
          return (
            <li key={`${place}-${step.turn}`}>
              <button
                type="button"
                class="turn"
                aria-label={w.stepTo(said)}
                onClick={() => {
                  wish.value = { at: [step.lon, step.lat], zoom: 15.5 };
                }}
              >
                <TurnArrow turn={step.turn} />
                <span>{said}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Degrees that an arrow pointing up is turned by. */
const ANGLES: Readonly<Record<string, number>> = {
  straight: 0,
  'slight-right': 35,
  right: 90,
  'sharp-right': 135,
  back: 180,
  'sharp-left': -135,
  left: -90,
  'slight-left': -35,
};

function TurnArrow({ turn }: { readonly turn: string }) {
  const angle = ANGLES[turn];
  if (angle === undefined) {
    return <span class={`turn-mark ${turn === 'arrive' ? 'end-to' : 'end-from'}`} />;
  }
  return (
    <svg class="turn-arrow" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
      <path d="M12 20V5M6 10.5 12 4.5l6 6" transform={`rotate(${angle} 12 12)`} />
    </svg>
  );
}
