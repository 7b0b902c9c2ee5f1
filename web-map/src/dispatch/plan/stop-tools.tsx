/** What can be changed of one stop by hand. */

import { signal } from '@preact/signals';
import type { Plan, Route } from '../api/plans.ts';
import { giveUp, hand, moveTarget, reorder } from './hand-state.ts';
import { text } from './plan-words.ts';

/** The stop whose tools are open, by crew and place in the plan. */
export const openTools = signal<string | undefined>(undefined);

export const toolsKey = (crew: string, place: number): string => `${crew} ${place}`;

type StopToolsProps = {
  readonly open: Plan;
  readonly route: Route;
  /** The stop's place in the plan, and in the order that waits. */
  readonly place: number;
  readonly shown: number;
};

export function StopTools({ open, route, place, shown }: StopToolsProps) {
  const w = text.value;
  const stop = route.stops[place];
  if (!stop) return null;
  const mode = open.crews.find(({ id }) => id === route.crew)?.mode;
  // Crews of the same mode first: they can nearly always take it over.
  const others = open.crews
    .filter(({ id }) => id !== route.crew)
    .sort((a, b) => Number(b.mode === mode) - Number(a.mode === mode));
  const last = (hand.value.orders.get(route.crew) ?? route.stops).length - 1;
  return (
    <div class="stop-tools">
      <button type="button" disabled={shown === 0} onClick={() => reorder(route, shown, -1)}>
        {w.earlier}
      </button>
      <button type="button" disabled={shown >= last} onClick={() => reorder(route, shown, 1)}>
        {w.later}
      </button>
      <label>
        <span>{w.moveTo}</span>
        <select
          name="move-to"
          value={hand.value.moves.get(stop.target) ?? ''}
          onChange={(event) => {
            if (event.currentTarget.value) moveTarget(stop.target, event.currentTarget.value);
          }}
        >
          <option value="">{w.noCrew}</option>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button type="button" onClick={() => giveUp(stop.target)}>
        {w.giveUp}
      </button>
    </div>
  );
}
