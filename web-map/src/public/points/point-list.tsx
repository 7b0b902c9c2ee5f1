/** The list that mirrors the map: every service point in view, to read and to reach by key. */

import { useEffect } from 'preact/hooks';
import type { ServicePoint } from '../../shared/api/service-points.ts';
import { DAY } from '../../shared/map/palette.ts';
import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { Notice } from '../../shared/ui/notice.tsx';
import { chosenPoint, city, wish } from '../state.ts';
import { text } from '../words.ts';
import { Away, OpenChip, PointFacts } from './point-card.tsx';
import {
  byWalk,
  categories,
  category,
  cut,
  followPlace,
  from,
  inView,
  item,
  items,
  listed,
  loadPoints,
  nearest,
  openOnly,
  pointsProblem,
  view,
  walking,
} from './points-state.ts';

export function PointList() {
  const w = text.value;
  useEffect(followPlace, []);
  if (pointsProblem.value && !inView.value) {
    const known = city.value;
    return (
      <Notice tone="error" retry={known && { label: w.retry, run: () => void loadPoints(known) }}>
        {w.failed}
      </Notice>
    );
  }
  if (!inView.value) return <p class="dim pad">{w.loading}</p>;
  if (categories.value.length === 0) return <p class="dim pad">{w.noPointsYet}</p>;
  return (
    <>
      <Filters />
      <p class="list-head" role="status">
        {headline()}
      </p>
      {listed.value.length === 0 ? (
        <p class="dim pad">{nothing()}</p>
      ) : (
        <ul class="points">
          {listed.value.map((point) => (
            <Point key={point.code} point={point} />
          ))}
        </ul>
      )}
    </>
  );
}

function headline(): string {
  const w = text.value;
  const count = countText(listed.value.length, language.value);
  if (walking.value) {
    if (!nearest.value) return w.loading;
    return nearest.value.estimate === null ? w.nearestOf(count) : w.nearestRoughly(count);
  }
  if (cut.value) return w.pointsMany(count);
  return view.value ? w.pointsInView(count) : w.pointsInCity(count);
}

/** Why the list is empty. */
function nothing(): string {
  const w = text.value;
  if (walking.value && !nearest.value) return '';
  return !walking.value && inView.value?.length === 0 ? w.noPoints : w.noPointsKind;
}

/** What the visitor came for. */
function Need() {
  const w = text.value;
  if (items.value.length === 0) return null;
  return (
    <label class="field need">
      <span>{w.need}</span>
      <select
        value={item.value?.code ?? ''}
        onChange={(event) => {
          const { value } = event.currentTarget;
          item.value = items.value.find(({ code }) => code === value);
        }}
      >
        <option value="">{w.anything}</option>
        {items.value.map(({ code, name, name_en }) => (
          <option key={code} value={code}>
            {language.value === 'zh' ? name : name_en || name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Filters() {
  const w = text.value;
  return (
    <div class="filters">
      <Need />
      <fieldset class="chips">
        <legend class="unseen">{w.kinds}</legend>
        <Kind name={undefined} label={w.allKinds} />
        {categories.value.map((name, place) => (
          <Kind
            key={name}
            name={name}
            label={name || w.otherKind}
            slot={place % DAY.points.length}
          />
        ))}
      </fieldset>
      <label class="check">
        <input
          type="checkbox"
          checked={openOnly.value}
          onChange={(event) => {
            openOnly.value = event.currentTarget.checked;
          }}
        />
        {w.openNow}
      </label>
      {from.value ? (
        <label class="check">
          <input
            type="checkbox"
            checked={byWalk.value}
            onChange={(event) => {
              byWalk.value = event.currentTarget.checked;
            }}
          />
          {w.byWalk}
        </label>
      ) : null}
    </div>
  );
}

function Kind({
  name,
  label,
  slot,
}: {
  readonly name: string | undefined;
  readonly label: string;
  readonly slot?: number;
}) {
  return (
    <button
      type="button"
      class="filter"
      aria-pressed={category.value === name}
      onClick={() => {
        category.value = name;
      }}
    >
      {slot === undefined ? null : <span class={`dot dot-${slot}`} />}
      {label}
    </button>
  );
}

function Point({ point }: { readonly point: ServicePoint }) {
  const chosen = chosenPoint.value === point.code;
  const id = `point-${point.code}`;
  useEffect(() => {
    if (chosen) globalThis.document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, id]);
  const slot = Math.max(0, categories.value.indexOf(point.category ?? '')) % DAY.points.length;
  const show = (): void => {
    chosenPoint.value = point.code;
    wish.value = { kind: 'at', at: [point.lon, point.lat], zoom: 15 };
  };
  return (
    <li id={id} class={chosen ? 'point point-chosen' : 'point'}>
      <div class="point-head">
        <button type="button" class="point-name" aria-describedby={`${id}-kind`} onClick={show}>
          {point.name}
        </button>
        <OpenChip point={point} />
      </div>
      <p class="point-kind" id={`${id}-kind`}>
        <span class={`dot dot-${slot}`} />
        {point.category ?? text.value.otherKind}
        {point.walk_s === undefined ? null : <span class="sep" />}
        <Away point={point} />
      </p>
      <PointFacts point={point} />
    </li>
  );
}
