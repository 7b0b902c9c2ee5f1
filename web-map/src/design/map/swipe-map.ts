/** The second map of a comparison: the drawing of before, over the left of the studio's map and in step with it. */

import { effect } from '@preact/signals';
import type { GeoJSONSource } from 'maplibre-gl';
import type { City } from '../../shared/api/city.ts';
import { problemOf } from '../../shared/api/problem.ts';
import { CityMap } from '../../shared/map/city-map.ts';
import type { Language } from '../../shared/text/language.ts';
import { tilesChanged } from '../live.ts';
import {
  amountOf,
  bandOf,
  deviation,
  isSmall,
  measure,
  target,
  tolerance,
  wantedOf,
} from '../state/measure.ts';
import { designId, units } from '../state/open-design.ts';
import { isWithin, scope } from '../state/scope.ts';
import { beforeShown, hasMap, swipeProblem, swiping } from '../state/swipe.ts';
import { text } from '../words.ts';
import { type GridBefore, gridsBefore } from './before.ts';
import { dress, followScheme } from './dress.ts';
import { areaFeature, labelFeature } from './features.ts';
import { LABELS, SOURCE } from './layers.ts';

/** Opens the second map while it is wanted; the returned function ends it. */
export function followSwipe(main: CityMap, city: City, language: Language): () => void {
  let close: (() => void) | undefined;
  let turn = 0;
  const end = (): void => {
    turn += 1;
    close?.();
    close = undefined;
    beforeShown.value = false;
  };
  hasMap.value = true;
  const stop = effect(() => {
    // Not the design: its steps leave the drawing of before as it is.
    const id = designId.value;
    const wanted = swiping.value && id !== undefined;
    end();
    const mine = turn;
    swipeProblem.value = undefined;
    if (!wanted) return;
    openBefore(main, id, city, language).then(
      (opened) => {
        if (mine !== turn) return opened();
        close = opened;
        beforeShown.value = true;
      },
      (thrown: unknown) => {
        if (mine !== turn) return;
        swiping.value = false;
        swipeProblem.value = problemOf(thrown);
      },
    );
  });
  return () => {
    stop();
    end();
    hasMap.value = false;
  };
}

async function openBefore(
  main: CityMap,
  id: number,
  city: City,
  language: Language,
): Promise<() => void> {
  const frame = globalThis.document.createElement('div');
  frame.className = 'before-map';
  // It is looked at only: what is pressed is the map under it.
  frame.inert = true;
  main.map.getContainer().append(frame);
  let shown: CityMap | undefined;
  const stops: (() => void)[] = [];
  const close = (): void => {
    for (const stop of stops) stop();
    shown?.close();
    frame.remove();
  };
  try {
    const before = await gridsBefore(id);
    shown = await CityMap.open(frame, city, language, text.peek().before);
    dress(shown, city);
    stops.push(keepUp(main, shown), fill(shown, before), followScheme(shown), followTiles(shown));
  } catch (thrown) {
    close();
    throw thrown;
  }
  frame.dataset['stage'] = 'ready';
  return close;
}

/** The second map looks where the first one does. */
function keepUp({ map }: CityMap, { map: second }: CityMap): () => void {
  const move = (): void => {
    second.jumpTo({ center: map.getCenter(), zoom: map.getZoom() });
  };
  map.on('move', move);
  map.on('resize', move);
  move();
  return () => {
    map.off('move', move);
    map.off('resize', move);
  };
}

/** The grids of before, in the colours of the measure that is looked at. */
function fill({ map }: CityMap, before: readonly GridBefore[]): () => void {
  const put = (name: string, features: GeoJSON.Feature[]): void => {
    void map.getSource<GeoJSONSource>(name)?.setData({ type: 'FeatureCollection', features });
  };
  put(SOURCE, before.map(areaFeature));
  return effect(() => {
    const [by, all] = [measure.value, units.value];
    const inScope = (grid: GridBefore): boolean => isWithin(grid.unit, scope.value, all);
    const scoped = before.filter(inScope);
    const wanted = wantedOf(scoped, by, target.value);
    const offOf = (grid: GridBefore): number | undefined => deviation(amountOf(grid, by), wanted);
    for (const grid of before) {
      const off = offOf(grid);
      const band = off === undefined ? -1 : bandOf(off, tolerance.value);
      map.setFeatureState({ source: SOURCE, id: grid.grid }, { band, far: !inScope(grid) });
    }
    put(
      LABELS,
      scoped.flatMap((grid) => labelFeature(grid, offOf(grid), isSmall(grid, by)) ?? []),
    );
  });
}

const followTiles = (shown: CityMap): (() => void) =>
  effect(() => {
    if (tilesChanged.value) void shown.redraw(tilesChanged.value);
  });
