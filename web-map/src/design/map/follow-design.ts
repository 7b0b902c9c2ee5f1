/** What of the map follows the design, the choices beside it and the scheme of day and night. */

import { effect } from '@preact/signals';
import type { Point } from 'geojson';
import type { GeoJSONSource, MapMouseEvent } from 'maplibre-gl';
import type { CityMap } from '../../shared/map/city-map.ts';
import { goneLines } from '../geometry/gone.ts';
import type { Pixel } from '../geometry/snap.ts';
import { tilesChanged } from '../live.ts';
import { conflict } from '../state/make.ts';
import { bandOf, isSmall, measure, offOf, tolerance, wanted } from '../state/measure.ts';
import { chosen, design, grids, patch, topology } from '../state/open-design.ts';
import { inScope, scoped } from '../state/scope.ts';
import { tool } from '../state/tool.ts';
import { bordersBefore } from './before.ts';
import { followScheme } from './dress.ts';
import { areaFeature, Features, labelFeature, linesFeature } from './features.ts';
import { BEFORE, BEFORE_LINES, LABELS, SOURCE } from './layers.ts';
import { showBefore, wish } from './wish.ts';

/** Lets the map follow; the returned functions end it. `gridAt` names the grid under a pixel. */
export function followAll(
  shown: CityMap,
  gridAt: (pixel: Pixel) => number | undefined,
): (() => void)[] {
  return [...fill(shown), ...follow(shown), followScheme(shown), hover(shown, gridAt)];
}

/** The sources follow the design, grid by grid. */
function fill({ map }: CityMap): (() => void)[] {
  const source = (name: string): GeoJSONSource | undefined => map.getSource<GeoJSONSource>(name);
  const coloured = new Map<number, string>();
  const labels = new Features<Point>();
  let begun = false;
  return [
    effect(() => {
      const { grids: changed, gone, all } = patch.value;
      // A map that was just opened has nothing to which a patch could be put.
      const whole = all || !begun;
      begun = true;
      const features = [...(whole ? grids.peek().values() : changed)].map(areaFeature);
      if (whole) void source(SOURCE)?.setData({ type: 'FeatureCollection', features });
      else if (features.length > 0 || gone.length > 0) {
        void source(SOURCE)?.updateData({ add: features, remove: [...gone] });
      }
    }),
    effect(() => {
      // The wanted figure follows the grids, and all deviations follow it.
      void wanted.value;
      for (const grid of grids.value.values()) {
        const off = offOf(grid);
        const band = off === undefined ? -1 : bandOf(off, tolerance.value);
        const far = !inScope(grid);
        // Most steps change the colours of a few.
        if (coloured.get(grid.grid) === `${band} ${far}`) continue;
        coloured.set(grid.grid, `${band} ${far}`);
        map.setFeatureState({ source: SOURCE, id: grid.grid }, { band, far });
      }
      const features = scoped.value.flatMap(
        (grid) => labelFeature(grid, offOf(grid), isSmall(grid, measure.value)) ?? [],
      );
      const { add, remove } = labels.to(features);
      if (add.length + remove.length > 0) void source(LABELS)?.updateData({ add, remove });
    }),
    effect(() => {
      const [wantedNow, id] = [showBefore.value, design.value?.id];
      void patch.value;
      map.setLayoutProperty(BEFORE_LINES, 'visibility', wantedNow ? 'visible' : 'none');
      if (wantedNow && id !== undefined) void fillBefore(id, source(BEFORE));
    }),
  ];
}

async function fillBefore(id: number, source: GeoJSONSource | undefined): Promise<void> {
  try {
    const lines = goneLines(await bordersBefore(id), topology);
    if (design.peek()?.id === id) await source?.setData(linesFeature(lines));
  } catch {
    // Asked again the next time.
  }
}

function follow(shown: CityMap): (() => void)[] {
  const { map } = shown;
  let [marked, others]: [number | undefined, readonly number[]] = [undefined, []];
  const state = (id: number, now: Record<string, boolean>): void => {
    map.setFeatureState({ source: SOURCE, id }, now);
  };
  return [
    effect(() => {
      if (marked !== undefined) state(marked, { chosen: false });
      marked = chosen.value;
      if (marked !== undefined) state(marked, { chosen: true });
    }),
    effect(() => {
      for (const id of others) state(id, { others: false });
      others = conflict.value?.others.flatMap((step) => step.grids) ?? [];
      for (const id of others) state(id, { others: true });
    }),
    effect(() => {
      const wanted = wish.value;
      if (!wanted) return;
      if ('box' in wanted) shown.show(wanted.box, 70);
      else shown.goTo(wanted.at, 15);
    }),
    effect(() => {
      if (tilesChanged.value) void shown.redraw(tilesChanged.value);
    }),
  ];
}

function hover({ map }: CityMap, gridAt: (pixel: Pixel) => number | undefined): () => void {
  let under: number | undefined;
  const to = (grid: number | undefined): void => {
    const drawing = tool.peek() !== 'nodes' && tool.peek() !== 'merge';
    const over = grid === undefined ? '' : 'pointer';
    map.getCanvas().style.cursor = drawing ? 'crosshair' : over;
    if (grid === under) return;
    if (under !== undefined) map.setFeatureState({ source: SOURCE, id: under }, { hover: false });
    under = grid;
    if (grid !== undefined) map.setFeatureState({ source: SOURCE, id: grid }, { hover: true });
  };
  const onMove = ({ point }: MapMouseEvent): void => to(gridAt(point));
  const onOut = (): void => to(undefined);
  map.on('mousemove', onMove);
  map.on('mouseout', onOut);
  return () => {
    map.off('mousemove', onMove);
    map.off('mouseout', onOut);
  };
}
