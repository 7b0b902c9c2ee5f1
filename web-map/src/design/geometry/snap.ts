/** What a pointer snaps to: a vertex first, then the nearest place on a border. Distances in pixels. */

import type { LonLat } from '../../shared/api/city.ts';

export type Pixel = { readonly x: number; readonly y: number };

/** How a map puts a position on the screen. */
export type Project = (at: LonLat) => Pixel;

/** How near is near enough. */
export const SNAP_PX = { vertex: 11, edge: 8 } as const;

/** Where on a border a place is. */
export type OnBorder = {
  readonly at: LonLat;
  readonly away_px: number;
  /** The two ends of the piece. */
  readonly piece: readonly [LonLat, LonLat];
};

/** The nearest place on the rings to a pixel. O(vertices). */
export function nearestOnRings(
  pixel: Pixel,
  rings: Iterable<readonly LonLat[]>,
  project: Project,
): OnBorder | undefined {
  let best: OnBorder | undefined;
  for (const ring of rings) {
    let before: Pixel | undefined;
    for (const [k, at] of ring.entries()) {
      const here = project(at);
      if (before) {
        const share = along(pixel, before, here);
        const x = before.x + share * (here.x - before.x);
        const y = before.y + share * (here.y - before.y);
        const away_px = Math.hypot(pixel.x - x, pixel.y - y);
        if (!best || away_px < best.away_px) {
          const from = ring[k - 1] as LonLat;
          best = { at: between(from, at, share), away_px, piece: [from, at] };
        }
      }
      before = here;
    }
  }
  return best;
}

/** Where a drawn point goes: onto a vertex, onto a border, or undefined when nothing is near. */
export function snapped(
  pixel: Pixel,
  rings: readonly (readonly LonLat[])[],
  project: Project,
): LonLat | undefined {
  let vertex: { at: LonLat; away: number } | undefined;
  for (const at of rings.flat()) {
    const { x, y } = project(at);
    const away = Math.hypot(pixel.x - x, pixel.y - y);
    if (away <= SNAP_PX.vertex && (!vertex || away < vertex.away)) vertex = { at, away };
  }
  if (vertex) return vertex.at;
  const border = nearestOnRings(pixel, rings, project);
  return border && border.away_px <= SNAP_PX.edge ? border.at : undefined;
}

/** How far along the line from a to b the foot of a point is: 0 to 1. */
function along(p: Pixel, a: Pixel, b: Pixel): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  if (square === 0) return 0;
  return Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / square));
}

const between = (a: LonLat, b: LonLat, share: number): LonLat => [
  a[0] + share * (b[0] - a[0]),
  a[1] + share * (b[1] - a[1]),
];
