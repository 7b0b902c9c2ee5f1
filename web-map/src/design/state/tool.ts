/** What the pointer does on the map, and what is being drawn. */

import { computed, effect, signal } from '@preact/signals';
import type { LonLat } from '../../shared/api/city.ts';
import type { Step } from '../api/step.ts';
import type { Edge } from '../geometry/topology.ts';
import { forgetRefusal, make, tooLate } from './make.ts';
import { chosen, isOpen, vertex } from './open-design.ts';
import { endTrial } from './trial.ts';

/** `nodes`: choose grids, drag nodes. The others draw, or choose a neighbour. */
export const TOOLS = ['nodes', 'split', 'reroute', 'area', 'merge'] as const;
export type Tool = (typeof TOOLS)[number];

export const tool = signal<Tool>('nodes');
/** The points drawn so far. */
export const sketch = signal<readonly LonLat[]>([]);
/** The border that gets another course. */
export const edge = signal<Edge | undefined>(undefined);
/** Who gets the land of an area; undefined is a new grid. */
export const taker = signal<number | undefined>(undefined);

/** Takes up a tool; nothing is half drawn then. */
export function takeUp(wanted: Tool): void {
  forgetRefusal();
  clearSketch();
  edge.value = undefined;
  taker.value = undefined;
  vertex.value = undefined;
  tool.value = isOpen.peek() ? wanted : 'nodes';
}

export function clearSketch(): void {
  sketch.value = [];
  endTrial();
}

/** Lays the tool down when nothing can be drawn any more; the returned function ends it. */
export const followOpen = (): (() => void) =>
  effect(() => {
    if (isOpen.value || tool.value === 'nodes') return;
    const lost = sketch.peek().length > 0;
    takeUp('nodes');
    if (lost) tooLate.value = true;
  });

/** The line as it stands with a point more: what is drawn, and what would be sent. */
export function lineWith(points: readonly LonLat[], more?: LonLat): readonly LonLat[] {
  const drawn = more ? [...points, more] : points;
  const along = edge.peek();
  if (tool.peek() !== 'reroute' || !along) return drawn;
  return fromEndToEnd(drawn, along.points[0] as LonLat, along.points.at(-1) as LonLat);
}

/** A course between two ends: it begins at the one that is nearer to its first point. */
export function fromEndToEnd(
  points: readonly LonLat[],
  one: LonLat,
  other: LonLat,
): readonly LonLat[] {
  const first = points[0];
  if (!first) return [one, other];
  const away = (end: LonLat): number => Math.hypot(first[0] - end[0], first[1] - end[1]);
  return away(one) <= away(other) ? [one, ...points, other] : [other, ...points, one];
}

/** The step that a line stands for; undefined while it is too short. */
export function stepOf(line: readonly LonLat[]): Step | undefined {
  const [kind, grid, along] = [tool.peek(), chosen.peek(), edge.peek()];
  switch (kind) {
    case 'split':
      return grid === undefined || line.length < 2 ? undefined : { step: 'split', grid, line };
    case 'area': {
      if (grid === undefined || line.length < 3) return undefined;
      const to = taker.peek();
      const ring = [...line, line[0] as LonLat];
      return {
        step: 'move-area',
        from: grid,
        area: [[ring]],
        ...(to === undefined ? {} : { to }),
      };
    }
    case 'reroute': {
      if (!along || line.length < 2) return undefined;
      const piece = [along.points[0] as LonLat, along.points[1] as LonLat] as const;
      return { step: 'reroute', piece, line };
    }
    default:
      return undefined;
  }
}

/** Whether what is drawn can be made. */
export const canFinish = computed(() => {
  const points = sketch.value.length;
  switch (tool.value) {
    case 'split':
      return chosen.value !== undefined && points >= 2;
    case 'area':
      return chosen.value !== undefined && points >= 3;
    case 'reroute':
      return edge.value !== undefined;
    default:
      return false;
  }
});

/** Makes the step that was drawn. What is refused stays, so that it can be mended. */
export async function finish(): Promise<void> {
  const step = stepOf(lineWith(sketch.peek()));
  if (!step || !canFinish.peek()) return;
  endTrial();
  const answer = await make(step);
  if (!answer) return;
  takeUp('nodes');
}

/** Takes the last drawn point back. */
export function stepBack(): void {
  sketch.value = sketch.peek().slice(0, -1);
  endTrial();
}
