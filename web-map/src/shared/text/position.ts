/** Positions as text: `lon,lat` in degrees. */

import type { LonLat } from '../api/city.ts';

/** `lon,lat` with six decimals, about 10 cm. */
export function positionText([lon, lat]: LonLat): string {
  return `${round(lon)},${round(lat)}`;
}

/** A position from `lon,lat` in degrees, if it is one. */
export function positionIn(text: string): LonLat | undefined {
  const parts = text.split(',');
  if (parts.length !== 2 || parts.some((part) => part.trim() === '')) return undefined;
  const [lon = Number.NaN, lat = Number.NaN] = parts.map(Number);
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : undefined;
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
