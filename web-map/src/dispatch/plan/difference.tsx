/** What is other in a plan than in the one that it took the place of. */

import { language } from '../../shared/text/language.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import type { Plan } from '../api/plans.ts';
import { targetName } from './crew-routes.tsx';
import { openPlan } from './plan-state.ts';
import { text } from './plan-words.ts';

export function DifferencePart({ open }: { readonly open: Plan }) {
  const w = text.value;
  const { before, difference } = open;
  if (before === undefined || !difference) return null;
  const targets = new Map(open.targets.map((target) => [target.id, target]));
  const crew = (id: string): string => open.crews.find((one) => one.id === id)?.name ?? id;
  const { touched, changes } = difference;
  return (
    <section class="difference">
      <h3>{w.difference(String(before))}</h3>
      {touched.length === 0 ? <p class="dim small-text">{w.same}</p> : null}
      <ul>
        {changes.map(({ target, from, to }) => (
          <li key={`${target} ${from} ${to}`} class={to === null ? 'bad' : undefined}>
            {w.change(
              targetName(targets.get(target), target),
              from === null ? w.comes : crew(from),
              to === null ? w.falls : crew(to),
            )}
          </li>
        ))}
      </ul>
      {touched.length > 0 ? (
        <p class="dim small-text">
          {w.retimed(touched.map(crew).join(language.value === 'zh' ? '、' : ', '))}
        </p>
      ) : null}
      <button type="button" class="small" onClick={() => void openPlan(before)}>
        <Icon name="undo" size={16} />
        {w.goBack(String(before))}
      </button>
    </section>
  );
}
