/** What drawn points snap to. */

import { expect, test } from 'vitest';
import type { LonLat } from '../../shared/api/city.ts';
import { nearestOnRings, type Project, snapped } from './snap.ts';

const project: Project = ([x, y]) => ({ x, y });
const square: LonLat[] = [
  [0, 0],
  [100, 0],
  [100, 100],
  [0, 100],
  [0, 0],
];

test('a vertex wins over the border that it is on', () => {
  expect(snapped({ x: 96, y: 5 }, [square], project)).toEqual([100, 0]);
  expect(snapped({ x: 50, y: 6 }, [square], project)).toEqual([50, 0]);
});

test('what is near nothing stays where it is', () => {
  expect(snapped({ x: 50, y: 50 }, [square], project)).toBeUndefined();
  expect(snapped({ x: 50, y: 50 }, [], project)).toBeUndefined();
});

test('the nearest piece is named by its ends', () => {
  const found = nearestOnRings({ x: 110, y: 30 }, [square], project);
  expect(found?.piece).toEqual([
    [100, 0],
    [100, 100],
  ]);
  expect(found?.at).toEqual([100, 30]);
  expect(found?.away_px).toBe(10);
  expect(nearestOnRings({ x: 0, y: 0 }, [[[5, 5]]], project)).toBeUndefined();
  // A piece without length is a point.
  const point = nearestOnRings(
    { x: 3, y: 4 },
    [
      [
        [0, 0],
        [0, 0],
      ],
    ],
    project,
  );
  expect(point?.away_px).toBe(5);
});
