/** The studio's map: the city underneath, the design's grids on top, handles and lines over both. */

import type { MapMouseEvent } from 'maplibre-gl';
import type { City } from '../../shared/api/city.ts';
import { CityMap } from '../../shared/map/city-map.ts';
import type { Language } from '../../shared/text/language.ts';
import type { Grid } from '../api/designs.ts';
import type { Pixel } from '../geometry/snap.ts';
import { make } from '../state/make.ts';
import { bandOf, offOf, tolerance } from '../state/measure.ts';
import { choose, chosen } from '../state/open-design.ts';
import { isBefore } from '../state/swipe.ts';
import { takeUp, tool } from '../state/tool.ts';
import { dress } from './dress.ts';
import { followAll } from './follow-design.ts';
import { Handles } from './handles.ts';
import { BANDS, FILL, isNight, SOURCE, UNKNOWN } from './layers.ts';
import { Overlay } from './overlay.ts';
import { sayAtPlaces } from './place-words.ts';
import { letDraw } from './sketch.ts';
import { followSwipe } from './swipe-map.ts';

/** Opens the map in an element; the returned function closes it. */
export async function openDesignMap(
  container: HTMLElement,
  city: City,
  language: Language,
  label: string,
): Promise<() => void> {
  const shown = await CityMap.open(container, city, language, label);
  const { map } = shown;
  dress(shown, city);
  const overlay = new Overlay(map);
  const gridAt = (pixel: Pixel): number | undefined => {
    const [found] = map.queryRenderedFeatures([pixel.x, pixel.y], { layers: [FILL] });
    return found ? Number(found.properties['grid']) : undefined;
  };
  const colour = (grid: Grid): string => {
    const off = offOf(grid);
    const bands = BANDS[isNight() ? 'night' : 'day'];
    return off === undefined ? UNKNOWN : bands[bandOf(off, tolerance.peek())];
  };
  const drawing = letDraw(overlay, gridAt);
  const handles = new Handles(overlay, SOURCE, colour);
  map.on('click', (event) => {
    // What was before is there to be seen; the design under it is not.
    if (isBefore(event.point.x, container.clientWidth)) return;
    onClick(event, gridAt, drawing.click);
  });
  const stops = [
    ...followAll(shown, gridAt),
    sayAtPlaces(overlay),
    followSwipe(shown, city, language),
  ];
  return () => {
    for (const stop of stops) stop();
    handles.close();
    drawing.stop();
    overlay.close();
    shown.close();
  };
}

function onClick(
  event: MapMouseEvent,
  gridAt: (pixel: Pixel) => number | undefined,
  draw: (event: MapMouseEvent) => void,
): void {
  const [under, from] = [gridAt(event.point), chosen.peek()];
  if (tool.peek() === 'nodes' || (tool.peek() === 'merge' && from === undefined)) choose(under);
  else if (tool.peek() !== 'merge') draw(event);
  else if (from !== undefined && under !== undefined && under !== from) mergeInto(from, under);
}

function mergeInto(from: number, into: number): void {
  void make({ step: 'merge', from, into }).then((answer) => {
    if (answer) takeUp('nodes');
  });
}
