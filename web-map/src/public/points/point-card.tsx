/** One service point: what, where, when, and how to reach it. */

import type { ComponentChildren } from 'preact';
import type { ServicePoint } from '../../shared/api/service-points.ts';
import { language } from '../../shared/text/language.ts';
import { distanceText } from '../../shared/text/measure.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { text } from '../words.ts';

/** Whether it is open now, where that is known. */
export function OpenChip({ open }: { readonly open: boolean | null }) {
  if (open === null) return null;
  return (
    <span class={`chip ${open ? 'chip-open' : 'chip-closed'}`}>
      {open ? text.value.open : text.value.closed}
    </span>
  );
}

export function PointFacts({ point }: { readonly point: ServicePoint }) {
  const w = text.value;
  const hours = point.hours_text?.[language.value] ?? point.hours;
  return (
    <dl class="facts">
      <Fact icon="clock">{hours ?? <span class="dim">{w.hoursUnknown}</span>}</Fact>
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

/** How far away, where the server said. */
export function Away({ metres }: { readonly metres: number | undefined }) {
  if (metres === undefined) return null;
  return <span class="dim">{text.value.away(distanceText(metres, language.value))}</span>;
}
