/**
 * The grids around a vertex while it moves.
 *
 * Their outlines are put on the screen once, with gaps where the moving vertex stands; each frame
 * fills the gaps. So a frame costs one string a grid, however many vertices it has.
 */

import type { Grid } from '../api/designs.ts';
import { type Key, keyOf } from '../geometry/lattice.ts';
import type { Project } from '../geometry/snap.ts';
import { element, type Overlay, pointText } from './overlay.ts';

/** Where the moving vertex stands: at a vertex, or new on a piece between two. */
export type Gap = { readonly at: Key } | { readonly from: Key; readonly to: Key };

/** A grid's outline as the text between the gaps. */
export function outlineParts(grid: Grid, gap: Gap, project: Project): readonly string[] {
  const parts: string[] = [];
  let text = '';
  const gapHere = (): void => {
    parts.push(text);
    text = '';
  };
  for (const ring of grid.coordinates.flat()) {
    const keys = ring.map(keyOf);
    for (let k = 0; k < ring.length - 1; k += 1) {
      text += k === 0 ? 'M' : 'L';
      const [key, next, at] = [keys[k], keys[k + 1], ring[k]];
      if ('at' in gap && key === gap.at) gapHere();
      else if (at) text += pointText(project(at));
      const onPiece =
        'from' in gap &&
        ((key === gap.from && next === gap.to) || (key === gap.to && next === gap.from));
      if (onPiece) {
        text += 'L';
        gapHere();
      }
    }
    text += 'Z';
  }
  return [...parts, text];
}

export class LiveAreas {
  readonly #overlay: Overlay;
  readonly #numbers: readonly number[];
  readonly #gap: Gap;
  readonly #shapes: {
    readonly grid: Grid;
    readonly path: SVGPathElement;
    parts: readonly string[];
  }[];

  constructor(
    overlay: Overlay,
    source: string,
    grids: readonly Grid[],
    gap: Gap,
    colour: (grid: Grid) => string,
    isChosen: (grid: Grid) => boolean,
  ) {
    this.#overlay = overlay;
    this.#gap = gap;
    this.#numbers = grids.map(({ grid }) => grid);
    this.#shapes = grids.map((grid) => {
      const path = element('path', {
        class: isChosen(grid) ? 'live-area live-chosen' : 'live-area',
        fill: colour(grid),
      });
      return { grid, path, parts: outlineParts(grid, gap, overlay.project) };
    });
    overlay.live.replaceChildren(...this.#shapes.map(({ path }) => path));
    this.#hide(source, true);
    this.end = () => {
      overlay.live.replaceChildren();
      this.#hide(source, false);
    };
  }

  /** Gives the map its grids back. */
  readonly end: () => void;

  /** Puts the grids where they lie on the map that has moved. O(their vertices). */
  place(): void {
    for (const shape of this.#shapes) {
      shape.parts = outlineParts(shape.grid, this.#gap, this.#overlay.project);
    }
  }

  /** Draws the grids with the vertex at a pixel. */
  moveTo(pixel: { readonly x: number; readonly y: number }): void {
    const at = pointText(pixel);
    for (const { path, parts } of this.#shapes) path.setAttribute('d', parts.join(at));
  }

  #hide(source: string, live: boolean): void {
    const { map } = this.#overlay;
    for (const id of this.#numbers) map.setFeatureState({ source, id }, { live });
  }
}
