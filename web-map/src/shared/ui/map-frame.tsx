/** The frame of a map: loads the drawing code when the rest of the page stands, or says why not. */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { City } from '../api/city.ts';
import { canDrawMap } from '../map/webgl.ts';
import { type Language, language, words } from '../text/language.ts';
import { MapNote } from './map-note.tsx';
import { Notice } from './notice.tsx';

const text = words(
  {
    loading: '正在绘制地图…',
    impossible: '这台设备不能显示地图（缺少 WebGL2）。查询和列表照常可用。',
    failed: '地图没有读出来。查询和列表照常可用。',
    retry: '再试一次',
  },
  {
    loading: 'Drawing the map…',
    impossible: 'This device cannot draw the map (no WebGL2). Searching and the lists still work.',
    failed: 'The map could not be loaded. Searching and the lists still work.',
    retry: 'Try again',
  },
);

type Stage = 'loading' | 'ready' | 'impossible' | 'failed';

/** Draws a map into an element, and gives the way to close it. */
export type OpenMap = (
  container: HTMLElement,
  city: City,
  language: Language,
) => Promise<() => void>;

export function MapFrame({ city, open }: { readonly city: City; readonly open: OpenMap }) {
  const w = text.value;
  const frame = useRef<HTMLDivElement>(null);
  const stage = useSignal<Stage>('loading');
  const attempt = useSignal(0);
  const [tries, spoken] = [attempt.value, language.value];

  // A new try, or the library's words in another language, take a new map.
  useEffect(() => {
    const container = frame.current;
    if (!container || tries < 0) return;
    if (!canDrawMap()) {
      stage.value = 'impossible';
      return;
    }
    let close: (() => void) | undefined;
    let left = false;
    stage.value = 'loading';
    open(container, city, spoken)
      .then((opened) => {
        if (left) return opened();
        close = opened;
        stage.value = 'ready';
      })
      .catch(() => {
        stage.value = 'failed';
      });
    return () => {
      left = true;
      close?.();
    };
  }, [city, open, tries, spoken]);

  const gone = stage.value === 'impossible' || stage.value === 'failed';
  return (
    <div class={gone ? 'map-frame map-gone' : 'map-frame'} data-stage={stage.value}>
      <div class="map" ref={frame} />
      {stage.value === 'loading' ? <p class="map-wait">{w.loading}</p> : null}
      {stage.value === 'impossible' ? <Notice tone="warning">{w.impossible}</Notice> : null}
      {stage.value === 'failed' ? (
        <Notice
          tone="error"
          retry={{
            label: w.retry,
            run: () => {
              attempt.value += 1;
            },
          }}
        >
          {w.failed}
        </Notice>
      ) : null}
      <span class="crosshair" aria-hidden="true" />
      {gone ? null : <MapNote city={city} />}
    </div>
  );
}
