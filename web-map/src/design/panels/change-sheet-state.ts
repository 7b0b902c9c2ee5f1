/** What the change sheet of a design says: read when it is asked for. */

import { signal } from '@preact/signals';
import type { LonLat } from '../../shared/api/city.ts';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import {
  type Before,
  type Difference,
  type Differences,
  loadDifferences,
  type Rings,
} from '../api/designs.ts';
import { goneLines } from '../geometry/gone.ts';
import { insideOf } from '../geometry/land.ts';
import { beforeOf, bordersBefore, unitAround } from '../map/before.ts';
import { design, grids, topology } from '../state/open-design.ts';

/** A grid that changed, with its number on the sheet. */
export type SheetRow = {
  readonly number: number;
  readonly difference: Difference;
  /** What it was called; undefined of a new one. */
  readonly was: { readonly code: string; readonly name: string } | undefined;
  /** The larger unit that it is or was in. */
  readonly unit: number | null;
  /** Where its number stands on the map. */
  readonly at: LonLat | undefined;
};

export type Sheet = {
  readonly design: number;
  readonly told: Differences;
  readonly rows: readonly SheetRow[];
  /** The borders of before that the design does not have. */
  readonly gone: readonly (readonly LonLat[])[];
};

/** The sheet that goes to paper; without one it is the chosen grid. */
export const sheet = signal<Sheet | undefined>(undefined);
export const sheetProblem = signal<ProblemError | undefined>(undefined);

/** Reads the sheet of the open design and prints it. */
export async function printChanges(): Promise<void> {
  const id = design.peek()?.id;
  if (id === undefined) return;
  sheetProblem.value = await guarded(async () => {
    const [told, before, borders] = await Promise.all([
      loadDifferences(id),
      beforeOf(id),
      bordersBefore(id),
    ]);
    if (design.peek()?.id !== id) return;
    const gone = goneLines(borders, topology);
    sheet.value = { design: id, told, rows: rowsOf(told.grids, before), gone };
    // A frame, so that the sheet stands before the browser looks at the page.
    globalThis.requestAnimationFrame(() => globalThis.print());
  });
}

/** The rows in the order of their codes, those that are gone by the codes that they had. */
function rowsOf(differences: readonly Difference[], before: Before): readonly SheetRow[] {
  const known = new Map(before.features.map((one) => [Number(one.id), one]));
  const codeOf = ({ grid, code }: Difference): string =>
    code ?? known.get(grid)?.properties.code ?? '';
  return [...differences]
    .sort((a, b) => (codeOf(a) < codeOf(b) ? -1 : 1))
    .map((difference, k) => {
      const was = known.get(difference.grid);
      const now = grids.peek().get(difference.grid);
      const land =
        now?.coordinates ?? (was?.geometry.coordinates as unknown as readonly Rings[] | undefined);
      return {
        number: k + 1,
        difference,
        was: was?.properties,
        unit: now ? now.unit : unitAround(land ?? []),
        at: now?.label ?? (land && insideOf(land)),
      };
    });
}

/** What is on paper next is the chosen grid again; the returned function ends it. */
export function followPrinting(): () => void {
  const back = (): void => {
    sheet.value = undefined;
  };
  globalThis.addEventListener('afterprint', back);
  return () => {
    globalThis.removeEventListener('afterprint', back);
    back();
    sheetProblem.value = undefined;
  };
}
