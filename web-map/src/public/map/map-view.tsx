/** The frame of the map: loads the drawing code when the rest of the page stands, or says why not. */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { City } from '../../shared/api/city.ts';
import { canDrawMap } from '../../shared/map/webgl.ts';
import { language } from '../../shared/text/language.ts';
import { MapNote } from '../../shared/ui/map-note.tsx';
import { Notice } from '../../shared/ui/notice.tsx';
import { text } from '../words.ts';

type Stage = 'loading' | 'ready' | 'impossible' | 'failed';

export function MapView({ city }: { readonly city: City }) {
  const w = text.value;
  const frame = useRef<HTMLDivElement>(null);
  const stage = useSignal<Stage>('loading');
  const attempt = useSignal(0);
  const [tries, spoken] = [attempt.value, language.value];

  useEffect(() => {
    const container = frame.current;
    if (!container) return;
    if (!canDrawMap()) {
      stage.value = 'impossible';
      return;
    }
    let close: (() => void) | undefined;
    let left = false;
    stage.value = 'loading';
    import('./public-map.ts')
      .then(({ openPublicMap }) => openPublicMap(container, city, spoken, w.mapLabel))
      .then((opened) => {
        if (left) opened();
        else {
          close = opened;
          stage.value = 'ready';
        }
      })
      .catch(() => {
        stage.value = 'failed';
      });
    return () => {
      left = true;
      close?.();
    };
  }, [city, tries, spoken]);

  const gone = stage.value === 'impossible' || stage.value === 'failed';
  return (
    <div class={gone ? 'map-frame map-gone' : 'map-frame'} data-stage={stage.value}>
      <div class="map" ref={frame} />
      {stage.value === 'loading' ? <p class="map-wait">{w.mapLoading}</p> : null}
      {stage.value === 'impossible' ? <Notice tone="warning">{w.noMap}</Notice> : null}
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
          {w.mapFailed}
        </Notice>
      ) : null}
      <span class="crosshair" aria-hidden="true" />
      {gone ? null : <MapNote city={city} />}
    </div>
  );
}
