/** The public map: tap for an answer, dots for service points, always in step with the lists. */

import { effect } from '@preact/signals';
import type { MapMouseEvent } from 'maplibre-gl';
import type { City } from '../../shared/api/city.ts';
import { listen } from '../../shared/api/live.ts';
import { CityMap, type UnitKey } from '../../shared/map/city-map.ts';
import { colourBy, POINT_DOTS } from '../../shared/map/style-points.ts';
import type { Language } from '../../shared/text/language.ts';
import { categories, category, look } from '../points/points-state.ts';
import { type Answer, answer, askAt, chosenPoint, remark, wish } from '../state.ts';

/** Opens the map in an element; the returned function closes it. */
export async function openPublicMap(
  container: HTMLElement,
  city: City,
  language: Language,
  label: string,
): Promise<() => void> {
  const shown = await CityMap.open(container, city, language, label);
  const { map } = shown;
  const canvas = map.getCanvas();

  map.on('click', (event) => void onClick(shown, event));
  map.on('moveend', () => void look(shown.view()));
  canvas.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    const { lng, lat } = map.getCenter();
    remark.value = undefined;
    void askAt([lng, lat]);
  });

  const inkDots = (): void => {
    if (!map.getLayer(POINT_DOTS)) return;
    map.setPaintProperty(
      POINT_DOTS,
      'circle-color',
      colourBy(categories.value, shown.palette.points),
    );
    const wanted = category.value;
    map.setFilter(
      POINT_DOTS,
      wanted === undefined ? null : ['==', ['coalesce', ['get', 'category'], ''], wanted],
    );
  };
  map.on('styledata', () => shown.choosePoint(chosenPoint.peek()));
  let connected = true;
  const stops = [
    effect(inkDots),
    effect(() => shown.choosePoint(chosenPoint.value)),
    effect(() => mark(shown, answer.value)),
    effect(() => grant(shown)),
    listen({
      'tiles-changed': (changed) => void shown.redraw(changed).then(inkDots),
      // What changed while nobody told is not named.
      connected: (up) => {
        if (up && !connected) void shown.redraw().then(inkDots);
        connected = up;
      },
    }),
  ];
  void look(shown.view());
  return () => {
    for (const stop of stops) stop();
    shown.close();
  };
}

async function onClick(shown: CityMap, event: MapMouseEvent): Promise<void> {
  const { x, y } = event.point;
  const reach = 8;
  const [dot] = shown.map.queryRenderedFeatures(
    [
      [x - reach, y - reach],
      [x + reach, y + reach],
    ],
    { layers: [POINT_DOTS] },
  );
  const code: unknown = dot?.properties['code'];
  if (typeof code === 'string') {
    chosenPoint.value = code;
    return;
  }
  chosenPoint.value = undefined;
  remark.value = undefined;
  const at = [event.lngLat.lng, event.lngLat.lat] as const;
  await askAt(at, shown.showsGrids() ? {} : { zoom: shown.gridZoom });
}

/** What the answer is about, on the map. */
function mark(shown: CityMap, now: Answer): void {
  switch (now.kind) {
    case 'found':
      shown.choose(now.found.units.map(({ level, code }): UnitKey => ({ level, code })));
      shown.pinAt(now.at);
      return;
    case 'unit':
      shown.choose([{ level: now.unit.level, code: now.unit.code }]);
      shown.pinAt(undefined);
      return;
    case 'asking':
    case 'outside':
      shown.choose([]);
      shown.pinAt(now.at);
      return;
    case 'none':
    case 'unknown':
    case 'failed':
      shown.choose([]);
      shown.pinAt(undefined);
      return;
    default:
      now satisfies never;
  }
}

/** Brings into view what was wished for, once. */
function grant(shown: CityMap): void {
  const wanted = wish.value;
  if (!wanted) return;
  wish.value = undefined;
  if (wanted.kind === 'at') shown.goTo(wanted.at, wanted.zoom);
  else shown.show(wanted.box);
}
