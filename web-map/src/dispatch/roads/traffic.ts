/** How slow traffic is, as a percentage of the usual time, and whom it slows. */

import type { Mode } from '../api/roads.ts';

export const TRAFFIC = ['usual', 'slower', 'rush', 'snow', 'own'] as const;
export type Traffic = (typeof TRAFFIC)[number];

/** What somebody may write; below 100 is quicker than usual, as with blue lights. */
export const PERCENT_MIN = 50;
export const PERCENT_MAX = 1000;

const PERCENT: Readonly<Record<Exclude<Traffic, 'own'>, number>> = {
  usual: 100,
  slower: 130,
  rush: 170,
  snow: 250,
};

/** Full streets hold up cars alone; snow holds up all who go by land; one's own figure counts for all. */
const SLOWED: Readonly<Record<Traffic, readonly Mode[]>> = {
  usual: [],
  slower: ['car'],
  rush: ['car'],
  snow: ['car', 'bike', 'foot'],
  own: ['car', 'bike', 'foot', 'boat'],
};

/** The percentage of a choice, whoever it slows. */
export const percentOf = (traffic: Traffic, own: number): number =>
  traffic === 'own' ? own : PERCENT[traffic];

/** The percentage that counts for a mode; 100 for one that is not slowed. */
export const percentFor = (traffic: Traffic, own: number, mode: Mode): number =>
  SLOWED[traffic].includes(mode) ? percentOf(traffic, own) : 100;

/** A percentage as somebody wrote it, if it is one that may be. */
export function percentIn(text: string): number | undefined {
  const wanted = Math.round(Number(text));
  if (text.trim() === '' || Number.isNaN(wanted)) return undefined;
  return Math.min(Math.max(wanted, PERCENT_MIN), PERCENT_MAX);
}
