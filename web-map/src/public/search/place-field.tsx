/** The field for a place, with suggestions: an editable combobox with a list, as WAI-ARIA's practices have it. */

import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SearchHit } from '../../shared/api/search.ts';
import { kindText } from '../level-name.ts';
import { text } from '../words.ts';
import { pieces } from './pieces.ts';
import { active, hits, shut, step, suggest } from './search-state.ts';
import './search.css';

const LIST = 'place-hits';
const option = (place: number): string => `place-hit-${place}`;

type Props = {
  readonly typed: Signal<string>;
  readonly onTake: (hit: SearchHit) => void;
};

export function PlaceField({ typed, onTake }: Props) {
  const w = text.value;
  const shown = hits.value ?? [];
  const open = shown.length > 0;
  const chosen = open ? active.value : undefined;
  useEffect(() => {
    if (chosen === undefined) return;
    globalThis.document.getElementById(option(chosen))?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const onKey = (event: KeyboardEvent): void => {
    // Keys that choose among the characters of an input method are its own.
    if (event.isComposing) return;
    const hit = chosen === undefined ? undefined : shown[chosen];
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault();
        if (open) step(event.key === 'ArrowDown' ? 1 : -1);
        else void suggest(typed.value);
        return;
      case 'Enter':
        if (hit === undefined) return;
        event.preventDefault();
        onTake(hit);
        return;
      case 'Escape':
        if (hits.value === undefined) typed.value = '';
        shut();
        return;
      default:
    }
  };

  return (
    <div class="place-field">
      <label class="field">
        <span class="unseen">{w.place}</span>
        <input
          type="text"
          name="place"
          inputMode="text"
          autoComplete="off"
          spellcheck={false}
          placeholder={w.place}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={LIST}
          aria-activedescendant={chosen === undefined ? undefined : option(chosen)}
          aria-describedby="place-example"
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            if (!event.isComposing) void suggest(typed.value);
          }}
          onCompositionEnd={(event) => {
            typed.value = event.currentTarget.value;
            void suggest(typed.value);
          }}
          onKeyDown={onKey}
          onBlur={shut}
        />
      </label>
      <div class="hits" id={LIST} role="listbox" aria-label={w.suggestions} hidden={!open}>
        {shown.map((hit, place) => (
          <Option
            key={option(place)}
            hit={hit}
            id={option(place)}
            chosen={chosen === place}
            onTake={onTake}
          />
        ))}
      </div>
      <p class="unseen" role="status">
        {hits.value === undefined ? '' : w.suggested(shown.length)}
      </p>
    </div>
  );
}

function Option({
  hit,
  id,
  chosen,
  onTake,
}: {
  readonly hit: SearchHit;
  readonly id: string;
  readonly chosen: boolean;
  readonly onTake: (hit: SearchHit) => void;
}) {
  const marked = (field: SearchHit['field'], value: string) =>
    pieces(value, hit.field === field ? hit.ranges : []).map((piece, place) =>
      piece.matched ? <mark key={`${id}-${place}`}>{piece.text}</mark> : piece.text,
    );
  const more = hit.field === 'code' ? hit.code : hit.address;
  return (
    // The field keeps the focus and has the keys, so a press here must not take it away.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox handles the keys of its options
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      tabIndex={-1}
      class={chosen ? 'hit hit-active' : 'hit'}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onTake(hit)}
    >
      <span class="hit-name">{marked('name', hit.name)}</span>
      <span class="hit-kind">{kindOf(hit)}</span>
      <span class="hit-more">
        {more ? (
          <span>{marked(hit.field === 'code' ? 'code' : 'address', more)}</span>
        ) : (
          hit.within.slice(0, 2).join(' · ')
        )}
      </span>
    </div>
  );
}

function kindOf(hit: SearchHit): string {
  const w = text.value;
  switch (hit.kind) {
    case 'city':
      return w.kindCity;
    case 'unit':
      return kindText(hit.category, hit.level ?? 1);
    case 'service-point':
      return w.kindPoint;
    case 'road':
      return hit.left_out === null ? w.kindRoad : w.roadOnly(hit.left_out);
    default:
      return hit.kind satisfies never;
  }
}
