/** What handles look like: dots on vertices, larger on nodes, squares where larger units meet, pluses between. */

import type { LonLat } from '../../shared/api/city.ts';
import type { Key } from '../geometry/lattice.ts';
import type { Pixel } from '../geometry/snap.ts';
import { topology, vertex } from '../state/open-design.ts';
import { text } from '../words.ts';
import { element, type Overlay } from './overlay.ts';

/** Vertices nearer to each other are shown as one; nodes always are shown. */
const CROWD_PX = 11;
/** Pieces shorter than this have no handle in their middle. */
const PLUS_PX = 46;

/** The handles of a grid that are in view. One of them can be reached by the keyboard. O(vertices). */
export function handleShapes(overlay: Overlay, grid: number): SVGElement[] {
  const rings = topology.vertices(grid);
  const total = rings.reduce((sum, ring) => sum + ring.length, 0);
  const wanted = vertex.peek();
  const current = rings.some((ring) => ring.some((key) => key === wanted)) ? wanted : undefined;
  const [plus, dots]: [SVGElement[], SVGElement[]] = [[], []];
  let count = 0;
  for (const ring of rings) {
    let shown: Pixel | undefined;
    for (const [k, key] of ring.entries()) {
      count += 1;
      const at = topology.place(key);
      if (!at) continue;
      const pixel = overlay.project(at);
      plus.push(...plusBetween(overlay, key, pixel, ring[(k + 1) % ring.length] as Key));
      const here = key === current;
      const near = shown && Math.hypot(pixel.x - shown.x, pixel.y - shown.y) < CROWD_PX;
      if (!overlay.inView(pixel) || (near && !here && topology.degree(key) < 3)) continue;
      shown = pixel;
      const reachable = here || (current === undefined && dots.length === 0);
      dots.push(dot(key, pixel, here, reachable ? [count, total] : undefined));
    }
  }
  return [...plus, ...dots];
}

/** Puts a handle at a pixel. */
export function putAt(shape: SVGElement, { x, y }: Pixel): void {
  shape.setAttribute('transform', `translate(${x} ${y})`);
  shape.dataset['x'] = String(x);
  shape.dataset['y'] = String(y);
}

/** The handle nearest to a pixel; undefined without any. O(handles). */
export function nearestHandle(overlay: Overlay, { x, y }: Pixel): SVGElement | undefined {
  let best: { shape: SVGElement; away: number } | undefined;
  for (const shape of overlay.handles.children) {
    if (!(shape instanceof SVGElement)) continue;
    const away = Math.hypot(Number(shape.dataset['x']) - x, Number(shape.dataset['y']) - y);
    if (!best || away < best.away) best = { shape, away };
  }
  return best?.shape;
}

/** The handle in the middle of a piece, where a new vertex can be pulled out. */
function plusBetween(overlay: Overlay, from: Key, a: Pixel, to: Key): SVGElement[] {
  const other: LonLat | undefined = topology.place(to);
  const piece = topology.pieces(from).find((one) => one.to === to);
  if (!other || !piece || topology.isUpper(piece.grids)) return [];
  const b = overlay.project(other);
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  if (Math.hypot(b.x - a.x, b.y - a.y) < PLUS_PX || !overlay.inView(middle)) return [];
  const shape = element('g', {
    class: 'plus',
    transform: `translate(${middle.x} ${middle.y})`,
    'data-x': middle.x,
    'data-y': middle.y,
    'data-from': from,
    'data-to': to,
    'aria-hidden': 'true',
  });
  shape.append(
    element('circle', { r: 14, class: 'reach' }),
    element('circle', { r: 5 }),
    element('path', { d: 'M-2.6 0h5.2M0-2.6v5.2' }),
  );
  return [shape];
}

/** The handle of a vertex; with its place among all, it can be reached by the keyboard. */
export function dot(
  key: Key,
  { x, y }: Pixel,
  here: boolean,
  count?: readonly [number, number],
): SVGElement {
  const [pinned, borders] = [topology.isPinned(key), topology.degree(key)];
  const kinds = ['handle', borders > 2 && 'node', pinned && 'pinned', here && 'current'];
  const shape = element('g', {
    class: kinds.filter(Boolean).join(' '),
    transform: `translate(${x} ${y})`,
    'data-x': x,
    'data-y': y,
    'data-key': key,
  });
  if (count) {
    shape.setAttribute('tabindex', '0');
    shape.setAttribute('role', 'button');
    const [number, total] = count;
    shape.setAttribute('aria-label', text.peek().vertexLabel(number, total, borders, pinned));
  } else {
    shape.setAttribute('aria-hidden', 'true');
  }
  shape.append(
    element('circle', { r: 15, class: 'reach' }),
    pinned
      ? element('rect', { x: -4, y: -4, width: 8, height: 8, class: 'mark' })
      : element('circle', { r: borders > 2 ? 6.5 : 5, class: 'mark' }),
  );
  return shape;
}
