/** Lines across land. */

import { expect, test } from 'vitest';
import type { LonLat } from '../../shared/api/city.ts';
import { acrossOf } from './across.ts';

/** A bar so long and wide around a place, turned by an angle; metres are only told apart here. */
function bar(long: number, wide: number, angle: number): LonLat[] {
  const squeeze = Math.cos((36 * Math.PI) / 180);
  const corners: [number, number][] = [
    [-long, -wide],
    [long, -wide],
    [long, wide],
    [-long, wide],
    [-long, -wide],
  ];
  return corners.map(([u, v]) => [
    103 + (u * Math.cos(angle) - v * Math.sin(angle)) / squeeze / 1e4,
    36 + (u * Math.sin(angle) + v * Math.cos(angle)) / 1e4,
  ]);
}

test('lines run across the long way, whichever way that is', () => {
  for (const angle of [0, 0.4, 1.2, Math.PI / 2, 2.5, -0.7]) {
    const ring = bar(30, 5, angle);
    const across = acrossOf([[ring]]);
    expect(across?.share([103, 36])).toBeCloseTo(0.5, 3);
    const [a, b] = across?.line(0.25) ?? [];
    if (!a || !b) throw new Error('there is land');
    // Both ends are as far along, and beyond the bar on either side.
    expect(across?.share(a)).toBeCloseTo(0.25, 2);
    expect(across?.share(b)).toBeCloseTo(0.25, 2);
    const length = Math.hypot((b[0] - a[0]) * Math.cos((36 * Math.PI) / 180), b[1] - a[1]) * 1e4;
    expect(length).toBeCloseTo(12, 1);
  }
});

test('no land has no lines across', () => {
  expect(acrossOf([])).toBeUndefined();
  expect(acrossOf([[[]]])).toBeUndefined();
});
