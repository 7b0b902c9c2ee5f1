/** The sign of a closed road, as pixels: the map knows no picture that it is not given. */

/** The name under which the layers ask for it. */
export const NO_ENTRY = 'no-entry';

/** Across, in pixels of the page. */
const SIZE = 26;
const RED = [179, 38, 30] as const;
const WHITE = [255, 255, 255] as const;
/** Samples along each side of a pixel; edges are as soft as these are many. */
const SAMPLES = 4;

/** A white bar on a red disc with a white rim, in RGBA, row by row. */
export function noEntrySign(scale: number): { width: number; height: number; data: Uint8Array } {
  const size = SIZE * scale;
  const data = new Uint8Array(4 * size * size);
  for (let pixel = 0; pixel < size * size; pixel += 1) {
    data.set(blend(pixel % size, Math.floor(pixel / size), size), 4 * pixel);
  }
  return { width: size, height: size, data };
}

function blend(column: number, row: number, size: number): number[] {
  const sum = [0, 0, 0];
  let covered = 0;
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
    const along = (at: number, of: number): number => (2 * (at + (of + 0.5) / SAMPLES)) / size - 1;
    const colour = colourAt(
      along(column, sample % SAMPLES),
      along(row, Math.floor(sample / SAMPLES)),
    );
    if (!colour) continue;
    covered += 1;
    for (const [channel, value] of colour.entries()) sum[channel] = (sum[channel] ?? 0) + value;
  }
  return [
    ...sum.map((value) => Math.round(value / Math.max(covered, 1))),
    Math.round((255 * covered) / (SAMPLES * SAMPLES)),
  ];
}

/** The colour at a place of the sign, whose middle is 0, 0 and whose edge is at 1; none outside. */
function colourAt(x: number, y: number): readonly [number, number, number] | undefined {
  const away = Math.hypot(x, y);
  if (away > 1) return undefined;
  const bar = Math.abs(x) < 0.55 && Math.abs(y) < 0.17;
  return away > 0.86 || bar ? WHITE : RED;
}
