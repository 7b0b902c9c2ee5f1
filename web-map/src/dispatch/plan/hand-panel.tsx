/** The changes by hand that wait, and having the plan made anew with them. */

import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import type { Plan } from '../api/plans.ts';
import { targetName } from './crew-routes.tsx';
import { changesWaiting, forgetHand, hand, othersStay, takeBack } from './hand-state.ts';
import { applyHand } from './plan-state.ts';
import { text } from './plan-words.ts';

export function HandPanel({ open }: { readonly open: Plan }) {
  const w = text.value;
  if (changesWaiting.value === 0) return null;
  const { moves, without, orders, freed } = hand.value;
  const targets = new Map(open.targets.map((target) => [target.id, target]));
  const named = (id: string): string => targetName(targets.get(id), id);
  const crew = (id: string): string => open.crews.find((one) => one.id === id)?.name ?? id;
  const isHeld = (id: string): boolean => {
    const route = open.routes.find((one) => one.crew === id);
    const order = orders.get(id);
    return order?.every(({ target }, place) => route?.stops[place]?.target === target) ?? false;
  };
  return (
    <section class="hand" aria-live="polite">
      <h3>{w.waiting(countText(changesWaiting.value, language.value))}</h3>
      <ul>
        {[...moves].map(([target, to]) => (
          <li key={target}>
            {w.moved(named(target), crew(to))}
            <TakeBack target={target} name={named(target)} />
          </li>
        ))}
        {[...without].map((target) => (
          <li key={target}>
            {w.gone(named(target))}
            <TakeBack target={target} name={named(target)} />
          </li>
        ))}
        {[...orders.keys()].map((id) => (
          <li key={id}>{isHeld(id) ? w.held(crew(id)) : w.ordered(crew(id))}</li>
        ))}
        {[...freed].map((id) => (
          <li key={id}>{w.freed(crew(id))}</li>
        ))}
      </ul>
      <label class="check">
        <input
          type="checkbox"
          name="others-stay"
          checked={othersStay.value}
          onChange={(event) => {
            othersStay.value = event.currentTarget.checked;
          }}
        />
        {w.othersStay}
      </label>
      <div class="row">
        <button type="button" class="primary" onClick={() => void applyHand(open)}>
          {w.apply}
        </button>
        <button type="button" onClick={forgetHand}>
          {w.forget}
        </button>
      </div>
    </section>
  );
}

function TakeBack({ target, name }: { readonly target: string; readonly name: string }) {
  return (
    <button
      type="button"
      class="round"
      aria-label={text.value.takeBack(name)}
      onClick={() => takeBack(target)}
    >
      <Icon name="close" size={14} />
    </button>
  );
}
