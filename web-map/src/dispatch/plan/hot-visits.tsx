/** The part of the form of a plan that is about hotspots. */

import { language } from '../../shared/text/language.ts';
import { dayText } from '../../shared/text/moment.ts';
import { day, today as todayNow } from '../incidents/incidents-state.ts';
import { text } from '../words.ts';
import {
  HOT_LIMITS,
  type HotFigures,
  hotFigures,
  withHotspots,
  writeHotFigure,
} from './hot-visits-state.ts';
import { daysBefore } from './hotspots.ts';

export function HotVisitsPart() {
  const w = text.value;
  return (
    <div class="hot-visits">
      <label class="check">
        <input
          type="checkbox"
          name="hotspots"
          checked={withHotspots.value}
          onChange={(event) => {
            withHotspots.value = event.currentTarget.checked;
          }}
        />
        {w.visitHotspots}
      </label>
      {withHotspots.value ? <Details /> : null}
    </div>
  );
}

function Details() {
  const w = text.value;
  const { dwell, visits, gap } = hotFigures.value;
  const today = todayNow();
  const { from, to } = daysBefore(day.value, today);
  const said = (one: string): string => dayText(one, language.value, today);
  const labels: readonly (readonly [keyof HotFigures, string])[] = [
    ['dwell', w.hotDwell],
    ['visits', w.hotVisits],
    ['gap', w.hotGap],
  ];
  return (
    <details class="method">
      <summary>
        {w.hotDetails}
        <span class="dim small-text under">
          {w.hotTold(String(dwell), String(visits), String(gap))}
        </span>
      </summary>
      <div class="hot-figures">
        {labels.map(([name, label]) => (
          <label key={name} class="field">
            <span>{label}</span>
            <input
              type="number"
              name={`hot-${name}`}
              min={HOT_LIMITS[name][0]}
              max={HOT_LIMITS[name][1]}
              value={String(hotFigures.value[name])}
              onChange={(event) => {
                writeHotFigure(name, event.currentTarget.value);
                event.currentTarget.value = String(hotFigures.peek()[name]);
              }}
            />
          </label>
        ))}
      </div>
      <p>{w.hotFrom(said(from), said(to))}</p>
      <p>{w.hotHow}</p>
      <p>{w.hotLimits}</p>
    </details>
  );
}
