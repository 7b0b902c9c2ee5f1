/** The colours of the map, by day and by night. */

export type Palette = {
  readonly beyond: string;
  readonly tints: readonly string[];
  readonly border: string;
  readonly outer: string;
  readonly outerGlow: string;
  readonly ink: readonly string[];
  readonly halo: string;
  readonly accent: string;
  readonly hover: string;
  readonly points: readonly string[];
  readonly pointRim: string;
};

/** Soft tints on warm paper; borders in one brown, from hairline to bold. */
export const DAY: Palette = {
  beyond: '#eceef0',
  tints: ['#f4ead6', '#e3eedd', '#e2ebf4', '#f5e3de', '#ebe4f2', '#dff0ec', '#f5efcb', '#eee6dd'],
  border: '#7a6a5c',
  outer: '#4d4038',
  outerGlow: '#c9bfb4',
  ink: ['#3a2f28', '#54483f', '#6b5e54'],
  halo: '#fffdf8',
  accent: '#0b6a7b',
  hover: '#0b6a7b',
  points: ['#0f7c8c', '#2f5fb3', '#b4532a', '#7b4aa0', '#4a7d2c', '#a83a5b'],
  pointRim: '#ffffff',
};

export const NIGHT: Palette = {
  beyond: '#0f1417',
  tints: ['#2a2820', '#212b22', '#1f2932', '#302423', '#292532', '#1d2d2b', '#2c2b1d', '#292622'],
  border: '#a39482',
  outer: '#d8c9b6',
  outerGlow: '#3a332c',
  ink: ['#f2e8dc', '#d9cec1', '#bcb1a5'],
  halo: '#14191c',
  accent: '#58c4d6',
  hover: '#58c4d6',
  points: ['#4fc0d0', '#86aef2', '#f0996c', '#c39be6', '#9acb74', '#ef8fab'],
  pointRim: '#14191c',
};

/** One of `count` colours for a word: the same word has the same colour on every page. */
export function slotOf(word: string, count: number): number {
  let sum = 0;
  for (const letter of word) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return sum % count;
}
