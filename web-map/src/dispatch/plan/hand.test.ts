/** Changes by hand: how they follow from each other, and what is asked of the server. */

import { afterEach, expect, test } from 'vitest';
import type { Lock, Plan } from '../api/plans.ts';
import {
  asked,
  changesWaiting,
  forgetHand,
  giveUp,
  hand,
  heldOrder,
  hold,
  moveTarget,
  orderShown,
  reorder,
  takeBack,
} from './hand-state.ts';
import { reliefText } from './relax-part.tsx';

const stop = (target: string) => ({
  target,
  arrive: '',
  start: '',
  leave: '',
  reversed: target === 'line',
});
const crew = (id: string) => ({ id, name: id, mode: 'car' });
const plan = (locks: readonly Lock[] = []) =>
  ({
    crews: ['a', 'b', 'c', 'd'].map(crew),
    routes: [
      { crew: 'a', stops: ['x', 'y', 'x', 'line'].map(stop) },
      { crew: 'b', stops: ['z'].map(stop) },
      { crew: 'c', stops: ['w'].map(stop) },
    ],
    locks,
  }) as unknown as Plan;
const routeOf = (open: Plan, id: string) => {
  const route = open.routes.find((one) => one.crew === id);
  if (!route) throw new Error(id);
  return route;
};
const fixed = (...targets: string[]) =>
  targets.map((target) => ({ target, reversed: target === 'line' }));

afterEach(forgetHand);

test('a moved target is fixed to its crew, and crews that nothing is about stay', () => {
  moveTarget('y', 'b');
  expect(changesWaiting.value).toBe(1);
  const { locks, keep, without } = asked(plan(), hand.value, true);
  expect(locks).toEqual([{ kind: 'assigned', crew: 'b', target: 'y' }]);
  // d has no route: that it stays at its base is kept, too.
  expect(keep).toEqual(['c', 'd']);
  expect(without).toEqual([]);
  expect(asked(plan(), hand.value, false).keep).toEqual([]);
  takeBack('y');
  expect(changesWaiting.value).toBe(0);
});

test('giving up and moving a target exclude each other', () => {
  moveTarget('y', 'b');
  giveUp('y');
  expect([...hand.value.moves]).toEqual([]);
  expect(asked(plan(), hand.value, true)).toEqual({
    locks: [],
    keep: ['b', 'c', 'd'],
    without: ['y'],
  });
  moveTarget('y', 'c');
  expect(hand.value.without.size).toBe(0);
});

test('another order is kept whole, stop by stop, and shown as it waits', () => {
  const open = plan();
  const route = routeOf(open, 'a');
  reorder(route, 3, -1);
  reorder(route, 2, -1);
  expect(orderShown(route, hand.value)).toEqual([0, 3, 1, 2]);
  expect(asked(open, hand.value, true).locks).toEqual([
    { kind: 'whole', crew: 'a', stops: fixed('x', 'line', 'y', 'x') },
  ]);
  // Beyond the ends nothing moves.
  reorder(route, 0, -1);
  reorder(route, 3, 1);
  expect(orderShown(route, hand.value)).toEqual([0, 3, 1, 2]);
  // What leaves the route leaves its order.
  giveUp('x');
  expect(asked(open, hand.value, true).locks).toEqual([
    { kind: 'whole', crew: 'a', stops: fixed('line', 'y') },
  ]);
});

test('a route is held, freed, and no longer held once something is moved into it', () => {
  const open = plan();
  hold(open, routeOf(open, 'b'), true);
  expect(heldOrder(open, 'b', hand.value)).toEqual(fixed('z'));
  expect(asked(open, hand.value, true).keep).toEqual(['a', 'c', 'd']);
  hold(open, routeOf(open, 'b'), false);
  expect(changesWaiting.value).toBe(0);

  const held = plan([{ kind: 'whole', crew: 'b', stops: fixed('z') }]);
  expect(heldOrder(held, 'b', hand.value)).toEqual(fixed('z'));
  expect(asked(held, hand.value, true).locks).toHaveLength(1);
  moveTarget('y', 'b');
  expect(asked(held, hand.value, true).locks).toEqual([
    { kind: 'assigned', crew: 'b', target: 'y' },
  ]);
  takeBack('y');
  hold(held, routeOf(held, 'b'), false);
  expect(asked(held, hand.value, true).locks).toEqual([]);
  expect(heldOrder(held, 'b', hand.value)).toBeUndefined();
});

test('what was fixed before stays fixed, but for targets that are changed now', () => {
  const before: Lock[] = [
    { kind: 'assigned', crew: 'a', target: 'y' },
    { kind: 'forbidden', crew: 'c', target: 'z' },
  ];
  moveTarget('y', 'b');
  expect(asked(plan(before), hand.value, true).locks).toEqual([
    { kind: 'forbidden', crew: 'c', target: 'z' },
    { kind: 'assigned', crew: 'b', target: 'y' },
  ]);
});

test('a change that would help is told in words', () => {
  const relaxation = {
    target: 'x',
    kind: 'shift-ends',
    crew: 'a',
    minutes: 30,
    mode: null,
    unserved_required: 0,
  };
  expect(reliefText(plan(), relaxation)).toBe('a 晚 30 分钟收班');
  expect(reliefText(plan(), { ...relaxation, kind: 'mode', mode: 'foot' })).toBe('允许步行的组去');
  expect(reliefText(plan(), { ...relaxation, kind: 'of a later version' })).toBe(
    'of a later version',
  );
});
