/** The ring around a place, against the distance on a sphere. */

import { expect, test } from 'vitest';
import { ringAround } from './around.ts';

function metres([lon, lat]: readonly [number, number], [x, y]: readonly [number, number]): number {
  const turn = Math.PI / 180;
  const half =
    Math.sin(((y - lat) * turn) / 2) ** 2 +
    Math.cos(lat * turn) * Math.cos(y * turn) * Math.sin(((x - lon) * turn) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(half));
}

test('every place of the ring is as far away as was asked, at any latitude', () => {
  for (const lat of [-70, 0, 36, 53]) {
    for (const place of ringAround([103.75, lat], 80, 8)) {
      expect(Math.abs(metres([103.75, lat], place) - 80)).toBeLessThan(1);
    }
  }
});

test('as many places as asked, none twice, even at the pole', () => {
  const ring = ringAround([0, 90], 30, 4);
  expect(new Set(ring.map(String)).size).toBe(4);
});
