/** What a source is told when its features change. */

import type { Feature, Point } from 'geojson';
import { expect, test } from 'vitest';
import { Features } from './features.ts';

const at = (id: number, name: string): Feature<Point> => ({
  type: 'Feature',
  id,
  properties: { name },
  geometry: { type: 'Point', coordinates: [id, 0] },
});

test('only what changed is put there again, and what has gone is removed', () => {
  const features = new Features<Point>();
  expect(features.to([at(0, 'a'), at(1, 'b')])).toEqual({
    add: [at(0, 'a'), at(1, 'b')],
    remove: [],
  });
  expect(features.to([at(0, 'a'), at(1, 'c')])).toEqual({ add: [at(1, 'c')], remove: [] });
  expect(features.to([at(2, 'd')])).toEqual({ add: [at(2, 'd')], remove: [0, 1] });
  expect(features.to([at(2, 'd')])).toEqual({ add: [], remove: [] });
});
