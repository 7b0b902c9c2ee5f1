/** Under an incident: who can go, when they are there, what they give up. */

import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { clockText } from '../../shared/text/moment.ts';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import type { Incident } from '../api/incidents.ts';
import type { Responder } from '../api/plans.ts';
import {
  askWho,
  callProblem,
  callTime,
  type Found,
  found,
  send,
  sent,
  stayMinutes,
  timeFor,
  waitsFor,
  writeStay,
} from './call-state.ts';
import { modeText } from './crew-routes.tsx';
import { plan } from './plan-state.ts';
import { text } from './plan-words.ts';

export function CallPanel({ incident }: { readonly incident: Incident }) {
  const w = text.value;
  const open = plan.value;
  if (!open) return <p class="dim small-text">{w.noPlan}</p>;
  const told = found.value;
  const isFor = told?.incident === incident.id && told.plan === open.id;
  const wasSent = sent.value?.incident === incident.id ? sent.value.crew : undefined;
  return (
    <section class="call" aria-label={w.who}>
      <form
        class="call-form"
        onSubmit={(event) => {
          event.preventDefault();
          void askWho(open, incident);
        }}
      >
        <label class="field">
          <span>{w.at}</span>
          <input
            type="time"
            name="call-time"
            required
            value={callTime.value ?? timeFor(open, incident, new Date())}
            onChange={(event) => {
              callTime.value = event.currentTarget.value || undefined;
            }}
          />
        </label>
        <label class="field">
          <span>{w.stay}</span>
          <input
            type="number"
            name="call-stay"
            min={0}
            max={480}
            value={String(stayMinutes.value)}
            onChange={(event) => {
              writeStay(event.currentTarget.value);
              event.currentTarget.value = String(stayMinutes.peek());
            }}
          />
        </label>
        <button type="submit" class="primary" disabled={waitsFor.value !== undefined}>
          {w.who}
        </button>
      </form>
      <div aria-live="polite">
        {waitsFor.value ? (
          <p class="dim">{waitsFor.value === 'crews' ? w.seeking : w.sending}</p>
        ) : null}
        {wasSent ? <Notice>{w.sent(wasSent)}</Notice> : null}
        {callProblem.value ? <Notice tone="error">{problemLine(callProblem.value)}</Notice> : null}
        {isFor ? <Crews told={told} /> : null}
      </div>
    </section>
  );
}

function Crews({ told }: { readonly told: Found }) {
  const w = text.value;
  if (told.crews.length === 0) return <p>{w.nobody}</p>;
  return (
    <ol class="responders" aria-label={w.respondersList}>
      {told.crews.map((crew) => (
        <li key={crew.crew}>
          <span class="responder-name">
            {crew.name}
            <span class="dim small-text">{modeText(crew.mode)}</span>
          </span>
          <button
            type="button"
            class="small"
            disabled={waitsFor.value !== undefined}
            aria-label={w.sendName(crew.name)}
            onClick={() => void send(told, crew)}
          >
            {w.send}
          </button>
          <span class="small-text responder-when">
            {w.inMinutes(
              countText(Math.ceil(crew.wait_s / 60), language.value),
              clockText(crew.arrive),
            )}
          </span>
          <span class={`small-text ${crew.lost_required > 0 ? 'bad' : 'dim'}`}>{lossOf(crew)}</span>
        </li>
      ))}
    </ol>
  );
}

function lossOf({ lost }: Responder): string {
  const w = text.value;
  if (lost.length === 0) return w.losesNothing;
  const names = lost.map(({ name, required }) => (required ? w.requiredOf(name) : name));
  return w.loses(names.join(language.value === 'zh' ? '、' : ', '));
}
