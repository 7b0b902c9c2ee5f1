/** Choosing among service points. */

import { expect, test } from 'vitest';
import type { ServicePoint } from '../../shared/api/service-points.ts';
import { categoriesOf, matching, within } from './filter.ts';

const point = (code: string, over: Partial<ServicePoint> = {}): ServicePoint => ({
  code,
  name: code,
  category: null,
  address: null,
  phone: null,
  hours: null,
  hours_text: null,
  open: null,
  closing_soon: false,
  closes: null,
  opens_again: null,
  state_text: null,
  mobile: false,
  lon: 0,
  lat: 0,
  ...over,
});

const codes = (points: readonly ServicePoint[]): string[] => points.map(({ code }) => code);

test('a point on the border of the view is in it', () => {
  const points = [point('in', { lon: 1, lat: 1 }), point('out', { lon: 1.000001, lat: 1 })];
  expect(codes(within(points, [0, 0, 1, 1]))).toEqual(['in']);
});

test('open only means open for certain', () => {
  const points = [point('open', { open: true }), point('shut', { open: false }), point('unknown')];
  expect(codes(matching(points, undefined, true))).toEqual(['open']);
  expect(codes(matching(points, undefined, false))).toHaveLength(3);
});

test('an item is done at points of its categories', () => {
  const points = [point('a', { category: '司法所' }), point('b', { category: '大厅' }), point('c')];
  const item = { code: 'x', name: 'x', name_en: '', categories: ['大厅'] };
  expect(codes(matching(points, undefined, false, item))).toEqual(['b']);
  expect(codes(matching(points, '司法所', false, item))).toEqual([]);
});

test('a point without a category has one to filter by', () => {
  const points = [point('a', { category: '司法所' }), point('b')];
  expect(codes(matching(points, '', false))).toEqual(['b']);
  expect(codes(matching(points, '司法所', false))).toEqual(['a']);
});

test('categories come by frequency, then by name, so that colours are stable', () => {
  const points = ['b', 'a', 'c', 'c', null].map((category, place) =>
    point(String(place), { category }),
  );
  expect(categoriesOf(points)).toEqual(['c', '', 'a', 'b']);
  expect(categoriesOf([...points].reverse())).toEqual(['c', '', 'a', 'b']);
});
