/** The line between two drawings on the map, moved by pointer or by keys. */

import { Icon } from '../../shared/ui/icons.tsx';
import { beforeShown, divider, hasMap, swiping } from '../state/swipe.ts';
import { text } from '../words.ts';

export function Swipe() {
  const w = text.value;
  if (!swiping.value || !hasMap.value) return null;
  const percent = Math.round(divider.value * 100);
  return (
    <div class="swipe">
      <div class="swipe-line">
        <span class="swipe-side" aria-live="polite">
          {beforeShown.value ? w.before : w.loading}
        </span>
        <span class="swipe-side">{w.thisDesign}</span>
      </div>
      <input
        type="range"
        min="0"
        max="100"
        step="1"
        class="swipe-range"
        aria-label={w.swipeLine}
        aria-valuetext={w.swipeAt(`${percent}%`)}
        value={percent}
        onInput={(event) => {
          divider.value = Number(event.currentTarget.value) / 100;
        }}
      />
      <button
        type="button"
        class="round swipe-end"
        aria-label={w.swipeEnd}
        title={w.swipeEnd}
        onClick={() => {
          swiping.value = false;
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
