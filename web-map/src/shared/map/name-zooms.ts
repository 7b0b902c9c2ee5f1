/** From which zoom the units of a level are large enough to carry their names. */

import type { Bounds, Level } from '../api/city.ts';

/** A tile is 512 pixels wide, and at zoom 0 one tile is the world. */
const WORLD_PX = 512;
/** A territory fills about this share of its box. */
const FILLED = 0.6;
/** How wide the middling unit is, in pixels, when its name first shows: more for the many grids. */
const ROOM_PX = { between: 80, finest: 150 } as const;
/** However small the units, there are names when one is as near as one would walk. */
const ZOOM_MAX = 16;

/** The zoom at which the middling unit of a level is `width_px` pixels wide. */
export function zoomWhereWide(level: Level, bounds: Bounds, width_px: number): number {
  const [west, south, east, north] = bounds;
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const square = ((east - west) * squeeze * (north - south) * FILLED) / Math.max(1, level.count);
  const degrees = Math.sqrt(Math.max(square, 1e-10)) / squeeze;
  return Math.log2((width_px * 360) / (WORLD_PX * degrees));
}

/** For each level, coarsest first, the zoom from which its names show; the top level's always do. */
export function nameZooms(levels: readonly Level[], bounds: Bounds): readonly number[] {
  return levels.map((level, place) => {
    if (place === 0) return level.min_zoom;
    const room = place === levels.length - 1 ? ROOM_PX.finest : ROOM_PX.between;
    const zoom = Math.min(ZOOM_MAX, zoomWhereWide(level, bounds, room));
    return Math.max(level.min_zoom, Math.round(zoom * 10) / 10);
  });
}
