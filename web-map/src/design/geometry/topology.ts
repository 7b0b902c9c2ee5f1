/**
 * The vertices and pieces of border that the grids of a design share.
 *
 * The server's grids are an exact partition on the lattice: where two grids meet, both have the same
 * vertices, digit for digit. So sharing is read off equal keys, and a grid that changes is taken out
 * and put in again at the cost of its own vertices.
 */

import type { LonLat } from '../../shared/api/city.ts';
import type { Rings } from '../api/designs.ts';
import { type Key, keyOf } from './lattice.ts';

/** A straight piece of border as seen from one of its ends: the other end, and the grids beside it. */
export type Piece = {
  readonly to: Key;
  readonly at: LonLat;
  /** One grid, or two; at the edge of the territory there is one. */
  readonly grids: readonly number[];
};

/** As much of a grid as its borders need. */
export type Land = {
  readonly grid: number;
  readonly unit: number | null;
  readonly coordinates: readonly Rings[];
};

/** A line of border between two nodes, or a closed one, with the same grids all along it. */
export type Edge = { readonly points: readonly LonLat[]; readonly grids: readonly number[] };

/** The grids on the way there and on the way back. */
type Sides = [there: number | undefined, back: number | undefined];

export class Topology<Grid extends Land = Land> {
  readonly #grids = new Map<number, Grid>();
  readonly #places = new Map<Key, LonLat>();
  readonly #fans = new Map<Key, Map<Key, Sides>>();

  constructor(grids: Iterable<Grid> = []) {
    for (const grid of grids) this.put(grid);
  }

  /** Puts a grid in, in place of what it was. O(its vertices). */
  put(grid: Grid): void {
    this.drop(grid.grid);
    this.#grids.set(grid.grid, grid);
    for (const [from, to] of sidesOf(grid)) this.#beside(from, to, grid.grid);
  }

  /** Takes a grid out, if it is there. */
  drop(number: number): void {
    const grid = this.#grids.get(number);
    if (!grid) return;
    this.#grids.delete(number);
    for (const [from, to] of sidesOf(grid)) this.#beside(from, to, undefined);
  }

  grid(number: number): Grid | undefined {
    return this.#grids.get(number);
  }

  /** Where a vertex is; undefined when there is none. */
  place(key: Key): LonLat | undefined {
    return this.#places.get(key);
  }

  /** The pieces that end at a vertex. */
  pieces(key: Key): readonly Piece[] {
    return [...(this.#fans.get(key) ?? [])].map(([to, sides]) => ({
      to,
      at: this.#places.get(to) as LonLat,
      grids: sides.filter((grid) => grid !== undefined),
    }));
  }

  /** How many borders meet at a vertex; three or more make it a node. */
  degree(key: Key): number {
    return this.#fans.get(key)?.size ?? 0;
  }

  /** The grids that have a vertex. */
  gridsAt(key: Key): readonly number[] {
    return [...new Set(this.pieces(key).flatMap(({ grids }) => grids))];
  }

  /** Whether a border between larger units, or of the territory, runs through a vertex. */
  isPinned(key: Key): boolean {
    return this.pieces(key).some((piece) => this.isUpper(piece.grids));
  }

  /** Whether what lies between these grids is a border between larger units, or of the territory. */
  isUpper(grids: readonly number[]): boolean {
    if (grids.length < 2) return true;
    const [one, other] = grids.map((grid) => this.#grids.get(grid)?.unit);
    return one !== other;
  }

  /** The keys of a grid's vertices, ring by ring. */
  vertices(number: number): readonly (readonly Key[])[] {
    const grid = this.#grids.get(number);
    return grid ? grid.coordinates.flat().map((ring) => ring.slice(0, -1).map(keyOf)) : [];
  }

  /** The whole edge that a piece belongs to. */
  edgeThrough(from: Key, to: Key): Edge | undefined {
    const sides = this.#fans.get(from)?.get(to);
    if (!sides) return undefined;
    const ahead = this.#walk(from, to);
    const closed = ahead.at(-1) === ahead[0];
    const behind = closed ? [] : this.#walk(to, from).slice(2);
    const keys = [...behind.reverse(), ...ahead];
    return {
      points: keys.map((key) => this.#places.get(key) as LonLat),
      grids: sides.filter((grid) => grid !== undefined),
    };
  }

  /** Whether a straight piece of border runs between two vertices. */
  has(from: Key, to: Key): boolean {
    return this.#fans.get(from)?.has(to) ?? false;
  }

  /** The numbers of the grids. */
  numbers(): Iterable<number> {
    return this.#grids.keys();
  }

  /** Every edge around a grid. */
  edgesOf(number: number): readonly Edge[] {
    const edges: Edge[] = [];
    const seen = new Set<string>();
    for (const ring of this.vertices(number)) {
      for (const [k, from] of ring.entries()) {
        const to = ring[(k + 1) % ring.length] as Key;
        if (seen.has(`${from} ${to}`)) continue;
        const edge = this.edgeThrough(from, to);
        if (!edge) continue;
        edges.push(edge);
        const keys = edge.points.map(keyOf);
        for (let j = 1; j < keys.length; j += 1) {
          seen.add(`${keys[j - 1]} ${keys[j]}`).add(`${keys[j]} ${keys[j - 1]}`);
        }
      }
    }
    return edges;
  }

  /** From a piece on to the next node, or around to where it began. */
  #walk(from: Key, to: Key): Key[] {
    const way = [from, to];
    let [before, here] = [from, to];
    while (this.degree(here) === 2 && here !== from) {
      const next = [...(this.#fans.get(here)?.keys() ?? [])].find((key) => key !== before);
      if (next === undefined) break;
      way.push(next);
      [before, here] = [here, next];
    }
    return way;
  }

  #beside(from: LonLat, to: LonLat, grid: number | undefined): void {
    const [a, b] = [keyOf(from), keyOf(to)];
    this.#side(a, from, b, 0, grid);
    this.#side(b, to, a, 1, grid);
  }

  #side(from: Key, at: LonLat, to: Key, way: 0 | 1, grid: number | undefined): void {
    const fan = this.#fans.get(from) ?? new Map<Key, Sides>();
    const sides: Sides = fan.get(to) ?? [undefined, undefined];
    sides[way] = grid;
    if (sides[0] === undefined && sides[1] === undefined) fan.delete(to);
    else fan.set(to, sides);
    if (fan.size === 0) {
      this.#fans.delete(from);
      this.#places.delete(from);
      return;
    }
    this.#fans.set(from, fan);
    this.#places.set(from, at);
  }
}

function* sidesOf(grid: Land): Generator<readonly [LonLat, LonLat]> {
  for (const ring of grid.coordinates.flat()) {
    for (let k = 1; k < ring.length; k += 1) yield [ring[k - 1] as LonLat, ring[k] as LonLat];
  }
}
