/** The studio's map: the city underneath, the design's grids on top, handles and lines over both. */

import type { MapMouseEvent } from 'maplibre-gl';
import type { City } from '../../shared/api/city.ts';
import { CityMap } from '../../shared/map/city-map.ts';
import { POINT_DOTS } from '../../shared/map/style-points.ts';
import type { Language } from '../../shared/text/language.ts';
import type { Grid } from '../api/designs.ts';
import type { Pixel } from '../geometry/snap.ts';
import { make } from '../state/make.ts';
import { bandOf, offOf, tolerance } from '../state/measure.ts';
import { choose, chosen } from '../state/open-design.ts';
import { takeUp, tool } from '../state/tool.ts';
import { followAll } from './follow-design.ts';
import { Handles } from './handles.ts';
import {
  BANDS,
  BEFORE,
  emptySource,
  FILL,
  groundLayers,
  isNight,
  LABELS,
  labelLayer,
  markLayers,
  SOURCE,
  UNKNOWN,
} from './layers.ts';
import { Overlay } from './overlay.ts';
import { sayAtPlaces } from './place-words.ts';
import { letDraw } from './sketch.ts';

/** Opens the map in an element; the returned function closes it. */
export async function openDesignMap(
  container: HTMLElement,
  city: City,
  language: Language,
  label: string,
): Promise<() => void> {
  const shown = await CityMap.open(container, city, language, label);
  const { map } = shown;
  addLayers(shown, city);
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
  map.on('click', (event) => onClick(event, gridAt, drawing.click));
  const stops = [...followAll(shown, gridAt), sayAtPlaces(overlay)];
  return () => {
    for (const stop of stops) stop();
    handles.close();
    drawing.stop();
    overlay.close();
    shown.close();
  };
}

function addLayers(shown: CityMap, city: City): void {
  const { map, palette } = shown;
  const [finest, label] = [shown.gridLevel, shown.firstLabel()];
  map.addSource(SOURCE, emptySource(true));
  map.addSource(BEFORE, emptySource(true));
  map.addSource(LABELS, emptySource(false));
  for (const layer of groundLayers(palette)) map.addLayer(layer, `border-${finest}`);
  for (const layer of markLayers(palette)) map.addLayer(layer, label);
  map.addLayer(labelLayer(palette, shown.gridZoom - 0.4));
  hidePublished(shown, city);
  // A style that is drawn anew shows them again.
  map.on('styledata', () => hidePublished(shown, city));
}

/** The grids as they are published, and the service points, would lie under or over the design's. */
function hidePublished({ map, gridLevel }: CityMap, city: City): void {
  const washes = city.levels.flatMap(({ level }) => [`grids-${level}`, `outline-${level}`]);
  for (const id of [...washes, `border-${gridLevel}`, `label-${gridLevel}`, POINT_DOTS]) {
    const there = map.getLayer(id);
    if (there && map.getLayoutProperty(id, 'visibility') !== 'none') {
      map.setLayoutProperty(id, 'visibility', 'none');
    }
  }
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
