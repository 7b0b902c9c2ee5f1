/** The ways to say where without the map: the device's own place, or typing. */

import { useSignal } from '@preact/signals';
import type { SearchHit } from '../shared/api/search.ts';
import { language } from '../shared/text/language.ts';
import { distanceText } from '../shared/text/measure.ts';
import { Icon } from '../shared/ui/icons.tsx';
import { Notice } from '../shared/ui/notice.tsx';
import { type LocateTrouble, locate } from './locate.ts';
import { readPlace } from './place-text.ts';
import { PlaceField } from './search/place-field.tsx';
import { best, shut, take } from './search/search-state.ts';
import { answer, askAt, remark } from './state.ts';
import { text } from './words.ts';

const TROUBLE = {
  insecure: 'geoInsecure',
  missing: 'geoMissing',
  denied: 'geoDenied',
  unavailable: 'geoUnavailable',
  timeout: 'geoTimeout',
} as const satisfies Record<LocateTrouble, string>;

type Said = (typeof TROUBLE)[LocateTrouble] | 'placeUnreadable' | 'failed' | undefined;

export function AskForm() {
  const w = text.value;
  const typed = useSignal('');
  const busy = useSignal(false);
  const said = useSignal<Said>(undefined);
  const brief = answer.value.kind !== 'none';

  const useDevice = async (): Promise<void> => {
    busy.value = true;
    said.value = undefined;
    const located = await locate();
    busy.value = false;
    if (located.kind === 'refused') {
      said.value = TROUBLE[located.why];
      return;
    }
    remark.value = { accuracy_m: located.accuracy_m };
    await askAt(located.at, { radius_m: located.accuracy_m, zoom: 15 });
  };

  const useHit = async (hit: SearchHit): Promise<void> => {
    shut();
    said.value = undefined;
    typed.value = hit.name;
    try {
      await take(hit);
    } catch {
      said.value = 'failed';
    }
  };

  const useWords = async (): Promise<void> => {
    try {
      const hit = await best(typed.value);
      if (hit) await useHit(hit);
      else said.value = 'placeUnreadable';
    } catch {
      said.value = 'failed';
    }
  };

  const useTyped = async (event: Event): Promise<void> => {
    event.preventDefault();
    shut();
    if (typed.value.trim() === '') return;
    said.value = undefined;
    const place = readPlace(typed.value);
    switch (place.kind) {
      case 'position':
        remark.value = place.swapped ? 'swapped' : undefined;
        return askAt(place.at, { zoom: 15 });
      case 'words':
        return useWords();
      case 'unreadable':
        said.value = 'placeUnreadable';
        return;
      default:
        return place satisfies never;
    }
  };

  return (
    <section class={brief ? 'ask ask-brief' : 'ask'}>
      {brief ? null : <p class="intro">{w.intro}</p>}
      <button
        type="button"
        class="primary wide"
        disabled={busy.value}
        onClick={() => void useDevice()}
      >
        <Icon name="locate" />
        <span class={brief ? 'unseen' : ''}>{busy.value ? w.locating : w.locate}</span>
      </button>
      <form class="search" onSubmit={(event) => void useTyped(event)}>
        <PlaceField typed={typed} onTake={(hit) => void useHit(hit)} />
        <button type="submit" class="plain">
          <Icon name="search" size={18} />
          {w.search}
        </button>
      </form>
      <p class={brief ? 'unseen' : 'dim small-text'} id="place-example">
        {w.placeExample}
      </p>
      <div aria-live="polite">
        {said.value ? <Notice tone="warning">{w[said.value]}</Notice> : null}
        <Remark />
      </div>
    </section>
  );
}

/** How the place was understood, where that needs saying. */
function Remark() {
  const now = remark.value;
  if (now === undefined) return null;
  return <p class="dim small-text">{remarkText(now)}</p>;
}

function remarkText(now: NonNullable<typeof remark.value>): string {
  const w = text.value;
  if (now === 'swapped') return w.swapped;
  if ('accuracy_m' in now) return w.accuracy(distanceText(now.accuracy_m, language.value));
  return now.left_out === null ? w.onRoad(now.road) : w.onRoadOnly(now.road, now.left_out);
}
