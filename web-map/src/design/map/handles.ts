/** The handles of the chosen grid: its vertices, to be dragged by pointer or moved by keys. */

import { effect } from '@preact/signals';
import type { LonLat } from '../../shared/api/city.ts';
import type { Grid } from '../api/designs.ts';
import type { Step } from '../api/step.ts';
import { type Key, keyOf, onLattice } from '../geometry/lattice.ts';
import type { Pixel } from '../geometry/snap.ts';
import { forgetRefusal, make } from '../state/make.ts';
import { chosen, isOpen, patch, topology, vertex } from '../state/open-design.ts';
import { tool } from '../state/tool.ts';
import { endTrial, trial, weigh } from '../state/trial.ts';
import { text } from '../words.ts';
import { dot, handleShapes, nearestHandle, putAt } from './handle-shapes.ts';
import { type Gap, LiveAreas } from './live-areas.ts';
import type { Overlay } from './overlay.ts';
import { removeVertex } from './remove-vertex.ts';

/** A pointer that moved less has pressed, not dragged. */
const STILL_PX = 3;

/** A vertex, or the middle of a piece where a new one can be pulled out. */
type Grip = { readonly at: LonLat; readonly gap: Gap };

type Drag = {
  readonly grip: Grip;
  /** The grid whose handle it is. */
  readonly grid: number | undefined;
  readonly areas: LiveAreas;
  readonly start: Pixel;
  /** Where the vertex is to go; a map that moves meanwhile takes it along. */
  to: LonLat;
  moved: boolean;
  /** The pointer that drags; without one it is done by keys, which get the vertex back afterwards. */
  readonly pointer: number | undefined;
  /** It was let go, and its step is on its way. */
  sent: boolean;
};

export class Handles {
  readonly #overlay: Overlay;
  readonly #source: string;
  readonly #colour: (grid: Grid) => string;
  readonly #stops: (() => void)[];
  readonly #leave = new AbortController();
  #drag: Drag | undefined;
  #frame = 0;

