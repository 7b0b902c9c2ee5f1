/** The style and its parts, without a map. */

import { expect, test } from 'vitest';
import type { Level } from '../api/city.ts';
import { nameZooms, zoomWhereWide } from './name-zooms.ts';
import { DAY, NIGHT, slotOf } from './palette.ts';
import { styleOf } from './style.ts';
import { atVersion, onOrigin } from './tilejson.ts';
import { TINTED_MAX, tintsOf } from './tints.ts';

const LEVELS: readonly Level[] = [
  { level: 1, name: '街道', name_en: 'Streets', count: 2, min_zoom: 8, max_zoom: 22 },
  { level: 2, name: '社区', name_en: 'Communities', count: 4, min_zoom: 11, max_zoom: 22 },
  { level: 3, name: '网格', name_en: 'Grids', count: 9, min_zoom: 12, max_zoom: 22 },
];

const BOUNDS = [103.6, 35.8, 103.9, 36.1] as const;

const styled = (levels: readonly Level[], tints = new Map<string, number>()) =>
  styleOf({
    levels,
    bounds: BOUNDS,
    tints,
    palette: DAY,
    grids: { tiles: ['/tiles/grids@1/{z}/{x}/{y}'], maxzoom: 14 },
    points: { tiles: ['/tiles/service-points/{z}/{x}/{y}'] },
    origin: 'https://example.org',
  });

test('tiles of a later drawing are asked for by its version', () => {
  const old = 'https://example.org/tiles/grids@a1/14/3/5';
  expect(atVersion(old, 'b2')).toBe('https://example.org/tiles/grids@b2/14/3/5');
  expect(atVersion(old, undefined)).toBe(old);
  const points = 'https://example.org/tiles/service-points/14/3/5';
  expect(atVersion(points, 'b2')).toBe(points);
});

test('tiles are fetched from where the page came from, whatever the server believes', () => {
  const own = 'https://example.org/tiles/grids@v1/{z}/{x}/{y}';
  const origin = 'https://example.org';
  expect(onOrigin('/tiles/grids@v1/{z}/{x}/{y}', origin)).toBe(own);
  expect(onOrigin('http://127.0.0.1:8080/tiles/grids@v1/{z}/{x}/{y}', origin)).toBe(own);
  expect(onOrigin('/t/{z}?v=1', origin)).toBe('https://example.org/t/{z}?v=1');
});

test('the style has no glyphs, no sprite and no other host', () => {
  const style = styled(LEVELS, new Map([['620103001', 1]]));
  expect(style.glyphs).toBeUndefined();
  expect(style.sprite).toBeUndefined();
  const hosts = JSON.stringify(style).match(/https?:\/\/[^/"]+/g) ?? [];
  expect(new Set(hosts)).toEqual(new Set(['https://example.org']));
});

test('every level has its fill, border, outline and names, and layer ids are unique', () => {
  for (const depth of [1, 2, 3, 6]) {
    const levels = Array.from({ length: depth }, (_, place) => ({
      ...(LEVELS[0] as Level),
      level: place + 1,
      min_zoom: 6 + place * 2,
    }));
    const ids = styled(levels).layers.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { level } of levels) {
      for (const part of ['grids', 'border', 'outline', 'label']) {
        expect(ids).toContain(`${part}-${level}`);
      }
    }
  }
});

test('a city without levels still has a style', () => {
  expect(styled([]).layers.length).toBeGreaterThan(0);
});

test('names come coarse before fine, never before their level is drawn', () => {
  for (const counts of [
    [15, 141, 325],
    [15, 15, 15],
    [1, 1, 1],
    [300, 5_000, 100_000],
  ]) {
    const levels = LEVELS.map((level, place) => ({ ...level, count: counts[place] ?? 1 }));
    const zooms = nameZooms(levels, BOUNDS);
    expect(zooms).toEqual([...zooms].sort((a, b) => a - b));
    for (const [place, zoom] of zooms.entries()) {
      expect(zoom).toBeGreaterThanOrEqual(levels[place]?.min_zoom ?? 0);
      expect(zoom).toBeLessThanOrEqual(16);
    }
  }
});

test('a unit is as wide as it is said to be', () => {
  // One unit that fills 60 % of a box of one degree at the equator is 0.77 degrees wide.
  const one: Level = { ...(LEVELS[0] as Level), count: 1 };
  const zoom = zoomWhereWide(one, [0, -0.5, 1, 0.5], 512);
  expect((512 * 2 ** zoom * Math.sqrt(0.6)) / 360).toBeCloseTo(512, 0);
});

test('neighbours differ in tint wherever enough tints are left', () => {
  const size = 8;
  const units = Array.from({ length: size * size }, (_, place) => {
    const [x, y] = [place % size, Math.floor(place / size)];
    return { code: `${x}-${y}`, bounds: [x, y, x + 1, y + 1] as const, x, y };
  });
  const tints = tintsOf(units, DAY.tints.length);
  for (const one of units) {
    for (const other of units) {
      if (one !== other && Math.abs(one.x - other.x) + Math.abs(one.y - other.y) === 1) {
        expect(tints.get(one.code)).not.toBe(tints.get(other.code));
      }
    }
  }
});

test('the tints do not depend on the order of the units', () => {
  const units = ['c', 'a', 'b'].map((code) => ({ code, bounds: [0, 0, 1, 1] as const }));
  expect([...tintsOf(units, 4)].sort()).toEqual([...tintsOf([...units].reverse(), 4)].sort());
});

test('units without a box, and more units than can be told apart, are no trouble', () => {
  expect(tintsOf([{ code: 'a', bounds: null }], 8).get('a')).toBe(0);
  const many = Array.from({ length: TINTED_MAX + 1 }, (_, place) => ({
    code: String(place),
    bounds: null,
  }));
  expect(tintsOf(many, 8).size).toBe(0);
});

test('day and night have the same parts', () => {
  expect(NIGHT.tints).toHaveLength(DAY.tints.length);
  expect(NIGHT.points).toHaveLength(DAY.points.length);
  expect(NIGHT.ink).toHaveLength(DAY.ink.length);
  expect(slotOf('派出所', 6)).toBe(slotOf('派出所', 6));
});
