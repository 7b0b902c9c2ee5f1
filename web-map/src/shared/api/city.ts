/** The city that the server maps: its name, levels, bounds and notices. */

import { ask } from './ask.ts';

/** West, south, east, north in degrees. */
export type Bounds = readonly [number, number, number, number];

/** Longitude, latitude in degrees, WGS 84. */
export type LonLat = readonly [number, number];

export type Level = {
  readonly level: number;
  readonly name: string;
  readonly name_en: string;
  readonly count: number;
  readonly min_zoom: number;
  readonly max_zoom: number;
};

export type Drawing = { readonly version: string; readonly valid_from: string };

export type City = {
  readonly name: string;
  readonly name_en: string;
  readonly notice: string;
  readonly notice_en: string;
  readonly approval_no: string | null;
  /** None while nothing is drawn. */
  readonly bounds: Bounds | null;
  readonly drawing: Drawing & { readonly grids: number };
  /** Coarsest first; the last are the grids. */
  readonly levels: readonly Level[];
};

/** Where a map opens that has nothing to show: China as a whole. */
const ANYWHERE: Bounds = [73, 18, 135, 54];

export const boundsOf = (city: City): Bounds => city.bounds ?? ANYWHERE;

export const loadCity = (): Promise<City> => ask<City>('/api/v1/city');
