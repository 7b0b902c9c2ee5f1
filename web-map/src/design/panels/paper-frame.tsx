/** How a piece of land is put on paper: true to scale in the middle, with its surroundings. */

import type { Bounds, LonLat } from '../../shared/api/city.ts';
import { language } from '../../shared/text/language.ts';
import { distanceText } from '../../shared/text/measure.ts';
import { distance_m } from '../geometry/lattice.ts';

export type Frame = {
  readonly place: (at: LonLat) => readonly [number, number];
  /** Metres a unit of the paper. */
  readonly unit_m: number;
};

/** Room around the land, as a share of its size. */
const MARGIN = 0.18;

/** Puts a box in the middle of a paper so wide and high. */
export function frameOf([west, south, east, north]: Bounds, width: number, height: number): Frame {
  const [lon, lat] = [(west + east) / 2, (south + north) / 2];
  const wide_m = Math.max(distance_m([west, lat], [east, lat]), 1) * (1 + 2 * MARGIN);
  const high_m = Math.max(distance_m([lon, south], [lon, north]), 1) * (1 + 2 * MARGIN);
  const unit_m = Math.max(wide_m / width, high_m / height);
  const [degree_x, degree_y] = [
    distance_m([lon - 0.5, lat], [lon + 0.5, lat]) / unit_m,
    distance_m([lon, lat - 0.5], [lon, lat + 0.5]) / unit_m,
  ];
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return {
    unit_m,
    place: (at) => [
      tenth(width / 2 + (at[0] - lon) * degree_x),
      tenth(height / 2 - (at[1] - lat) * degree_y),
    ],
  };
}

/** The largest of 1, 2, 5 times a power of ten that is not longer. */
export function roundLength_m(longest_m: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(longest_m, 1)));
  const step = [5, 2, 1].find((times) => times * power <= longest_m) ?? 1;
  return step * power;
}

/** The bar of the scale and the arrow to the north. */
export function Scale({
  unit_m,
  width,
  height,
}: {
  readonly unit_m: number;
  readonly width: number;
  readonly height: number;
}) {
  const bar_m = roundLength_m(unit_m * width * 0.25);
  return (
    <>
      <g transform={`translate(20 ${height - 24})`} class="paper-scale">
        <path d={`M0-8V0H${bar_m / unit_m}V-8`} />
        <text x={bar_m / unit_m / 2} y="-12" text-anchor="middle">
          {distanceText(bar_m, language.value)}
        </text>
      </g>
      <g transform={`translate(${width - 40} 60)`} class="paper-scale">
        <path d="M0 30V-24M-9-10 0-26 9-10" />
        <text y="54" text-anchor="middle">
          N
        </text>
      </g>
    </>
  );
}
