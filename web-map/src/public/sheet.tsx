/** On a phone the panel is a sheet over the foot of the map; its handle gives it more room or less. */

import { effect, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { answer } from './state.ts';
import { text } from './words.ts';

/** How much of a small screen the sheet takes. */
const height = signal<'half' | 'most'>('half');

// A new answer wants both: the map above and the words below.
effect(() => {
  if (answer.value.kind !== 'none') height.value = 'half';
});

export function Sheet({ children }: { readonly children: ComponentChildren }) {
  const most = height.value === 'most';
  return (
    <div class={`sheet sheet-${height.value}`}>
      <button
        type="button"
        class="handle"
        aria-expanded={most}
        onClick={() => {
          height.value = most ? 'half' : 'most';
        }}
      >
        <span class="unseen">{most ? text.value.sheetLess : text.value.sheetMore}</span>
      </button>
      <div class="sheet-body">{children}</div>
    </div>
  );
}
