/** The chosen incident in full. */

import type { ComponentChildren } from 'preact';
import { language } from '../../shared/text/language.ts';
import { dayText, timeText } from '../../shared/text/moment.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { CallPanel } from '../plan/call-panel.tsx';
import { text } from '../words.ts';
import { chosen, chosenId, today } from './incidents-state.ts';

export function IncidentCard() {
  const w = text.value;
  const incident = chosen.value;
  if (!incident) return null;
  const { occurred } = incident;
  return (
    <article class="card incident-card">
      <header class="card-head">
        <div>
          <p class="over">{w.incident}</p>
          <h2>{incident.kind}</h2>
        </div>
        <button
          type="button"
          class="round"
          aria-label={w.close}
          onClick={() => {
            chosenId.value = undefined;
          }}
        >
          <Icon name="close" size={18} />
        </button>
      </header>
      <dl class="table">
        <Row name={w.time}>
          {dayText(occurred.slice(0, 10), language.value, today())} {timeText(occurred)}
        </Row>
        <Row name={w.state}>
          <span class={`state-dot state-${incident.state}`} /> {w[incident.state]}
        </Row>
        <Row name={w.class}>{w[incident.class]}</Row>
        <Row name={w.grid}>
          {incident.grid?.name ?? w.noGrid}
          {incident.grid ? <span class="code under">{incident.grid.code}</span> : null}
        </Row>
        <Row name={w.place}>
          <span class="code">
            {incident.lon.toFixed(6)}, {incident.lat.toFixed(6)}
          </span>
        </Row>
        <Row name={w.source}>
          {incident.source} <span class="code under">{incident.external}</span>
        </Row>
        {incident.text ? <Row name={w.said}>{incident.text}</Row> : null}
      </dl>
      <CallPanel key={incident.id} incident={incident} />
    </article>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
