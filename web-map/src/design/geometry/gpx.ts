/** A line as GPX 1.1, for walking along it with a phone. */

import type { LonLat } from '../../shared/api/city.ts';

/** One track; a segment for each line. */
export function gpxOf(name: string, lines: readonly (readonly LonLat[])[]): string {
  const point = ([lon, lat]: LonLat): string =>
    `<trkpt lat="${lat.toFixed(7)}" lon="${lon.toFixed(7)}"/>`;
  const segment = (line: readonly LonLat[]): string =>
    `<trkseg>${line.map(point).join('')}</trkseg>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Gridbeat" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>${escaped(name)}</name>${lines.map(segment).join('')}</trk></gpx>
`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escaped = (text: string): string =>
  [...text]
    .filter((letter) => (letter.codePointAt(0) ?? 0) >= 0x20)
    .map((letter) => ESCAPES[letter] ?? letter)
    .join('');
