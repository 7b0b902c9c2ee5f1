/** The form that takes an incident in: a place, a kind, a few words. */

import { useSignal } from '@preact/signals';
import { positionIn } from '../../shared/text/position.ts';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import { CLASSES, type IncidentClass } from '../api/incidents.ts';
import { text } from '../words.ts';
import { kindsSeen } from './incidents-state.ts';
import {
  type Draft,
  draft,
  draftProblem,
  dropDraft,
  handIn,
  placeDraft,
} from './new-incident-state.ts';

export function NewIncident() {
  const w = text.value;
  const now = draft.value;
  const busy = useSignal(false);
  if (!now) return null;
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const level = CLASSES.find((one) => one === form.get('class')) ?? 'general';
    busy.value = true;
    await handIn(String(form.get('kind')), level, String(form.get('text')));
    busy.value = false;
  };
  const ready = now.at !== undefined && now.grid !== 'outside';
  return (
    <form class="card new-incident" onSubmit={(event) => void submit(event)}>
      <h2>{w.newHeading}</h2>
      <PlaceField now={now} />
      <label class="field">
        <span>{w.kind}</span>
        <input
          name="kind"
          list="kinds-seen"
          required
          maxLength={40}
          autoComplete="off"
          placeholder={w.kindHint}
        />
        <datalist id="kinds-seen">
          {kindsSeen.value.map((kind) => (
            <option key={kind} value={kind} />
          ))}
        </datalist>
      </label>
      <ClassField />
      <label class="field">
        <span>{w.what}</span>
        <textarea name="text" maxLength={1000} />
      </label>
      {draftProblem.value ? <Notice tone="error">{problemLine(draftProblem.value)}</Notice> : null}
      <div class="row">
        <button type="submit" class="primary" disabled={!ready || busy.value}>
          {busy.value ? w.handing : w.hand}
        </button>
        <button type="button" class="plain" onClick={dropDraft}>
          {w.cancel}
        </button>
      </div>
    </form>
  );
}

function PlaceField({ now }: { readonly now: Draft }) {
  const w = text.value;
  const shown = now.at ? `${now.at[0].toFixed(6)},${now.at[1].toFixed(6)}` : '';
  return (
    <>
      <label class="field">
        <span>{w.pickPlace}</span>
        <input
          name="place"
          autoComplete="off"
          placeholder={w.lonLat}
          value={shown}
          onChange={(event) => {
            const at = positionIn(event.currentTarget.value.replaceAll('\uff0c', ','));
            if (at) void placeDraft(at);
          }}
        />
      </label>
      <div aria-live="polite">
        <GridLine grid={now.grid} />
      </div>
    </>
  );
}

function GridLine({ grid }: { readonly grid: Draft['grid'] }) {
  const w = text.value;
  if (grid === undefined) return <p class="dim small-text">{w.needPlace}</p>;
  if (grid === 'asking') return <p class="dim small-text">{w.finding}</p>;
  if (grid === 'outside') return <Notice tone="warning">{w.outside}</Notice>;
  return (
    <div class="grid-line">
      <strong>{grid.grid.name}</strong>
      <span class="code">{grid.grid.code}</span>
      <span class="dim small-text">
        {grid.units
          .slice(0, -1)
          .map(({ name }) => name)
          .join(' · ')}
      </span>
      {grid.on_border ? <Notice tone="warning">{w.onBorder}</Notice> : null}
    </div>
  );
}

function ClassField() {
  const w = text.value;
  const label: Record<IncidentClass, string> = {
    general: w.general,
    difficult: w.difficult,
    major: w.major,
  };
  return (
    <fieldset class="choices">
      <legend>{w.class}</legend>
      {CLASSES.map((one, place) => (
        <label key={one}>
          <input type="radio" name="class" value={one} defaultChecked={place === 0} />
          <span>{label[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}
