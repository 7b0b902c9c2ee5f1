/** What a dispatcher has changed of the open plan by hand, until it is planned anew. */

import { computed, signal } from '@preact/signals';
import type { FixedStop, Lock, Plan, Route } from '../api/plans.ts';

/** Changes that wait. Moving a target to a crew and giving it up exclude each other. */
export type Hand = {
  /** The crew that each moved target is to be visited by. */
  readonly moves: ReadonlyMap<string, string>;
  /** The targets that are given up. */
  readonly without: ReadonlySet<string>;
  /** The crews whose routes are fixed, each with its order. */
  readonly orders: ReadonlyMap<string, readonly FixedStop[]>;
  /** The crews that were fixed and are not any more. */
  readonly freed: ReadonlySet<string>;
};

const NOTHING: Hand = {
  moves: new Map(),
  without: new Set(),
  orders: new Map(),
  freed: new Set(),
};

export const hand = signal<Hand>(NOTHING);
/** Whether crews that no change is about keep their routes. */
export const othersStay = signal(true);

export const changesWaiting = computed(() => {
  const { moves, without, orders, freed } = hand.value;
  return moves.size + without.size + orders.size + freed.size;
});

export function forgetHand(): void {
  hand.value = NOTHING;
}

/** Has a target visited by a crew. */
export function moveTarget(target: string, crew: string): void {
  const now = hand.peek();
  const without = new Set(now.without);
  without.delete(target);
  hand.value = { ...now, moves: new Map(now.moves).set(target, crew), without };
}

/** Has a target visited by nobody. */
export function giveUp(target: string): void {
  const now = hand.peek();
  const moves = new Map(now.moves);
  moves.delete(target);
  hand.value = { ...now, moves, without: new Set(now.without).add(target) };
}

/** Takes back what was changed of a target. */
export function takeBack(target: string): void {
  const now = hand.peek();
  const [moves, without] = [new Map(now.moves), new Set(now.without)];
  moves.delete(target);
  without.delete(target);
  hand.value = { ...now, moves, without };
}

const orderOf = (route: Route): readonly FixedStop[] =>
  route.stops.map(({ target, reversed }) => ({ target, reversed }));

/** The order that was fixed for a crew in the open plan. */
const fixedOf = (plan: Plan, crew: string): readonly FixedStop[] | undefined =>
  plan.locks?.find(
    (lock): lock is Extract<Lock, { kind: 'whole' | 'begins' }> =>
      lock.kind === 'whole' && lock.crew === crew,
  )?.stops;

/** The order that a crew is to keep, if it is to keep one. */
export function heldOrder(plan: Plan, crew: string, now: Hand): readonly FixedStop[] | undefined {
  if (now.freed.has(crew)) return undefined;
  return now.orders.get(crew) ?? fixedOf(plan, crew);
}

/** Fixes a crew's route as it is, or frees it. */
export function hold(plan: Plan, route: Route, held: boolean): void {
  const now = hand.peek();
  const [orders, freed] = [new Map(now.orders), new Set(now.freed)];
  const fixed = fixedOf(plan, route.crew) !== undefined;
  orders.delete(route.crew);
  freed.delete(route.crew);
  if (held && !fixed) orders.set(route.crew, orderOf(route));
  if (!held && fixed) freed.add(route.crew);
  hand.value = { ...now, orders, freed };
}

/** Moves a stop of a crew by some places; its route is then fixed so. */
export function reorder(route: Route, from: number, by: number): void {
  const now = hand.peek();
  const order = [...(now.orders.get(route.crew) ?? orderOf(route))];
  const [stop] = order.splice(from, 1);
  if (!stop || from + by < 0 || from + by > order.length) return;
  order.splice(from + by, 0, stop);
  const freed = new Set(now.freed);
  freed.delete(route.crew);
  hand.value = { ...now, orders: new Map(now.orders).set(route.crew, order), freed };
}

/** Where a stop of the plan stands in the order that waits, by its place in the plan. */
export function orderShown(route: Route, now: Hand): readonly number[] {
  const order = now.orders.get(route.crew);
  const places = route.stops.map((_, place) => place);
  if (!order) return places;
  // The same target may be visited several times: each takes the first that is left.
  const left = [...places];
  return order.flatMap(({ target, reversed }) => {
    const at = left.findIndex((place) => {
      const stop = route.stops[place];
      return stop?.target === target && stop.reversed === reversed;
    });
    return at < 0 ? [] : left.splice(at, 1);
  });
}

/** What is asked of the server: what is fixed, who stays, what is given up. */
export function asked(
  plan: Plan,
  now: Hand,
  stay: boolean,
): {
  readonly locks: readonly Lock[];
  readonly keep: readonly string[];
  readonly without: readonly string[];
} {
  const changed = new Set([...now.moves.keys(), ...now.without]);
  const touched = new Set([...now.moves.values(), ...now.orders.keys(), ...now.freed]);
  for (const route of plan.routes) {
    if (route.stops.some(({ target }) => changed.has(target))) touched.add(route.crew);
  }
  // A route that something is moved into or out of cannot stay fixed as it was.
  const bent = new Set(now.moves.values());
  for (const route of plan.routes) {
    if (route.stops.some(({ target }) => now.moves.has(target))) bent.add(route.crew);
  }
  const stands = (lock: Lock): boolean =>
    'target' in lock
      ? !changed.has(lock.target)
      : !bent.has(lock.crew) && !now.freed.has(lock.crew) && !now.orders.has(lock.crew);
  const locks: Lock[] = (plan.locks ?? []).filter(stands);
  for (const [target, crew] of now.moves) locks.push({ kind: 'assigned', crew, target });
  for (const [crew, stops] of now.orders) {
    const order = stops.filter(
      ({ target }) => (now.moves.get(target) ?? crew) === crew && !now.without.has(target),
    );
    const comes = [...now.moves].some(
      ([target, to]) => to === crew && !order.some((stop) => stop.target === target),
    );
    // What comes in has no place in the order yet: then only who goes there is fixed.
    if (!comes) locks.push({ kind: 'whole', crew, stops: order });
  }
  const held = new Set(locks.flatMap((lock) => (lock.kind === 'whole' ? [lock.crew] : [])));
  const keep = stay
    ? plan.crews.map(({ id }) => id).filter((id) => !touched.has(id) && !held.has(id))
    : [];
  return { locks, keep, without: [...now.without] };
}
