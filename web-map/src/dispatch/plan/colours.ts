/** A colour for each crew: far apart in hue, and dark enough to carry white numbers. */

const COLOURS = [
  '#c0392b',
  '#1f5fa8',
  '#2e7d32',
  '#8e44ad',
  '#b8590b',
  '#00737f',
  '#ad1f6b',
  '#5d6d1e',
  '#3f3fbf',
  '#7b4b2a',
  '#0b7a55',
  '#6a1b4d',
  '#455a64',
  '#9a6a00',
  '#264b8c',
  '#a0422a',
] as const;

/** The colour of the crew at a place in the plan; they begin again after sixteen. */
export function colourOf(place: number): string {
  return COLOURS[place % COLOURS.length] ?? COLOURS[0];
}
