/** What is not as usual: closed roads and slow traffic, for a way and for reach alike. */

import { useEffect, useRef } from 'preact/hooks';
import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import type { Mode } from '../api/roads.ts';
import { wish } from '../map/wish.ts';
import { hasRoads, picking } from './roads-state.ts';
import { PERCENT_MAX, PERCENT_MIN, percentFor, percentOf, TRAFFIC } from './traffic.ts';
import {
  anything,
  CLOSED_MAX,
  type Closed,
  closed,
  closing,
  isRoadless,
  openAll,
  openRoad,
  ownPercent,
  traffic,
  type Under,
  writePercent,
} from './unusual-state.ts';
import { text } from './words.ts';

const number = (count: number): string => countText(count, language.value);

/** Nothing where there are no roads that could be closed. */
export function UnusualPart({ mode }: { readonly mode: Mode }) {
  const w = text.value;
  const part = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    // What has been said stays in sight; it is folded away only by the reader.
    if (part.current && anything.peek()) part.current.open = true;
  }, []);
  if (!hasRoads.value) return null;
  const percent = percentOf(traffic.value, ownPercent.value);
  const told = toldWords(closed.value.length, percent);
  return (
    <details class="method unusual" ref={part}>
      <summary>
        {w.unusual}
        <span class="dim small-text under">{told || w.nothingUnusual}</span>
      </summary>
      <CloseRoad />
      {closed.value.length > 0 ? (
        <>
          <ol class="closed" aria-label={w.closedRoads}>
            {closed.value.map((place, at) => (
              <ClosedLine
                key={place.key}
                place={place}
                mode={mode}
                name={nameOf(place, at)}
                at={at}
              />
            ))}
          </ol>
          <button type="button" class="text-button small-text" onClick={openAll}>
            {w.openAll}
          </button>
        </>
      ) : null}
      <TrafficField mode={mode} />
      <p class="small-text">{w.unusualKept}</p>
    </details>
  );
}

function CloseRoad() {
  const w = text.value;
  const isPicked = picking.value === 'closed';
  const full = closed.value.length >= CLOSED_MAX;
  return (
    <>
      <button
        type="button"
        class="small wide"
        aria-pressed={isPicked}
        aria-describedby="closing-note"
        disabled={full}
        onClick={() => {
          closing.value = undefined;
          picking.value = isPicked ? undefined : 'closed';
        }}
      >
        <Icon name="pin" size={16} />
        {w.closeRoad}
      </button>
      <p id="closing-note" class="road-note small-text" aria-live="polite">
        {full ? w.closedFull(number(CLOSED_MAX)) : closingWords(isPicked)}
      </p>
    </>
  );
}

function closingWords(isPicked: boolean): string {
  const w = text.value;
  const now = closing.value;
  if (now === 'asking') return w.seekingRoad;
  if (now === 'no-road') return isPicked ? w.noRoadThere : '';
  if (now instanceof Error) return problemLine(now);
  if (isPicked) return w.pickingRoad;
  const at = now ? closed.value.findIndex(({ key }) => key === now.key) : -1;
  return now && at >= 0 ? w.closedNow(nameOf(now, at)) : '';
}

/** The road's name, or its number where it has none. */
const nameOf = ({ road }: Closed, at: number): string =>
  road || text.value.unnamedRoad(String(at + 1));

function ClosedLine({
  place,
  mode,
  name,
  at,
}: {
  readonly place: Closed;
  readonly mode: Mode;
  readonly name: string;
  readonly at: number;
}) {
  const w = text.value;
  return (
    <li>
      <span class="closed-number">{at + 1}</span>
      <button
        type="button"
        class="place"
        aria-label={w.stepTo(name)}
        onClick={() => {
          wish.value = { at: place.at, zoom: 15.5 };
        }}
      >
        <span>
          {name}
          {isRoadless(mode, place) ? (
            <span class="dim small-text under">{w.roadless(w[mode])}</span>
          ) : null}
        </span>
      </button>
      <button
        type="button"
        class="round"
        aria-label={w.openRoad(name)}
        onClick={() => openRoad(place.key)}
      >
        <Icon name="close" size={16} />
      </button>
    </li>
  );
}

function TrafficField({ mode }: { readonly mode: Mode }) {
  const w = text.value;
  const percent = percentOf(traffic.value, ownPercent.value);
  const spared = percent !== 100 && percentFor(traffic.value, ownPercent.value, mode) === 100;
  return (
    <>
      <div class={traffic.value === 'own' ? 'road-pair' : ''}>
        <label class="field">
          <span>{w.traffic}</span>
          <select
            name="traffic"
            value={traffic.value}
            onChange={(event) => {
              traffic.value = TRAFFIC.find((one) => one === event.currentTarget.value) ?? 'usual';
            }}
          >
            {TRAFFIC.map((one) => (
              <option key={one} value={one}>
                {one === 'own' || one === 'usual'
                  ? w[one]
                  : `${w[one]} ${percentOf(one, ownPercent.value)}%`}
              </option>
            ))}
          </select>
        </label>
        {traffic.value === 'own' ? (
          <label class="field">
            <span>{w.percent}</span>
            <input
              name="percent"
              type="number"
              min={PERCENT_MIN}
              max={PERCENT_MAX}
              value={String(ownPercent.value)}
              onChange={(event) => {
                writePercent(event.currentTarget.value);
                event.currentTarget.value = String(ownPercent.peek());
              }}
            />
          </label>
        ) : null}
      </div>
      {spared ? <p class="small-text">{w.notSlowed(w[mode])}</p> : null}
    </>
  );
}

/** What an answer was asked under, beside it; nothing when all was as usual. */
export function UnusualTold({ under }: { readonly under: Under | undefined }) {
  const w = text.value;
  if (!under) return null;
  const told = toldWords(under.closed.length, under.percent);
  return (
    <>
      {told ? (
        <p class="unusual-told">
          <Icon name="alert" size={16} />
          {told}
        </p>
      ) : null}
      {under.leftOut > 0 ? (
        <p class="dim small-text">{w.leftOut(number(under.leftOut), under.leftOut)}</p>
      ) : null}
    </>
  );
}

function toldWords(count: number, percent: number): string {
  const w = text.value;
  return [
    ...(count > 0 ? [w.closedTold(number(count), count)] : []),
    ...(percent === 100 ? [] : [w.trafficTold(String(percent))]),
  ].join(language.value === 'zh' ? '，' : ', ');
}
