/** Keys that work wherever the page has the focus, but not where somebody is writing. */

import { redo, undo } from './state/make.ts';
import { type Tool, takeUp } from './state/tool.ts';

const TOOL_KEYS: ReadonlyMap<string, Tool> = new Map([
  ['v', 'nodes'],
  ['s', 'split'],
  ['r', 'reroute'],
  ['a', 'area'],
  ['m', 'merge'],
]);

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

/** Listens until the returned function is called. */
export function followKeys(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const at = event.target as HTMLElement | null;
    // A field has its own undo, and letters are letters there.
    if (at?.matches('input, select, textarea, [contenteditable]')) return;
    const wanted = wantedBy(event);
    if (wanted === undefined) return;
    event.preventDefault();
    if (wanted === 'undo') void undo();
    else if (wanted === 'redo') void redo();
    else takeUp(wanted);
  };
  globalThis.addEventListener('keydown', onKey);
  return () => globalThis.removeEventListener('keydown', onKey);
}
