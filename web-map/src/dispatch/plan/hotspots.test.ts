/** Hotspots in plans: their days, what is asked, and how they are told from other targets. */

import type { Point } from 'geojson';
import { afterEach, expect, test } from 'vitest';
import type { Plan } from '../api/plans.ts';
import { hotFigures, hotVisits, withHotspots, writeHotFigure } from './hot-visits-state.ts';
import { daysBefore, hotspotNumber, hotspotSums } from './hotspots.ts';
import { stopFeatures } from './plan-geojson.ts';

const AT: Point = { type: 'Point', coordinates: [1, 2] };

afterEach(() => {
  withHotspots.value = false;
  hotFigures.value = { dwell: 12, visits: 4, gap: 120 };
});

test('ninety days are counted, none of them after today or of the plan itself', () => {
  expect(daysBefore('2026-11-23', '2026-11-23')).toEqual({ from: '2026-08-25', to: '2026-11-22' });
  expect(daysBefore('2026-11-24', '2026-11-23')).toEqual({ from: '2026-08-26', to: '2026-11-23' });
  expect(daysBefore('2026-12-31', '2026-11-23').to).toBe('2026-11-23');
  expect(daysBefore('2026-03-01', '2026-11-23').to).toBe('2026-02-28');
});

test('nothing is asked unless it is wanted; then the figures as they were written', () => {
  expect(hotVisits('2026-11-23', '2026-11-23')).toBeUndefined();
  withHotspots.value = true;
  writeHotFigure('dwell', '500');
  writeHotFigure('visits', '0');
  writeHotFigure('gap', 'often');
  expect(hotVisits('2026-11-23', '2026-11-23')).toEqual({
    from: '2026-08-25',
    to: '2026-11-22',
    by: 'cells',
    most: 20,
    dwell_min: 120,
    visits: 1,
    gap_min: 120,
  });
  writeHotFigure('gap', '0');
  expect(hotFigures.value.gap).toBe(0);
});

test.each([
  ['hotspot-3', false, '3'],
  ['hotspot-12xx', false, '12'],
  ['hotspot-3', true, undefined],
  ['hotspot-', false, undefined],
  ['my-hotspot-3', false, undefined],
  ['checkpoint-1', false, undefined],
])('target %s (required: %j) is hotspot %j', (id, required, number) => {
  expect(hotspotNumber({ id, required })).toBe(number);
});

const target = (id: string, required: boolean) => ({
  id,
  name: id,
  required,
  visits: 4,
  geometry: AT,
});
const stop = (of: string) => ({ target: of, arrive: '', start: '', leave: '', reversed: false });
const PLAN = {
  crews: [],
  targets: [
    { ...target('gate', true), geometry: { type: 'Point', coordinates: [9, 9] } },
    target('hotspot-1', false),
    target('hotspot-2', false),
  ],
  routes: [{ crew: 'a', stops: [stop('gate'), stop('hotspot-1'), stop('hotspot-1')] }],
} as unknown as Plan;

test('a plan says how many of its hotspots are visited, and the map which stops these are', () => {
  expect(hotspotSums(PLAN)).toEqual({ spots: 2, seen: 1, visits: 2 });
  const marked = (plan: Plan) =>
    stopFeatures(plan).features.map(({ properties }) => properties?.['hotspot']);
  expect(marked(PLAN)).toEqual(['no', 'yes']);
  // A hotspot where there is something else to visit, too, is still one.
  const targets = PLAN.targets.map((one) => ({ ...one, geometry: AT }));
  expect(marked({ ...PLAN, targets })).toEqual(['yes']);
});
