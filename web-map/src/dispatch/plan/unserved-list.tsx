/** The targets that a plan leaves out, and why: the first thing a dispatcher must know of it. */

import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import type { Plan } from '../api/plans.ts';
import { text } from '../words.ts';

export function UnservedList({ open }: { readonly open: Plan }) {
  const w = text.value;
  if (open.unserved.length === 0) return null;
  const targets = new Map(open.targets.map((target) => [target.id, target]));
  return (
    <section class="unserved">
      <h3>{w.unserved}</h3>
      <ul>
        {open.unserved.map(({ target, visits, reason }) => (
          <li key={target}>
            <span class="unserved-name">
              {targets.get(target)?.name ?? target}
              {targets.get(target)?.required ? (
                <span class="chip class-major">{w.required}</span>
              ) : null}
            </span>
            <span class="dim small-text">
              {w.visits(countText(visits, language.value))}
              <span class="sep" />
              {reasonText(reason)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function reasonText(reason: string): string {
  const w = text.value;
  return reason === 'no-mode' || reason === 'not-reachable' || reason === 'no-time'
    ? w[reason]
    : reason;
}