  constructor(overlay: Overlay, source: string, colour: (grid: Grid) => string) {
    this.#overlay = overlay;
    this.#source = source;
    this.#colour = colour;
    const { svg, map } = overlay;
    const { signal } = this.#leave;
    svg.addEventListener('pointerdown', (event) => this.#press(event), { signal });
    svg.addEventListener('pointermove', (event) => this.#pull(event), { signal });
    const ends = ({ pointerId }: PointerEvent): boolean =>
      this.#drag?.pointer === pointerId && !this.#drag.sent;
    svg.addEventListener('pointerup', (event) => ends(event) && void this.#release(), { signal });
    svg.addEventListener('pointercancel', (event) => ends(event) && this.#cancel(), { signal });
    svg.addEventListener('keydown', (event) => this.#key(event), { signal });
    // Wherever the focus is while a pointer drags.
    globalThis.addEventListener('keydown', (event) => this.#escape(event), { signal });
    const follow = (): void => this.#follow();
    map.on('move', follow);
    map.on('resize', follow);
    this.#stops = [
      effect(() => {
        // Whatever these say, the handles follow.
        void [vertex.value, patch.value, text.value];
        const [grid, canDrag] = [chosen.value, tool.value === 'nodes' && isOpen.value];
        const drag = this.#drag;
        if (drag && !drag.sent && (!canDrag || grid !== drag.grid)) this.#cancel();
        else this.draw();
      }),
      effect(() => {
        overlay.live.classList.toggle('live-refused', trial.value?.kind === 'refused');
      }),
      () => map.off('move', follow),
      () => map.off('resize', follow),
    ];
  }

  close(): void {
    this.#leave.abort();
    for (const stop of this.#stops) stop();
    globalThis.cancelAnimationFrame(this.#frame);
    if (!this.#drag) return;
    this.#drag.areas.end();
    this.#drag = undefined;
    endTrial();
  }

  /** Draws the handles anew, unless one is being dragged. O(vertices of the chosen grid). */
  draw(): void {
    if (this.#drag) return;
    const { handles } = this.#overlay;
    // A handle that has the keyboard keeps it.
    const focused = handles.contains(globalThis.document.activeElement);
    const grid = chosen.peek();
    const shown = grid !== undefined && tool.peek() === 'nodes' && isOpen.peek();
    handles.replaceChildren(...(shown ? handleShapes(this.#overlay, grid) : []));
    if (focused) this.focus();
  }

  /** Gives the keyboard to the vertex that commands are for. */
  focus(): void {
    this.#overlay.handles.querySelector<SVGElement>('[tabindex]')?.focus();
  }

  /** The map has moved: what is dragged goes along, and so do the handles. */
  #follow(): void {
    const drag = this.#drag;
    if (drag) {
      drag.areas.place();
      this.#show(drag);
    } else this.draw();
  }

  /** Shows what is dragged where it is to go. */
  #show(drag: Drag): void {
    const pixel = this.#overlay.project(drag.to);
    drag.areas.moveTo(pixel);
    const [dot] = this.#overlay.handles.children;
    if (drag.pointer === undefined && dot instanceof SVGElement) putAt(dot, pixel);
  }

  #gripAt(shape: SVGElement | undefined): Grip | undefined {
    if (!shape) return undefined;
    const { key, from, to } = shape.dataset;
    if (key !== undefined) {
      const at = topology.place(key);
      return at && { at, gap: { at: key } };
    }
    if (from === undefined || to === undefined) return undefined;
    return this.#middle(from, to);
  }

  #middle(from: Key, to: Key): Grip | undefined {
    const [a, b] = [topology.place(from), topology.place(to)];
    if (!a || !b) return undefined;
    return { at: onLattice([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]), gap: { from, to } };
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0 || this.#drag || !(event.target instanceof SVGElement)) return;
    // Reaches overlap where vertices are close: the nearest is meant, not the one on top.
    const grip = this.#gripAt(nearestHandle(this.#overlay, this.#overlay.pixelOf(event)));
    if (!grip) return;
    event.preventDefault();
    event.stopPropagation();
    this.#overlay.svg.setPointerCapture(event.pointerId);
    this.#begin(grip, this.#overlay.pixelOf(event), event.pointerId);
    // Only now: the handles must stay while one of them is pressed, or the touch ends with it.
    if ('at' in grip.gap) vertex.value = grip.gap.at;
  }

  #begin(grip: Grip, start: Pixel, pointer: number | undefined): void {
    forgetRefusal();
    // A map that is still on its way would run from under the pointer.
    this.#overlay.map.stop();
    const { gap } = grip;
    const grid = chosen.peek();
    const around =
      'at' in gap
        ? topology.gridsAt(gap.at)
        : (topology.pieces(gap.from).find(({ to }) => to === gap.to)?.grids ?? []);
    const grids = around.flatMap((number) => topology.grid(number) ?? []);
    const areas = new LiveAreas(
      this.#overlay,
      this.#source,
      grids,
      gap,
      this.#colour,
      (one) => one.grid === grid,
    );
    const drag = { grip, grid, areas, start, to: grip.at, moved: false, pointer, sent: false };
    this.#drag = drag;
    const { svg, handles } = this.#overlay;
    svg.classList.add('dragging');
    // Hidden, not taken away: a touch ends with the element that it began on.
    handles.style.visibility = pointer === undefined ? '' : 'hidden';
    if (pointer === undefined && 'at' in gap) {
      const pixel = this.#overlay.project(grip.at);
      handles.replaceChildren(dot(gap.at, pixel, true, placeAmongAll(gap.at)));
      this.focus();
    }
    this.#show(drag);
  }

  #pull(event: PointerEvent): void {
    const drag = this.#drag;
    if (drag?.pointer !== event.pointerId || drag.sent) return;
    const pixel = this.#overlay.pixelOf(event);
    const far = Math.hypot(pixel.x - drag.start.x, pixel.y - drag.start.y) > STILL_PX;
    if (!drag.moved && !far) return;
    this.#to(drag, pixel);
  }

  #to(drag: Drag, pixel: Pixel): void {
    drag.moved = true;
    drag.to = onLattice(this.#overlay.unproject(pixel));
    // Pointers report more often than the screen shows.
    if (this.#frame === 0) {
      this.#frame = globalThis.requestAnimationFrame(() => {
        this.#frame = 0;
        if (this.#drag) this.#show(this.#drag);
      });
    }
    const step = this.#stepOf(drag);
    if (step) weigh(step);
  }

  #stepOf({ grip, to }: Drag): Step | undefined {
    if ('at' in grip.gap) return { step: 'move-vertex', from: grip.at, to };
    const [a, b] = [topology.place(grip.gap.from), topology.place(grip.gap.to)];
    return a && b && { step: 'insert-vertex', between: [a, b], at: to };
  }

  async #release(): Promise<void> {
    const drag = this.#drag;
    if (!drag || drag.sent) return;
    drag.sent = true;
    const step = drag.moved ? this.#stepOf(drag) : undefined;
    endTrial();
    this.#overlay.svg.classList.remove('dragging');
    try {
      const answer = step && (await make(step));
      const isHere = this.#drag === drag && chosen.peek() === drag.grid;
      if (answer && isHere) vertex.value = keyOf(drag.to);
    } finally {
      // The map has the new grids now, or the old ones again.
      if (this.#drag === drag) this.#cancel();
    }
  }

  #cancel(): void {
    const keys = this.#drag && this.#drag.pointer === undefined;
    this.#drag?.areas.end();
    this.#drag = undefined;
    this.#overlay.svg.classList.remove('dragging');
    this.#overlay.handles.style.visibility = '';
    endTrial();
    this.draw();
    if (keys) this.focus();
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#drag || this.#drag.sent) return;
    event.preventDefault();
    this.#cancel();
  }

  /** Keys on the vertex: arrows move it, Enter makes it so, Escape leaves it. */
  #key(event: KeyboardEvent): void {
    const focused = (event.target as Element).closest<SVGElement>('[data-key]')?.dataset['key'];
    const key = focused ?? vertex.peek();
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#drag?.sent || this.#drag?.pointer !== undefined) return;
    const by = event.shiftKey ? 10 : 1;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const at = topology.place(key);
      if (!at) return;
      if (!this.#drag) {
        this.#begin({ at, gap: { at: key } }, this.#overlay.project(at), undefined);
        vertex.value = key;
      }
      const drag = this.#drag;
      if (!drag) return;
      const { x, y } = this.#overlay.project(drag.to);
      this.#to(drag, { x: x + arrow[0] * by, y: y + arrow[1] * by });
    } else if (event.key === 'Enter' && this.#drag) void this.#release();
    else if (!this.#command(event.key, key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Does what a letter asks for at a vertex; answers whether it asks for anything. */
  #command(pressed: string, key: Key): boolean {
    if (!COMMANDS.has(pressed)) return false;
    // What was moved by keys and not confirmed stays where it was.
    if (this.#drag) this.#cancel();
    if (pressed === 'n' || pressed === 'p') this.#next(key, pressed === 'n' ? 1 : -1);
    else if (pressed === 'i') this.#insertAfter(key);
    else removeVertex(key);
    return true;
  }

  #next(key: Key, by: 1 | -1): void {
    const grid = chosen.peek();
    if (grid === undefined) return;
    const all = topology.vertices(grid).flat();
    vertex.value = all[(all.indexOf(key) + by + all.length) % all.length];
    const at = vertex.value === undefined ? undefined : topology.place(vertex.value);
    if (at && !this.#overlay.inView(this.#overlay.project(at), -20)) {
      this.#overlay.map.jumpTo({ center: [at[0], at[1]] });
    }
    this.focus();
  }

  #insertAfter(key: Key): void {
    const grid = chosen.peek();
    const ring = topology.vertices(grid ?? -1).find((one) => one.includes(key)) ?? [];
    const next = ring[(ring.indexOf(key) + 1) % ring.length];
    const middle = next === undefined ? undefined : this.#middle(key, next);
    const [a, b] = [topology.place(key), next === undefined ? undefined : topology.place(next)];
    if (!middle || !a || !b) return;
    void make({ step: 'insert-vertex', between: [a, b], at: middle.at }).then((answer) => {
      if (answer && chosen.peek() === grid) vertex.value = keyOf(middle.at);
    });
  }
}

const COMMANDS: ReadonlySet<string> = new Set(['n', 'p', 'i', 'Delete', 'Backspace']);

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Which of the chosen grid's vertices one is, and how many there are. */
function placeAmongAll(key: Key): readonly [number, number] {
  const all = topology.vertices(chosen.peek() ?? -1).flat();
  return [all.indexOf(key) + 1, all.length];
}
