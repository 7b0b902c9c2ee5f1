/** Places by kind; each kind can be shown on the map. */

import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import { PLACE_KINDS, type Place, type PlaceKind } from '../api/places.ts';
import { wish } from '../map/wish.ts';
import { entryOf } from '../plan/plan-geojson.ts';
import { text } from '../words.ts';
import { openPlaces, places, placesProblem, shownKinds, toggleKind } from './places-state.ts';

export function PlaceList() {
  const w = text.value;
  if (placesProblem.value) {
    return (
      <Notice tone="error" retry={{ label: w.retry, run: () => void openPlaces() }}>
        {problemLine(placesProblem.value)}
      </Notice>
    );
  }
  const all = places.value;
  if (!all) return <p class="dim pad">{w.loading}</p>;
  if (all.length === 0) return <p class="dim pad">{w.noPlaces}</p>;
  return (
    <div class="place-kinds">
      {PLACE_KINDS.map((kind) => (
        <Kind key={kind} kind={kind} places={all.filter((place) => place.kind === kind)} />
      ))}
    </div>
  );
}

function Kind({
  kind,
  places: some,
}: {
  readonly kind: PlaceKind;
  readonly places: readonly Place[];
}) {
  const w = text.value;
  if (some.length === 0) return null;
  return (
    <section class="place-kind">
      <header>
        <h3>
          <span class={`place-mark place-${kind}`} />
          {w[kind]}
          <span class="count">{countText(some.length, language.value)}</span>
        </h3>
        <label class="check">
          <input
            type="checkbox"
            checked={shownKinds.value.has(kind)}
            onChange={() => toggleKind(kind)}
          />
          {w.showKind}
        </label>
      </header>
      <ul>
        {some.map((place) => (
          <li key={place.code}>
            <button type="button" class="place" onClick={() => show(place)}>
              <span>{place.name}</span>
              <span class="dim small-text">{place.category}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function show(place: Place): void {
  const [lon, lat] = entryOf(place.geometry, false) ?? [];
  if (!shownKinds.value.has(place.kind)) toggleKind(place.kind);
  if (lon !== undefined && lat !== undefined) wish.value = { at: [lon, lat], zoom: 14 };
}
