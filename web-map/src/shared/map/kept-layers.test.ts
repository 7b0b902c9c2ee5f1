/** Where added layers stand after the style was drawn anew. */

import type { LayerSpecification } from 'maplibre-gl';
import { expect, test } from 'vitest';
import { withKept } from './kept-layers.ts';

const layer = (id: string, source?: string): LayerSpecification =>
  (source === undefined
    ? { id, type: 'background' }
    : { id, type: 'line', source }) as LayerSpecification;

const own = ['a', 'b', 'c'].map((id) => layer(id, 'city'));
const ids = (layers: readonly LayerSpecification[]): string => layers.map(({ id }) => id).join(' ');

test('what was added stays between the layers that it was between', () => {
  const [a, b, c] = own as [LayerSpecification, LayerSpecification, LayerSpecification];
  const before = [a, layer('x', 'mine'), layer('y', 'mine'), b, c, layer('z', 'mine')];
  expect(ids(withKept(before, own, new Set(['mine'])))).toBe('a x y b c z');
});

test('where the layer above has gone, the next one counts', () => {
  const [a, b, c] = own as [LayerSpecification, LayerSpecification, LayerSpecification];
  const before = [a, layer('x', 'mine'), b, c];
  expect(ids(withKept(before, [a, c], new Set(['mine'])))).toBe('a x c');
  expect(ids(withKept(before, [a], new Set(['mine'])))).toBe('a x');
});

test('layers of sources that were not added are not kept', () => {
  const before = [layer('old', 'city'), layer('ground')];
  expect(ids(withKept(before, own, new Set(['mine'])))).toBe('a b c');
  expect(ids(withKept([], own, new Set()))).toBe('a b c');
});

test('a layer that was hidden is hidden in the next style, others are not', () => {
  const dots = { id: 'dots', type: 'circle', source: 'own' } as const;
  const lines = { id: 'lines', type: 'line', source: 'own' } as const;
  const before = [{ ...dots, layout: { visibility: 'none' } } as const, lines];
  const [first, second] = withKept(before, [dots, lines], new Set());
  expect(first?.layout).toEqual({ visibility: 'none' });
  expect(second?.layout?.visibility).toBeUndefined();
});
