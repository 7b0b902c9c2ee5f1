/** Whether service points are where they should be, over HTTP. */

import { ask } from '../../shared/api/ask.ts';

/** A unit that lacks what a rule asks. */
export type Missing = {
  readonly code: string;
  readonly name: string;
  readonly kind: string | null;
  readonly points: number;
  readonly nearest: {
    readonly name: string;
    readonly distance_m: number;
    readonly walk_s: number | null;
  } | null;
};

/** What one rule found. */
export type Rule = {
  readonly name: string;
  readonly name_en: string;
  readonly units: number;
  readonly lacking: number;
  readonly missing: readonly Missing[];
};

export type Coverage = {
  readonly estimate: string | null;
  readonly kept: boolean;
  readonly rules: readonly Rule[];
};

export const loadCoverageOf = (): Promise<Coverage> => ask<Coverage>('/api/v1/admin/coverage');
