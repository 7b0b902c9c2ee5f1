/** What the city's map is given to show a drawing in the making: sources and layers, and what is hidden for them. */

import type { City } from '../../shared/api/city.ts';
import type { CityMap } from '../../shared/map/city-map.ts';
import { POINT_DOTS } from '../../shared/map/style-points.ts';
import {
  BEFORE,
  emptySource,
  groundLayers,
  LABELS,
  labelLayer,
  markLayers,
  SOURCE,
} from './layers.ts';

export function dress(shown: CityMap, city: City): void {
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

/** Day and night have other colours; the returned function ends it. */
export function followScheme(shown: CityMap): () => void {
  const leave = new AbortController();
  const repaint = (): void => {
    const { map, palette } = shown;
    const layers = [...groundLayers(palette), ...markLayers(palette), labelLayer(palette, 0)];
    for (const { id, paint } of layers) {
      for (const [name, value] of Object.entries(paint ?? {})) {
        // The types know no pairs of a name with its value.
        map.setPaintProperty(id, name as never, value as never);
      }
    }
  };
  const scheme = globalThis.matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', repaint, { signal: leave.signal });
  return () => leave.abort();
}
