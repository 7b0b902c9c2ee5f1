/** The handles of the chosen grid: its vertices, to be dragged by pointer or moved by keys. */

import { effect } from '@preact/signals';
import type { LonLat } from '../../shared/api/city.ts';
import type { Grid } from '../api/designs.ts';
import type { Step } from '../api/step.ts';
import { type Key, keyOf, onLattice } from '../geometry/lattice.ts';
import type { Pixel } from '../geometry/snap.ts';
import { forgetRefusal, make } from '../state/make.ts';
import { chosen, isOpen, patch, topology } from '../state/open-design.ts';
import { tool, vertex } from '../state/tool.ts';
import { endTrial, trial, weigh } from '../state/trial.ts';
import { text } from '../words.ts';
import { dot, handleShapes, nearestHandle } from './handle-shapes.ts';
import { type Gap, LiveAreas } from './live-areas.ts';
import type { Overlay } from './overlay.ts';
import { removeVertex } from './remove-vertex.ts';

/** A pointer that moved less has pressed, not dragged. */
const STILL_PX = 3;

/** A vertex, or the middle of a piece where a new one can be pulled out. */
type Grip = { readonly at: LonLat; readonly gap: Gap };

type Drag = {
  readonly grip: Grip;
  readonly areas: LiveAreas;
  readonly start: Pixel;
  now: Pixel;
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
    const ends = (event: PointerEvent): boolean => this.#drag?.pointer === event.pointerId;
    svg.addEventListener('pointerup', (event) => ends(event) && void this.#release(), { signal });
    svg.addEventListener('pointercancel', (event) => ends(event) && this.#cancel(), { signal });
    svg.addEventListener('keydown', (event) => this.#key(event), { signal });
    // Wherever the focus is while a pointer drags.
    globalThis.addEventListener('keydown', (event) => this.#escape(event), { signal });
    const draw = (): void => this.draw();
    map.on('move', draw);
    map.on('resize', draw);
    this.#stops = [
      effect(() => {
        // Whatever these say, the handles follow.
        void [chosen.value, tool.value, vertex.value, isOpen.value, patch.value, text.value];
        this.draw();
      }),
      effect(() => {
        overlay.live.classList.toggle('live-refused', trial.value?.kind === 'refused');
      }),
      () => map.off('move', draw),
      () => map.off('resize', draw),
    ];
  }

  close(): void {
    this.#leave.abort();
    for (const stop of this.#stops) stop();
  }

  /** Draws the handles anew. O(vertices of the chosen grid). */
  draw(): void {
    const { handles } = this.#overlay;
    // A handle that has the keyboard keeps it.
    const focused = handles.contains(globalThis.document.activeElement);
    const grid = chosen.peek();
    const shown = grid !== undefined && tool.peek() === 'nodes' && isOpen.peek() && !this.#drag;
    handles.replaceChildren(...(shown ? handleShapes(this.#overlay, grid) : []));
    if (focused) this.focus();
  }

  /** Gives the keyboard to the vertex that commands are for. */
  focus(): void {
    this.#overlay.handles.querySelector<SVGElement>('[tabindex]')?.focus();
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
    if ('at' in grip.gap) vertex.value = grip.gap.at;
    this.#begin(grip, this.#overlay.pixelOf(event), event.pointerId);
  }

  #begin(grip: Grip, start: Pixel, pointer: number | undefined): void {
    forgetRefusal();
    const { gap } = grip;
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
      ({ grid }) => grid === chosen.peek(),
    );
    this.#drag = {
      grip,
      areas,
      start,
      now: this.#overlay.project(grip.at),
      moved: false,
      pointer,
      sent: false,
    };
    areas.moveTo(this.#drag.now);
    this.#overlay.svg.classList.add('dragging');
    this.#overlay.handles.replaceChildren();
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
    drag.now = pixel;
    // Pointers report more often than the screen shows.
    if (this.#frame === 0) {
      this.#frame = globalThis.requestAnimationFrame(() => {
        this.#frame = 0;
        this.#drag?.areas.moveTo(this.#drag.now);
      });
    }
    const step = this.#stepOf(drag);
    if (step) weigh(step);
  }

  #stepOf({ grip, now }: Drag): Step | undefined {
    const to = onLattice(this.#overlay.unproject(now));
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
    if (step) {
      const to = 'to' in step ? step.to : 'at' in step ? step.at : undefined;
      const answer = await make(step);
      if (answer && Array.isArray(to)) vertex.value = keyOf(to as unknown as LonLat);
    }
    // The map has the new grids now, or the old ones again.
    this.#cancel();
  }

  #cancel(): void {
    const keys = this.#drag && this.#drag.pointer === undefined;
    this.#drag?.areas.end();
    this.#drag = undefined;
    this.#overlay.svg.classList.remove('dragging');
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
    const key = vertex.peek() ?? (event.target as SVGElement).dataset['key'];
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#drag?.sent) return;
    const by = event.shiftKey ? 10 : 1;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const at = topology.place(key);
      if (!at) return;
      if (!this.#drag) {
        vertex.value = key;
        this.#begin({ at, gap: { at: key } }, this.#overlay.project(at), undefined);
        this.#overlay.handles.replaceChildren(
          dot(key, this.#overlay.project(at), true, placeAmongAll(key)),
        );
        this.focus();
      }
      const drag = this.#drag;
      if (!drag) return;
      this.#to(drag, { x: drag.now.x + arrow[0] * by, y: drag.now.y + arrow[1] * by });
    } else if (event.key === 'Enter' && this.#drag) void this.#release();
    else if (event.key === 'n' || event.key === 'p') this.#next(key, event.key === 'n' ? 1 : -1);
    else if (event.key === 'i') this.#insertAfter(key);
    else if (event.key === 'Delete' || event.key === 'Backspace') removeVertex(key);
    else return;
    event.preventDefault();
    event.stopPropagation();
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
      if (answer) vertex.value = keyOf(middle.at);
    });
  }
}

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
