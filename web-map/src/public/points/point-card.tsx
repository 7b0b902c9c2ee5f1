/** One service point: what, where, when, and how to reach it. */

import type { ComponentChildren } from 'preact';
import type { ServicePoint } from '../../shared/api/service-points.ts';
import { language } from '../../shared/text/language.ts';
import { distanceText } from '../../shared/text/measure.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { text } from '../words.ts';

/** Whether it is open now, where that is known. */
export function OpenChip({ point }: { readonly point: ServicePoint }) {
  const w = text.value;
  if (point.open === null) return null;
  const [tone, words] = !point.open
    ? ['closed', w.closed]
    : point.closing_soon
      ? ['soon', w.closingSoon]
      : ['open', w.open];
  return <span class={`chip chip-${tone}`}>{words}</span>;
}

export function PointFacts({ point }: { readonly point: ServicePoint }) {
  const w = text.value;
  const hours = point.hours_text?.[language.value] ?? point.hours;
  const state = point.state_text?.[language.value];
  return (
    <dl class="facts">
      <Fact icon="clock">
        {state ? <strong class="state">{state}</strong> : null}
        {hours ?? <span class="dim">{w.hoursUnknown}</span>}
        {changes(point) ? (
          <a class="feed" href={feedOf(point)} aria-label={w.calendarOf(point.name)}>
            {w.calendar}
          </a>
        ) : null}
      </Fact>
      {point.address ? <Fact icon="pin">{point.address}</Fact> : null}
      {point.phone ? (
        <Fact icon="phone">
          <a href={`tel:${point.phone.replace(/[^\d+]/g, '')}`} aria-label={w.call(point.phone)}>
            {point.phone}
          </a>
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({
  icon,
  children,
}: {
  readonly icon: 'clock' | 'pin' | 'phone';
  readonly children: ComponentChildren;
}) {
  return (
    <div>
      <dt>
        <Icon name={icon} size={16} />
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Whether its calendar has anything to say: what is always open has no special days. */
const changes = ({ hours, hours_text }: ServicePoint): boolean =>
  hours !== null && hours_text !== null && hours.trim() !== '24/7';

const feedOf = ({ code }: ServicePoint): string =>
  `/calendar/${encodeURIComponent(code)}.ics${language.value === 'en' ? '?lang=en' : ''}`;

/** How far away, where the server said: on foot, else in a straight line. */
export function Away({ point }: { readonly point: ServicePoint }) {
  const w = text.value;
  const { distance_m, walk_s } = point;
  if (point.mobile && distance_m === 0) return <span class="dim">{w.comes}</span>;
  if (walk_s !== undefined) {
    return <span class="dim">{w.walk(Math.max(1, Math.round(walk_s / 60)))}</span>;
  }
  if (distance_m === undefined) return null;
  return <span class="dim">{w.away(distanceText(distance_m, language.value))}</span>;
}
