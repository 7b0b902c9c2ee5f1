/** The map of the city, for every page: drawing, hover, choice, a pin, and following the scheme of day and night. */

import 'maplibre-gl/dist/maplibre-gl.css';
import {
  type LngLatBoundsLike,
  Map as MapLibreMap,
  Marker,
  NavigationControl,
  type PaddingOptions,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { type Bounds, boundsOf, type City, type LonLat } from '../api/city.ts';
import { unitsOf } from '../api/grids.ts';
import type { TilesChanged } from '../api/live.ts';
import type { Language } from '../text/language.ts';
import { withKept } from './kept-layers.ts';
import { mapWords } from './map-words.ts';
import { nameZooms } from './name-zooms.ts';
import { DAY, NIGHT, type Palette } from './palette.ts';
import { pinElement } from './pin.ts';
import { GRIDS, layerOf, POINTS, styleOf } from './style.ts';
import { atVersion, loadTileJson } from './tilejson.ts';
import { tintsOf } from './tints.ts';

// Without this a bundled worker is never found and the map stays blank, without a word.
setWorkerUrl(workerUrl);

/** One unit, as the map knows it. */
export type UnitKey = { readonly level: number; readonly code: string };

const dark = () => globalThis.matchMedia('(prefers-color-scheme: dark)');
const calm = () => globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches;

export class CityMap {
  readonly map: MapLibreMap;
  readonly #city: City;
  readonly #leave = new AbortController();
  #chosen: readonly UnitKey[] = [];
  #chosenPoint: string | undefined;
  #hovered: UnitKey | undefined;
  #pin: Marker | undefined;
  /** The drawing whose tiles are asked for, when it is not the one that the style was made with. */
  #version: string | undefined;

  /** Draws the city into an element, under a name for those who hear the page, and waits until it stands. */
  static async open(
    container: HTMLElement,
    city: City,
    language: Language,
    label: string,
  ): Promise<CityMap> {
    const shown = new CityMap(container, city, language, await styleNow(city));
    const { map } = shown;
    map.getCanvas().setAttribute('aria-label', label);
    // The pages' own tests and a curious visitor's console find the map here.
    Object.assign(container, { map });
    await new Promise<void>((settle) => {
      map.once('load', () => settle());
    });
    return shown;
  }

  private constructor(
    container: HTMLElement,
    city: City,
    language: Language,
    style: ReturnType<typeof styleOf>,
  ) {
    this.#city = city;
    this.map = new MapLibreMap({
      container,
      style,
      bounds: boundsOf(city) as LngLatBoundsLike,
      fitBoundsOptions: { padding: 24 },
      maxBounds: widened(boundsOf(city)),
      minZoom: 5,
      maxZoom: 19,
      // The notice beside the map is ours, as text; the library would take HTML.
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: calm() ? 0 : 200,
      locale: mapWords(language),
      transformRequest: (url) => ({ url: atVersion(url, this.#version) }),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    this.map.addControl(new ScaleControl({ maxWidth: 110 }), 'bottom-left');
    this.map.on('mousemove', (event) => this.#hover(this.unitAt(event.point)));
    this.map.on('mouseout', () => this.#hover(undefined));
    const { signal } = this.#leave;
    dark().addEventListener('change', () => void this.redraw(), { signal });
  }

  /** The colours in use now. */
  get palette(): Palette {
    return paletteNow();
  }

  /** The finest unit drawn at a point of the screen. */
  unitAt(point: { x: number; y: number }): UnitKey | undefined {
    const zoom = this.map.getZoom();
    const finest = this.#city.levels.filter((level) => level.min_zoom <= zoom).at(-1);
    if (!finest || !this.map.getLayer(layerOf(finest.level))) return undefined;
    const [feature] = this.map.queryRenderedFeatures([point.x, point.y], {
      layers: [layerOf(finest.level)],
    });
    const code: unknown = feature?.properties['code'];
    return typeof code === 'string' ? { level: finest.level, code } : undefined;
  }

  /** The level of the grids. */
  get gridLevel(): number {
    return this.#city.levels.at(-1)?.level ?? 1;
  }

  /** The zoom from which a grid is large enough to be seen and named. */
  get gridZoom(): number {
    return nameZooms(this.#city.levels, boundsOf(this.#city)).at(-1) ?? 0;
  }

  /** Whether single grids can be told apart at the zoom of now. */
  showsGrids(): boolean {
    return this.map.getZoom() >= this.gridZoom - 1.2;
  }

  /** Marks units as chosen, and no others. */
  choose(units: readonly UnitKey[]): void {
    for (const unit of this.#chosen) this.#setState(unit, { chosen: false });
    this.#chosen = units;
    for (const unit of units) this.#setState(unit, { chosen: true });
  }

  /** Marks a service point as chosen, and no other. */
  choosePoint(code: string | undefined): void {
    const state = (id: string, chosen: boolean) =>
      this.map.setFeatureState({ source: POINTS, sourceLayer: POINTS, id }, { chosen });
    if (this.#chosenPoint !== undefined) state(this.#chosenPoint, false);
    this.#chosenPoint = code;
    if (code !== undefined) state(code, true);
  }

  /** Puts the pin, or takes it away. */
  pinAt(at: LonLat | undefined): void {
    this.#pin?.remove();
    this.#pin = at
      ? new Marker({ element: pinElement(), anchor: 'bottom' }).setLngLat([at[0], at[1]])
      : undefined;
    this.#pin?.addTo(this.map);
  }

  /** Brings a box into view. */
  show(bounds: Bounds, padding: number | PaddingOptions = 40): void {
    this.map.fitBounds(bounds as LngLatBoundsLike, { padding, maxZoom: 16, animate: !calm() });
  }

  /** Brings a place into view, near enough to see its grid. */
  goTo(at: LonLat, zoomMin = 14): void {
    const zoom = Math.max(this.map.getZoom(), zoomMin);
    const to = { center: [at[0], at[1]] as [number, number], zoom };
    if (calm()) this.map.jumpTo(to);
    else this.map.easeTo({ ...to, duration: 700 });
  }

  /** The lowest layer of names. */
  firstLabel(): string | undefined {
    return this.map.getStyle().layers.find((layer) => layer.id.startsWith('label-'))?.id;
  }

  /** The box in view. */
  view(): Bounds {
    const box = this.map.getBounds();
    return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  }

  /**
   * Draws anew: the tiles have changed, or day has become night. What pages added stays. Where the
   * changed tiles are named, only they are asked for again.
   */
  async redraw(changed?: TilesChanged): Promise<void> {
    const style = await styleNow(this.#city);
    const grids = this.map.getStyle()?.sources[GRIDS];
    const named = changed?.version && grids ? changed.tiles : undefined;
    // A source that stays as it is keeps its tiles.
    if (named && grids) style.sources[GRIDS] = grids;
    this.#version = named ? (changed?.version ?? undefined) : undefined;
    const own = new Set(Object.keys(style.sources));
    this.map.setStyle(style, {
      transformStyle: (before, next) => {
        const added = Object.entries(before?.sources ?? {}).filter(([name]) => !own.has(name));
        const kept = new Set(added.map(([name]) => name));
        return {
          ...next,
          sources: { ...next.sources, ...Object.fromEntries(added) },
          layers: withKept(before?.layers ?? [], next.layers, kept),
        };
      },
    });
    if (named) {
      this.map.refreshTiles(
        GRIDS,
        named.map(([z, x, y]) => ({ z, x, y })),
      );
    }
    if (changed) this.map.refreshTiles(POINTS);
    this.choose(this.#chosen);
    this.choosePoint(this.#chosenPoint);
  }

  close(): void {
    this.#leave.abort();
    this.map.remove();
  }

  #hover(unit: UnitKey | undefined): void {
    if (this.#hovered?.code === unit?.code && this.#hovered?.level === unit?.level) return;
    if (this.#hovered) this.#setState(this.#hovered, { hover: false });
    this.#hovered = unit;
    if (unit) this.#setState(unit, { hover: true });
    this.map.getCanvas().style.cursor = unit ? 'pointer' : '';
  }

  #setState({ level, code }: UnitKey, state: Record<string, boolean>): void {
    this.map.setFeatureState({ source: GRIDS, sourceLayer: layerOf(level), id: code }, state);
  }
}

async function styleNow(city: City): Promise<ReturnType<typeof styleOf>> {
  const top = city.levels[0]?.level ?? 1;
  const palette = paletteNow();
  const [grids, points, units] = await Promise.all([
    loadTileJson(GRIDS),
    loadTileJson(POINTS),
    // Tints are a nicety: a map in one tint is better than none.
    unitsOf(top).catch(() => []),
  ]);
  const tints = tintsOf(units, palette.tints.length);
  const origin = globalThis.location.origin;
  return styleOf({
    levels: city.levels,
    bounds: boundsOf(city),
    tints,
    palette,
    grids,
    points,
    origin,
  });
}

const paletteNow = (): Palette => (dark().matches ? NIGHT : DAY);

/** Room around the city, so that it can be moved but not lost. */
function widened([west, south, east, north]: Bounds): [number, number, number, number] {
  const [width, height] = [Math.max(east - west, 0.1), Math.max(north - south, 0.1)];
  return [
    Math.max(-180, west - width * 1.5),
    Math.max(-85, south - height * 1.5),
    Math.min(180, east + width * 1.5),
    Math.min(85, north + height * 1.5),
  ];
}
