/** Drawing on the map: points by click, tap or Enter, with the line that follows the pointer. */

import { effect } from '@preact/signals';
import type { MapMouseEvent } from 'maplibre-gl';
import type { LonLat } from '../../shared/api/city.ts';
import { keyOf, onLattice } from '../geometry/lattice.ts';
import { nearestOnRings, type Pixel, snapped } from '../geometry/snap.ts';
import { forgetRefusal } from '../state/make.ts';
import { choose, chosen, grids, topology } from '../state/open-design.ts';
import {
  clearSketch,
  edge,
  finish,
  lineWith,
  sketch,
  stepBack,
  stepOf,
  takeUp,
  tool,
} from '../state/tool.ts';
import { trial, weigh } from '../state/trial.ts';
import { element, type Overlay, pathOf } from './overlay.ts';

/** A border is meant when the pointer is so near. */
const EDGE_PX = 22;
/** A second point so near the last one says that the line is done. */
const DONE_PX = 5;

/** Lets the tools draw; the returned function ends it. `gridAt` names the grid under a pixel. */
export function letDraw(
  overlay: Overlay,
  gridAt: (pixel: Pixel) => number | undefined,
): { readonly click: (event: MapMouseEvent) => void; readonly stop: () => void } {
  const { map } = overlay;
  let pointer: Pixel | undefined;
  /** Whether the map was moved by keys since the last click: then Enter means the cross. */
  let byKeys = false;

  const place = (pixel: Pixel): LonLat =>
    onLattice(snapped(pixel, ringsNear(), overlay.project) ?? overlay.unproject(pixel));

  const draw = (): void => {
    const shapes: SVGElement[] = [];
    const more = pointer && sketch.peek().length > 0 ? place(pointer) : undefined;
    const along = edge.peek();
    if (along) {
      shapes.push(element('path', { d: pathOf(along.points, overlay.project), class: 'old-edge' }));
    }
    const line = lineWith(sketch.peek(), more);
    if (line.length > 1) {
      const closed = tool.peek() === 'area' && line.length > 2;
      const d = pathOf(line, overlay.project) + (closed ? 'Z' : '');
      const refused = trial.peek()?.kind === 'refused' ? ' refused' : '';
      shapes.push(element('path', { d, class: `drawn${closed ? ' area' : ''}${refused}` }));
    }
    for (const at of sketch.peek()) {
      const { x, y } = overlay.project(at);
      shapes.push(element('circle', { cx: x, cy: y, r: 4.5, class: 'drawn-point' }));
    }
    overlay.sketch.replaceChildren(...shapes);
  };

  const weighNow = (more?: LonLat): void => {
    if (sketch.peek().length === 0) return;
    const step = stepOf(lineWith(sketch.peek(), more));
    if (step) weigh(step);
  };

  const add = (pixel: Pixel): void => {
    forgetRefusal();
    if (tool.peek() === 'reroute' && !edge.peek()) pickEdge(pixel);
    else if (tool.peek() !== 'reroute' && chosen.peek() === undefined) choose(gridAt(pixel));
    else addPoint(pixel);
  };

  const addPoint = (pixel: Pixel): void => {
    const last = sketch.peek().at(-1);
    const before = last && overlay.project(last);
    const at = place(pixel);
    const again =
      before &&
      (Math.hypot(before.x - pixel.x, before.y - pixel.y) < DONE_PX || keyOf(last) === keyOf(at));
    if (again) {
      void finish();
      return;
    }
    sketch.value = [...sketch.peek(), at];
    weighNow();
  };

  const pickEdge = (pixel: Pixel): void => {
    const under = gridAt(pixel);
    const near = [chosen.peek(), under].flatMap((grid) => (grid === undefined ? [] : [grid]));
    const rings = near.flatMap((grid) => topology.grid(grid)?.coordinates.flat() ?? []);
    const found = nearestOnRings(pixel, rings, overlay.project);
    if (!found || found.away_px > EDGE_PX) return;
    edge.value = topology.edgeThrough(keyOf(found.piece[0]), keyOf(found.piece[1]));
  };

  const onMove = ({ point }: MapMouseEvent): void => {
    if (tool.peek() === 'nodes' || tool.peek() === 'merge') return;
    pointer = { x: point.x, y: point.y };
    draw();
    if (sketch.peek().length > 0) weighNow(place(pointer));
  };
  const onKey = (event: KeyboardEvent): void => {
    const at = event.target;
    // Where somebody writes, keys are for writing.
    const writes = at instanceof Element && at.matches('input, select, textarea');
    if (tool.peek() === 'nodes' || writes || event.defaultPrevented) return;
    if (event.key.startsWith('Arrow')) byKeys = true;
    if (event.key === 'Enter' && event.target === map.getCanvas()) {
      if (tool.peek() === 'merge') return;
      const { clientWidth, clientHeight } = map.getContainer();
      if (byKeys || sketch.peek().length === 0) add({ x: clientWidth / 2, y: clientHeight / 2 });
      else void finish();
    } else if (event.key === 'Backspace') stepBack();
    else if (event.key === 'Escape') {
      if (sketch.peek().length > 0) clearSketch();
      else takeUp('nodes');
    } else return;
    event.preventDefault();
  };

  map.on('mousemove', onMove);
  map.on('move', draw);
  globalThis.addEventListener('keydown', onKey);
  const stops = [
    effect(() => {
      void [sketch.value, edge.value, grids.value, trial.value];
      draw();
    }),
    effect(() => {
      // A double click ends a line; it is not a wish to come nearer then.
      if (tool.value === 'nodes') map.doubleClickZoom.enable();
      else map.doubleClickZoom.disable();
      pointer = undefined;
    }),
  ];
  return {
    click: ({ point }) => {
      byKeys = false;
      add({ x: point.x, y: point.y });
    },
    stop: () => {
      for (const stop of stops) stop();
      map.off('mousemove', onMove);
      map.off('move', draw);
      globalThis.removeEventListener('keydown', onKey);
    },
  };
}

/** The borders that a drawn point may snap to: those of the chosen grid and its neighbours. */
function ringsNear(): readonly (readonly LonLat[])[] {
  const grid = chosen.peek();
  if (grid === undefined || tool.peek() === 'reroute') return [];
  const own = topology.grid(grid);
  const near = tool.peek() === 'area' ? (own?.neighbours ?? []) : [];
  return [grid, ...near].flatMap((number) => topology.grid(number)?.coordinates.flat() ?? []);
}
