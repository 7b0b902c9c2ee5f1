/** What changed, drawn for paper: all of it on one map, and each larger unit by itself when there are several. */

import type { Bounds } from '../../shared/api/city.ts';
import { boxAround } from '../../shared/map/box.ts';
import type { Grid, Rings } from '../api/designs.ts';
import { grids, units } from '../state/open-design.ts';
import type { Sheet, SheetRow } from './change-sheet-state.ts';
import { frameOf, Scale } from './paper-frame.tsx';
import { sheetText } from './sheet-words.ts';

type Size = { readonly width: number; readonly height: number };

/** In units of the drawing. */
const WHOLE: Size = { width: 1000, height: 640 };
const PART: Size = { width: 600, height: 460 };

export function SheetMaps({ sheet }: { readonly sheet: Sheet }) {
  const byUnit = new Map<number | null, SheetRow[]>();
  for (const row of sheet.rows) byUnit.set(row.unit, [...(byUnit.get(row.unit) ?? []), row]);
  const whole = boxOf(sheet.rows);
  if (!whole) return null;
  return (
    <>
      <SheetMap sheet={sheet} box={whole} size={WHOLE} title={sheetText.value.changeSheet} />
      {byUnit.size < 2 ? null : (
        <div class="paper-parts">
          {[...byUnit].map(([unit, rows]) => {
            const box = boxOf(rows);
            const title = (unit !== null && units.value.get(unit)?.name) || '';
            return box ? (
              <figure key={unit}>
                <SheetMap sheet={sheet} box={box} size={PART} title={title} />
                <figcaption>{title}</figcaption>
              </figure>
            ) : null;
          })}
        </div>
      )}
    </>
  );
}

/** The grids of rows that have land now. */
const landOf = (rows: readonly SheetRow[]): readonly Grid[] =>
  rows.flatMap(({ difference }) => grids.value.get(difference.grid) ?? []);

/** The box around the land of rows; of those that are gone their place, which is another's now. */
const boxOf = (rows: readonly SheetRow[]): Bounds | undefined =>
  boxAround([
    ...landOf(rows).flatMap((one) => one.coordinates.flat(2)),
    ...rows.flatMap(({ at }) => (at ? [at] : [])),
  ]);

/** The new borders, the old ones dashed, and the numbers of the rows. */
function SheetMap({
  sheet,
  box,
  size: { width, height },
  title,
}: {
  readonly sheet: Sheet;
  readonly box: Bounds;
  readonly size: Size;
  readonly title: string;
}) {
  const { place, unit_m } = frameOf(box, width, height);
  const path = (polygons: readonly Rings[]): string =>
    polygons
      .flat()
      .map((ring) => `M${ring.map((at) => place(at).join(',')).join('L')}Z`)
      .join('');
  const isSeen = (polygons: readonly Rings[]): boolean => {
    const [west, south, east, north] = boxAround(polygons.flat(2)) ?? [0, 0, 0, 0];
    const [[left, bottom], [right, top]] = [place([west, south]), place([east, north])];
    return right > 0 && left < width && bottom > 0 && top < height;
  };
  const changed = landOf(sheet.rows);
  const own = new Set(changed.map(({ grid }) => grid));
  const others = [...grids.value.values()].filter(({ grid }) => !own.has(grid));
  const seen = (some: readonly Grid[]): readonly Grid[] =>
    some.filter(({ coordinates }) => isSeen(coordinates));
  return (
    <svg viewBox={`0 0 ${width} ${height}`} class="paper-map">
      <title>{title}</title>
      {seen(others).map((one) => (
        <path key={one.grid} d={path(one.coordinates)} class="paper-other" />
      ))}
      {seen(changed).map((one) => (
        <path key={one.grid} d={path(one.coordinates)} class="paper-changed" />
      ))}
      <path
        d={sheet.gone.map((line) => `M${line.map((at) => place(at).join(',')).join('L')}`).join('')}
        class="paper-gone"
      />
      {sheet.rows.map(({ number, at }) => {
        const [x, y] = at ? place(at) : [-1, -1];
        return x < 0 || x > width || y < 0 || y > height ? null : (
          <text key={number} x={x} y={y} text-anchor="middle" dominant-baseline="central">
            {number}
          </text>
        );
      })}
      <Scale unit_m={unit_m} width={width} height={height} />
    </svg>
  );
}
