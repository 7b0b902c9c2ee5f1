/** Making steps in a row: what is sent, and what is taken in. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { session } from '../../shared/session/session-state.ts';
import type { DesignInfo, Stepped } from '../api/designs.ts';
import type { Step } from '../api/step.ts';
import {
  conflict,
  forget,
  make,
  pending,
  refusal,
  stepProblem,
  tooLate,
  tryAgain,
} from './make.ts';
import { design, openProblem, seq } from './open-design.ts';

type Asked = { readonly path: string; readonly body: { seen: number; make: Step } | undefined };

let asked: Asked[] = [];
/** What the server says to the next requests, in order. */
let answers: (() => Promise<Response>)[] = [];

const json = (status: number, body: unknown) => async (): Promise<Response> =>
  new Response(JSON.stringify(body), { status });
const stepped = (number: number): Stepped => ({
  seq: number,
  undo: number,
  redo: 0,
  grids: [],
  gone: [],
  made: [],
  torn: [],
});
const info = (id: number, state: DesignInfo['state'] = 'open'): DesignInfo =>
  ({ id, name: '', state, steps: 0 }) as unknown as DesignInfo;
const whole = (id: number, number: number) => ({
  design: info(id),
  seq: number,
  undo: 0,
  redo: 0,
  units: [],
  grids: [],
  gone: [],
});
const lock = (grid: number): Step => ({ step: 'lock', grid, locked: true });

beforeEach(() => {
  [asked, answers] = [[], []];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    asked.push({ path, body });
    const answer = answers.shift();
    if (!answer) throw new Error('nobody asked for that');
    return answer();
  });
  session.value = {
    kind: 'in',
    session: { name: 'anna', role: 'designer' },
  } as unknown as typeof session.value;
  design.value = info(1);
  seq.value = 0;
  openProblem.value = undefined;
  forget();
});
afterEach(() => {
  expect(pending.value).toBe(0);
  vi.unstubAllGlobals();
});

test('a double click makes a step once; undo is meant as often as it is asked for', async () => {
  answers = [json(200, stepped(1)), json(200, stepped(2)), json(200, stepped(3))];
  await Promise.all([make(lock(1)), make(lock(1)), make({ step: 'undo' }), make({ step: 'undo' })]);
  expect(asked.map(({ body }) => body?.make.step)).toEqual(['lock', 'undo', 'undo']);
  expect(asked.map(({ body }) => body?.seen)).toEqual([0, 1, 2]);
  // Later it is another wish.
  answers = [json(200, stepped(4))];
  expect(await make({ step: 'undo' })).toBeDefined();
});

test('a step goes to the design that it was asked for, or nowhere', async () => {
  answers = [
    async () => {
      design.value = info(2);
      seq.value = 40;
      return json(422, { refusal: 'locked' })();
    },
  ];
  const both = await Promise.all([make(lock(1)), make(lock(2))]);
  expect(both).toEqual([undefined, undefined]);
  expect(asked.map(({ path }) => path)).toEqual(['/api/v1/designs/1/steps']);
  expect(refusal.value).toBeUndefined();
  expect(seq.value).toBe(40);
});

test('a step that comes too late is said to', async () => {
  design.value = info(1, 'submitted');
  expect(await make(lock(1))).toBeUndefined();
  expect(asked).toEqual([]);
  expect(tooLate.value).toBe(true);
  forget();
  expect(tooLate.value).toBe(false);
});

test('news that were first are not taken back', async () => {
  answers = [
    async () => {
      seq.value = 2;
      return json(200, stepped(1))();
    },
  ];
  await make(lock(1));
  expect([asked.length, seq.value]).toEqual([1, 2]);
  // The step of somebody else came in while ours was on its way.
  answers = [
    async () => {
      seq.value = 3;
      return json(200, stepped(4))();
    },
  ];
  await make(lock(1));
  expect([asked.length, seq.value]).toEqual([2, 4]);
  // It did not: then both are fetched.
  answers = [json(200, stepped(6)), json(200, whole(1, 6))];
  await make(lock(1));
  expect(asked.at(-1)?.path).toBe('/api/v1/designs/1?since=4');
  expect(seq.value).toBe(6);
});

test('a conflict waits for a decision, whatever was queued behind it', async () => {
  const others = [{ seq: 1, who: 'bo', at: '', grids: [1], made: lock(1) }];
  answers = [json(409, { others }), json(200, whole(1, 1)), json(200, stepped(2))];
  await Promise.all([make(lock(1)), make(lock(2))]);
  expect(conflict.value?.step).toEqual(lock(1));
  answers = [json(200, stepped(3))];
  tryAgain();
  await vi.waitFor(() => expect(seq.value).toBe(3));
  expect(conflict.value).toBeUndefined();
});

test('what goes wrong with one step does not keep the next from being made', async () => {
  answers = [json(500, {}), json(200, stepped(1))];
  const [one, other] = await Promise.all([make(lock(1)), make(lock(2))]);
  expect([one, other?.seq]).toEqual([undefined, 1]);
  answers = [json(500, {})];
  await make(lock(3));
  expect(stepProblem.value?.status).toBe(500);
});
