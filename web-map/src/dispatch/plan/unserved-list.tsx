/** The targets that a plan leaves out, and why: the first thing a dispatcher must know of it. */

import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import type { Plan, Target, Unserved } from '../api/plans.ts';
import { text } from '../words.ts';
import { targetName } from './crew-routes.tsx';
import { hotspotNumber } from './hotspots.ts';
import { RelaxPart } from './relax-part.tsx';

export function UnservedList({ open }: { readonly open: Plan }) {
  const w = text.value;
  const targets = new Map(open.targets.map((target) => [target.id, target]));
  const isHot = ({ target }: Unserved): boolean => {
    const one = targets.get(target);
    return one !== undefined && hotspotNumber(one) !== undefined;
  };
  // Hotspots are visited where there is time: that there was none is no fault of the plan.
  const missed = open.unserved.filter((one) => !isHot(one));
  const hot = open.unserved.filter(isHot);
  const visits = hot.reduce((sum, one) => sum + one.visits, 0);
  return (
    <>
      {missed.length > 0 ? (
        <section class="unserved">
          <h3>{w.unserved}</h3>
          <Left left={missed} targets={targets} />
          <RelaxPart open={open} />
        </section>
      ) : null}
      {hot.length > 0 ? (
        <details class="method">
          <summary>{w.hotLeft(countText(visits, language.value))}</summary>
          <Left left={hot} targets={targets} />
        </details>
      ) : null}
    </>
  );
}

function Left({
  left,
  targets,
}: {
  readonly left: readonly Unserved[];
  readonly targets: ReadonlyMap<string, Target>;
}) {
  const w = text.value;
  return (
    <ul class="left-out">
      {left.map(({ target, visits, reason }) => (
        <li key={target}>
          <span class="unserved-name">
            {targetName(targets.get(target), target)}
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
  );
}

/** The reasons that the server may name; one of a later version is shown as it is. */
const REASONS = [
  'no-mode',
  'not-reachable',
  'no-time',
  'no-skill',
  'no-room',
  'no-team',
  'locked',
] as const;

function reasonText(reason: string): string {
  const known = REASONS.find((name) => name === reason);
  return known ? text.value[known] : reason;
}
