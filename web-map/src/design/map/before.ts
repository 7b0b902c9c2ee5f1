/** The drawing that a design began with: read once a design, with the figures that its grids had. */

import {
  type Before,
  type Differences,
  type Grid,
  loadBefore,
  loadDifferences,
  type Rings,
} from '../api/designs.ts';
import { topologyOf } from '../geometry/gone.ts';
import { area_m2, insideOf } from '../geometry/land.ts';
import { keyOf } from '../geometry/lattice.ts';
import type { Topology } from '../geometry/topology.ts';
import { grids, seq, topology } from '../state/open-design.ts';

/** A grid as it was. */
export type GridBefore = Pick<
  Grid,
  | 'grid'
  | 'code'
  | 'name'
  | 'unit'
  | 'locked'
  | 'households'
  | 'incidents'
  | 'area_m2'
  | 'label'
  | 'coordinates'
>;

const drawings = new Map<number, Promise<Before>>();
const topologies = new Map<number, Promise<Topology>>();

/** Reads once; what failed is asked for again the next time. */
function once<Told>(
  known: Map<number, Promise<Told>>,
  id: number,
  read: () => Promise<Told>,
): Promise<Told> {
  const asked =
    known.get(id) ??
    read().catch((thrown: unknown) => {
      known.delete(id);
      throw thrown;
    });
  known.set(id, asked);
  return asked;
}

export const beforeOf = (id: number): Promise<Before> => once(drawings, id, () => loadBefore(id));

/** Its shared borders. */
export const bordersBefore = (id: number): Promise<Topology> =>
  once(topologies, id, async () => topologyOf((await beforeOf(id)).features));

/** How often the figures are asked for anew when steps come in between. */
const TRIES = 5;

/** Its grids with the figures that they had. */
export async function gridsBefore(id: number): Promise<readonly GridBefore[]> {
  const before = await beforeOf(id);
  for (let k = 0; ; k += 1) {
    const at = seq.peek();
    const told = await loadDifferences(id);
    // What has not changed has the figures of now: both must be of the same step.
    if (seq.peek() === at || k >= TRIES) return figured(before, told, grids.peek(), unitAround);
  }
}

/** Gives each grid of before its figures: from the differences when it changed, else those of now. */
export function figured(
  before: Before,
  { grids: rows }: Differences,
  now: ReadonlyMap<number, Grid>,
  unitOf: (coordinates: readonly Rings[]) => number | null,
): readonly GridBefore[] {
  const changed = new Map(rows.map((row) => [row.grid, row]));
  return before.features.map(({ id, properties, geometry }): GridBefore => {
    const grid = Number(id);
    const coordinates = geometry.coordinates as unknown as Grid['coordinates'];
    const [row, same] = [changed.get(grid), now.get(grid)];
    return {
      grid,
      code: properties.code,
      name: properties.name,
      unit: same ? same.unit : unitOf(coordinates),
      locked: false,
      households: row ? row.households[0] : (same?.households ?? 0),
      incidents: row ? row.incidents[0] : (same?.incidents ?? 0),
      area_m2: row || !same ? area_m2(coordinates) : same.area_m2,
      label: (row || !same ? insideOf(coordinates) : same.label) ?? null,
      coordinates,
    };
  });
}

/** The unit of land that is another grid's now: borders of units stay, so it is the one found most around it. */
export function unitAround(coordinates: readonly Rings[]): number | null {
  const found = new Map<number | null, number>();
  for (const at of coordinates.flat(2)) {
    for (const number of topology.gridsAt(keyOf(at))) {
      const unit = topology.grid(number)?.unit ?? null;
      found.set(unit, (found.get(unit) ?? 0) + 1);
    }
  }
  const [most] = [...found].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}
