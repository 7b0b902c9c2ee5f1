/** Finding the fair line by trial. */

import { expect, test } from 'vitest';
import type { LonLat } from '../../shared/api/city.ts';
import type { Grid, Stepped } from '../api/designs.ts';
import type { Step } from '../api/step.ts';
import { halved, type Try } from './halve.ts';

const box = (west: number, east: number): LonLat[] => [
  [west, 36],
  [east, 36],
  [east, 36.01],
  [west, 36.01],
  [west, 36],
];
const part = (grid: number, west: number, east: number, households: number): Grid =>
  ({
    grid,
    households,
    label: [(west + east) / 2, 36.005],
    coordinates: [[box(west, east)]],
  }) as unknown as Grid;
const whole = part(3, 103, 103.05, 100);

/** A server with a household at each of some places along the way, and rules against some lines. */
const server =
  (places: readonly number[], isRefused: (lon: number) => boolean = () => false): Try =>
  async (step: Step) => {
    if (step.step !== 'split') throw new Error('nothing else is tried');
    const [a, b] = step.line;
    const lon = ((a?.[0] ?? 0) + (b?.[0] ?? 0)) / 2;
    if (isRefused(lon)) return undefined;
    const west = places.filter((at) => at < lon).length;
    return {
      grids: [part(3, 103, lon, west), part(9, lon, 103.05, places.length - west)],
      made: [9],
    } as unknown as Stepped;
  };
const cutOf = (step: Step | undefined): number => {
  if (step?.step !== 'split') throw new Error('no line was found');
  const [a, b] = step.line;
  return ((a?.[0] ?? 0) + (b?.[0] ?? 0)) / 2;
};

test('the line goes where as many live on both sides', async () => {
  // Nearly everybody lives in the west.
  const places = Array.from({ length: 100 }, (_, k) => 103 + 0.012 * (k / 100));
  const lon = cutOf(await halved(whole, server(places)));
  const west = places.filter((at) => at < lon).length;
  expect(Math.abs(west - 50)).toBeLessThanOrEqual(2);
});

test('where a rule is against it, it goes beside', async () => {
  const places = Array.from({ length: 100 }, (_, k) => 103 + 0.05 * (k / 100));
  const refused = (lon: number) => Math.abs(lon - 103.025) < 2e-4;
  const lon = cutOf(await halved(whole, server(places, refused)));
  expect(refused(lon)).toBe(false);
  expect(Math.abs(lon - 103.025)).toBeLessThan(0.003);
});

test('no line at all, nobody on one side, or more than two parts: nothing is proposed', async () => {
  expect(
    await halved(
      whole,
      server([103.01], () => true),
    ),
  ).toBeUndefined();
  expect(await halved(whole, server([103.01]))).toBeUndefined();
  const three: Try = async () =>
    ({
      grids: [part(3, 0, 1, 1), part(9, 1, 2, 1), part(10, 2, 3, 1)],
      made: [9, 10],
    }) as unknown as Stepped;
  expect(await halved(whole, three)).toBeUndefined();
});
