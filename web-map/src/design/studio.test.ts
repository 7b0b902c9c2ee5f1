/** The small pure parts of the studio: keys, addresses, days, files, paper, words. */

import { expect, test } from 'vitest';
import type { LonLat } from '../shared/api/city.ts';
import { ProblemError } from '../shared/api/problem.ts';
import { language } from '../shared/text/language.ts';
import type { Step } from './api/step.ts';
import { designIn } from './designs/list-state.ts';
import { changeText, landText, percentText } from './figure-text.ts';
import { gpxOf } from './geometry/gpx.ts';
import { wantedBy } from './keys.ts';
import { whatOf } from './live.ts';
import { nextName } from './next-name.ts';
import { instantOf, tomorrow } from './panels/effective.ts';
import { grouped } from './panels/findings-state.ts';
import { frameOf, roundLength_m } from './panels/paper-frame.tsx';
import { refusalIn } from './state/make.ts';
import { fromEndToEnd } from './state/tool.ts';
import { refusalText, stepText } from './step-words.ts';

const key = (name: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey', true>> = {}) =>
  wantedBy({ key: name, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

test('keys', () => {
  expect(key('z', { ctrlKey: true })).toBe('undo');
  expect(key('Z', { metaKey: true, shiftKey: true })).toBe('redo');
  expect(key('y', { ctrlKey: true })).toBe('redo');
  expect(key('s')).toBe('split');
  expect(key('s', { ctrlKey: true })).toBeUndefined();
  expect(key('constructor')).toBeUndefined();
});

test('addresses name a design or none', () => {
  expect(designIn('#12')).toBe(12);
  for (const other of ['', '#', '#all', '#1x', '#-1', '#1.5', '1', '#99999999999999999']) {
    expect(designIn(other)).toBeUndefined();
  }
});

test('a drawing is in force from a midnight in China', () => {
  expect(instantOf('2027-01-01')).toBe('2027-01-01T00:00:00+08:00');
  expect(tomorrow('2026-12-31')).toBe('2027-01-01');
  expect(tomorrow('2028-02-28')).toBe('2028-02-29');
});

test('a border as GPX', () => {
  const gpx = gpxOf('a & <b>\u0001', [
    [
      [103.1, 36],
      [103.2, 36.5],
    ],
  ]);
  expect(gpx).toContain('<name>a &amp; &lt;b&gt;</name>');
  expect(gpx).toContain('<trkpt lat="36.5000000" lon="103.2000000"/>');
  expect(gpx.match(/<trkseg>/g)).toHaveLength(1);
});

test('land on paper is in the middle and true to scale', () => {
  const frame = frameOf([103.8, 36, 103.82, 36.01], 1000, 1000);
  expect(frame.place([103.81, 36.005])).toEqual([500, 500]);
  const [west] = frame.place([103.8, 36.005]);
  const [east] = frame.place([103.82, 36.005]);
  // 0.02 degrees are about 1,799 m there.
  expect((east - west) * frame.unit_m).toBeCloseTo(1799, -1);
  expect(west).toBeGreaterThan(0);
  expect([1, 9.9, 10, 49, 50, 1234].map(roundLength_m)).toEqual([1, 5, 10, 20, 50, 1000]);
});

test('a new grid is called one further than those beside it', () => {
  expect(nextName(['上西园第1网格', '上西园第12网格', '其他'])).toBe('上西园第13网格');
  expect(nextName(['A 9', 'B 1', 'B 2'])).toBe('B 3');
  expect(nextName(['620103001', '620103002'])).toBeUndefined();
  expect(nextName(['无号', ''])).toBeUndefined();
  expect(nextName([])).toBeUndefined();
});

test('news say what was done', () => {
  expect(whatOf('open', 'open')).toBe('changed');
  expect(whatOf('open', 'submitted')).toBe('reopened');
  expect(whatOf('published', 'submitted')).toBe('published');
});

test('findings keep the order in which they came', () => {
  const one = (kind: string, grid: number) => ({ kind, grids: [grid], at: null, value: 0 });
  const groups = grouped([one('torn', 1), one('thin', 2), one('torn', 3)]);
  expect(groups.map(({ kind, found }) => [kind, found.length])).toEqual([
    ['torn', 2],
    ['thin', 1],
  ]);
});

test('a new course begins at the end that is nearer to its first point', () => {
  const [a, b]: [LonLat, LonLat] = [
    [0, 0],
    [10, 0],
  ];
  expect(fromEndToEnd([], a, b)).toEqual([a, b]);
  expect(fromEndToEnd([[2, 3]], a, b)).toEqual([a, [2, 3], b]);
  expect(
    fromEndToEnd(
      [
        [8, 3],
        [1, 3],
      ],
      a,
      b,
    ),
  ).toEqual([b, [8, 3], [1, 3], a]);
});

test('figures in words', () => {
  expect([0.344, -0.2, 0, 0.001].map(percentText)).toEqual(['+34%', '−20%', '±0%', '±0%']);
  expect([52_000, 122_265, 4_330_000].map((area) => landText(area, 'en'))).toEqual([
    '5.2 ha',
    '12 ha',
    '4.33 km²',
  ]);
  expect(changeText(412, 1388, 'en')).toBe('412 → 1,388');
  expect(changeText(7, 7, 'en')).toBe('7');
});

test('a refusal says its rule in both languages, and a new rule in the words of the server', () => {
  const step: Step = { step: 'merge', from: 1, into: 2 };
  const problem = (refusal: unknown, at?: unknown) =>
    new ProblemError(422, '', 'the words of the server', { refusal, at, grids: [] });
  const locked = refusalIn(step, problem('locked', [103, 36]));
  expect(locked.at).toEqual([103, 36]);
  expect(refusalText(locked)).toContain('锁定');
  expect(refusalText(refusalIn(step, problem('constructor')))).toBe('the words of the server');
  expect(refusalIn(step, problem(7, 'nowhere')).at).toBeUndefined();
  language.value = 'en';
  expect(refusalText(locked)).toContain('unlock');
  expect(stepText(step)).toBe('merged #1、#2');
  language.value = 'zh';
});
