/** The drawing over the map that must follow the pointer at once: handles, what is dragged, what is drawn. */

import type { Map as MapLibreMap } from 'maplibre-gl';
import type { LonLat } from '../../shared/api/city.ts';
import type { Pixel, Project } from '../geometry/snap.ts';

const SVG = 'http://www.w3.org/2000/svg';

export class Overlay {
  readonly map: MapLibreMap;
  readonly svg: SVGSVGElement;
  /** What is dragged: areas and lines under everything else. */
  readonly live: SVGGElement;
  readonly sketch: SVGGElement;
  readonly handles: SVGGElement;
  /** Words at a place of the map. */
  readonly words: HTMLElement;
  readonly project: Project = ([lon, lat]) => this.map.project([lon, lat]);

  constructor(map: MapLibreMap) {
    this.map = map;
    this.svg = element('svg', { class: 'over-map' });
    this.live = element('g', { class: 'live-areas' });
    this.sketch = element('g', { class: 'sketch' });
    this.handles = element('g', { class: 'handles' });
    this.svg.append(this.live, this.sketch, this.handles);
    this.words = globalThis.document.createElement('div');
    this.words.className = 'over-words';
    map.getContainer().append(this.svg, this.words);
  }

  /** The position under a pixel of the map. */
  unproject({ x, y }: Pixel): LonLat {
    const { lng, lat } = this.map.unproject([x, y]);
    return [lng, lat];
  }

  /** A pixel of the map from the event of a pointer. */
  pixelOf(event: { clientX: number; clientY: number }): Pixel {
    const box = this.svg.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** Whether a pixel is on the map, or nearly. */
  inView({ x, y }: Pixel, margin = 30): boolean {
    const { clientWidth, clientHeight } = this.map.getContainer();
    return x > -margin && y > -margin && x < clientWidth + margin && y < clientHeight + margin;
  }

  close(): void {
    this.svg.remove();
    this.words.remove();
  }
}

/** An element of SVG with its attributes. */
export function element<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElementTagNameMap[Name] {
  const made = globalThis.document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** One decimal of a pixel is enough for the eye. */
const tenth = (value: number): number => Math.round(value * 10) / 10;

export const pointText = ({ x, y }: Pixel): string => `${tenth(x)},${tenth(y)}`;

export const pathOf = (line: readonly LonLat[], project: Project): string =>
  line.map((at, k) => `${k === 0 ? 'M' : 'L'}${pointText(project(at))}`).join('');
