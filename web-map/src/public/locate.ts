/** The place of the device, with a reason where it cannot be had. */

import type { LonLat } from '../shared/api/city.ts';

export type Located =
  | { readonly kind: 'found'; readonly at: LonLat; readonly accuracy_m: number }
  | { readonly kind: 'refused'; readonly why: LocateTrouble };

export type LocateTrouble = 'insecure' | 'missing' | 'denied' | 'unavailable' | 'timeout';

const PATIENCE_MS = 12_000;

/** Asks the device once. It never throws. */
export function locate(): Promise<Located> {
  const { isSecureContext, navigator } = globalThis;
  if (!isSecureContext) return Promise.resolve({ kind: 'refused', why: 'insecure' });
  if (!('geolocation' in navigator)) return Promise.resolve({ kind: 'refused', why: 'missing' });
  return new Promise((settle) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        settle({
          kind: 'found',
          at: [coords.longitude, coords.latitude],
          accuracy_m: coords.accuracy,
        }),
      ({ code }) => settle({ kind: 'refused', why: troubleOf(code) }),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    );
  });
}

/** The codes of the Geolocation API. */
function troubleOf(code: number): LocateTrouble {
  if (code === 1) return 'denied';
  return code === 3 ? 'timeout' : 'unavailable';
}
