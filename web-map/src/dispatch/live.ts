/** The desk follows the server's news. */

import { signal } from '@preact/signals';
import { listen, type TilesChanged } from '../shared/api/live.ts';
import { refresh } from './incidents/incidents-state.ts';
import { loadPlans } from './plan/plan-state.ts';

/** Whether news comes in. */
export const connected = signal(true);
/** How the tiles have changed last. */
export const tilesChanged = signal<TilesChanged | undefined>(undefined);

/** News comes in bursts; the lists are loaded once a burst. */
const BURST_MS = 300;

/** Follows until the returned function is called. */
export function followNews(): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    globalThis.clearTimeout(waiting);
    waiting = globalThis.setTimeout(() => void refresh(), BURST_MS);
  };
  const stop = listen({
    connected: (up) => {
      // What was missed meanwhile is fetched on coming back.
      if (up && !connected.value) void refresh();
      connected.value = up;
    },
    incident: soon,
    missed: soon,
    plan: () => void loadPlans(),
    'tiles-changed': (changed) => {
      tilesChanged.value = changed;
    },
  });
  return () => {
    globalThis.clearTimeout(waiting);
    stop();
  };
}
