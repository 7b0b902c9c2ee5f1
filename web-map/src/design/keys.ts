/** Keys that work wherever the page has the focus, but not where somebody is writing. */

import { signal } from '@preact/signals';
import { keep, kept } from '../shared/kept.ts';
import { redo, undo } from './state/make.ts';
import { TOOLS, type Tool, takeUp } from './state/tool.ts';

/** The letter of each tool. */
export const LETTERS: Readonly<Record<Tool, string>> = {
  nodes: 'V',
  split: 'S',
  reroute: 'R',
  area: 'A',
  merge: 'M',
};

const TOOL_KEYS: ReadonlyMap<string, Tool> = new Map(
  TOOLS.map((tool) => [LETTERS[tool].toLowerCase(), tool]),
);

const KEPT = 'gridbeat-letters';

/** Whether letters take up tools; who dictates or often hits keys by chance turns that off (WCAG 2.1.4). */
export const lettersOn = signal(kept(KEPT) !== 'off');

export function letLetters(on: boolean): void {
  lettersOn.value = on;
  keep(KEPT, on ? 'on' : 'off');
}

/** What a key asks for. */
export type Wanted = 'undo' | 'redo' | Tool | undefined;

export function wantedBy(event: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}): Wanted {
  const key = event.key.toLowerCase();
  if (event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) {
    if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
    return key === 'y' && !event.shiftKey ? 'redo' : undefined;
  }
  return event.shiftKey ? undefined : TOOL_KEYS.get(key);
}

/** Where letters are written; what is ticked or slid has no use for them. */
const WRITTEN = 'input:not([type="checkbox"], [type="range"]), select, textarea, [contenteditable]';

/** Listens until the returned function is called. */
export function followKeys(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const at = event.target as HTMLElement | null;
    // A field has its own undo, and letters are letters there.
    if (at?.matches(WRITTEN)) return;
    const wanted = wantedBy(event);
    if (wanted === undefined) return;
    const byLetter = wanted !== 'undo' && wanted !== 'redo';
    if (byLetter && !lettersOn.peek()) return;
    event.preventDefault();
    if (wanted === 'undo') void undo();
    else if (wanted === 'redo') void redo();
    else takeUp(wanted);
  };
  globalThis.addEventListener('keydown', onKey);
  return () => globalThis.removeEventListener('keydown', onKey);
}
