/** The incidents of the day: a list in step with the map. */

import { useEffect } from 'preact/hooks';
import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { dayText, timeText } from '../../shared/text/moment.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import type { Incident } from '../api/incidents.ts';
import { text } from '../words.ts';
import {
  chosenId,
  countByState,
  day,
  days,
  incidents,
  incidentsProblem,
  listed,
  loadIncidents,
  openDay,
  stateFilter,
  today,
} from './incidents-state.ts';
import { beginDraft, draft } from './new-incident-state.ts';

export function IncidentList() {
  const w = text.value;
  return (
    <>
      <div class="day-row">
        <DayPicker />
        <button
          type="button"
          class="primary"
          aria-label={w.newIncident}
          disabled={draft.value !== undefined}
          onClick={beginDraft}
        >
          <Icon name="plus" size={18} />
          {w.newShort}
        </button>
      </div>
      <StateChips />
      <Lines />
    </>
  );
}

function DayPicker() {
  const w = text.value;
  return (
    <label class="field day">
      <span class="unseen">{w.day}</span>
      <select value={day.value} onChange={(event) => void openDay(event.currentTarget.value)}>
        {days.value.map(({ day: one, count }) => (
          <option key={one} value={one}>
            {w.dayOption(dayText(one, language.value, today()), countText(count, language.value))}
          </option>
        ))}
      </select>
    </label>
  );
}

function StateChips() {
  const w = text.value;
  return (
    <fieldset class="states">
      <legend class="unseen">{w.byState}</legend>
      <Chip wanted={undefined} label={w.all} count={incidents.value?.length ?? 0} />
      {countByState.value.map(({ state, count }) => (
        <Chip key={state} wanted={state} label={w[state]} count={count} />
      ))}
    </fieldset>
  );
}

function Chip({
  wanted,
  label,
  count,
}: {
  readonly wanted: Incident['state'] | undefined;
  readonly label: string;
  readonly count: number;
}) {
  return (
    <button
      type="button"
      class="state-tab"
      aria-pressed={stateFilter.value === wanted}
      onClick={() => {
        stateFilter.value = wanted;
      }}
    >
      <span class="tally">{countText(count, language.value)}</span>
      <span class="state-name">
        {wanted ? <span class={`state-dot state-${wanted}`} /> : null}
        {label}
      </span>
    </button>
  );
}

function Lines() {
  const w = text.value;
  if (incidentsProblem.value && !incidents.value) {
    return (
      <Notice tone="error" retry={{ label: w.retry, run: () => void loadIncidents() }}>
        {problemLine(incidentsProblem.value)}
      </Notice>
    );
  }
  if (!incidents.value) return <p class="dim pad">{w.loading}</p>;
  if (listed.value.length === 0) {
    return <p class="dim pad">{stateFilter.value ? w.noIncidentsState : w.noIncidents}</p>;
  }
  return (
    <ul class="incidents">
      {listed.value.map((incident) => (
        <Line key={incident.id} incident={incident} />
      ))}
    </ul>
  );
}

function Line({ incident }: { readonly incident: Incident }) {
  const w = text.value;
  const chosen = chosenId.value === incident.id;
  const id = `incident-${incident.id}`;
  useEffect(() => {
    if (chosen) globalThis.document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, id]);
  return (
    <li id={id}>
      <button
        type="button"
        class="incident"
        aria-pressed={chosen}
        onClick={() => {
          chosenId.value = chosen ? undefined : incident.id;
        }}
      >
        <span class="incident-time">{timeText(incident.occurred)}</span>
        <span class="incident-body">
          <span class="incident-kind">
            {incident.kind}
            {incident.class === 'general' ? null : (
              <span class={`chip class-${incident.class}`}>{w[incident.class]}</span>
            )}
          </span>
          <span class="incident-grid">{incident.grid?.name ?? w.noGrid}</span>
        </span>
        <span class="incident-state">
          <span class={`state-dot state-${incident.state}`} />
          {w[incident.state]}
        </span>
      </button>
    </li>
  );
}
