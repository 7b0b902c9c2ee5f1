/** What a designer does, as it is sent and kept. Vertices are named by their places, grids by their numbers. */

import type { LonLat } from '../../shared/api/city.ts';

export type Called = { readonly code: string; readonly name: string };

export type Step =
  | {
      readonly step: 'split';
      readonly grid: number;
      readonly line: readonly LonLat[];
      readonly keep?: LonLat;
      readonly names?: readonly Called[];
    }
  | { readonly step: 'merge'; readonly from: number; readonly into: number }
  | { readonly step: 'move-vertex'; readonly from: LonLat; readonly to: LonLat }
  | {
      readonly step: 'insert-vertex';
      readonly between: readonly [LonLat, LonLat];
      readonly at: LonLat;
    }
  | { readonly step: 'remove-vertex'; readonly at: LonLat }
  | {
      readonly step: 'reroute';
      readonly piece: readonly [LonLat, LonLat];
      readonly line: readonly LonLat[];
    }
  | {
      readonly step: 'move-area';
      readonly from: number;
      /** A new grid when left out. */
      readonly to?: number;
      readonly area: readonly (readonly (readonly LonLat[])[])[];
      readonly names?: readonly Called[];
    }
  | { readonly step: 'name'; readonly grid: number; readonly code: string; readonly name: string }
  | { readonly step: 'lock'; readonly grid: number; readonly locked: boolean }
  | { readonly step: 'undo' }
  | { readonly step: 'redo' };

export type StepKind = Step['step'];
