/** The page follows what other designers do. */

import { signal } from '@preact/signals';
import { listen, type TilesChanged } from '../shared/api/live.ts';
import { session } from '../shared/session/session-state.ts';
import { loadList } from './designs/list-state.ts';
import { pending } from './state/make.ts';
import { catchUp, design, seq } from './state/open-design.ts';

/** Whether news comes in. */
export const connected = signal(true);
/** How the tiles have changed last. */
export const tilesChanged = signal<TilesChanged | undefined>(undefined);

export type OthersDid = {
  readonly who: string;
  readonly what: 'changed' | 'reopened' | 'submitted' | 'published' | 'dropped';
};
/** The last thing that somebody else did to the open design. */
export const othersDid = signal<OthersDid | undefined>(undefined);

/** News comes in bursts; the design is fetched once a burst. */
const BURST_MS = 120;

/** Follows until the returned function is called. */
export function followNews(): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    globalThis.clearTimeout(waiting);
    waiting = globalThis.setTimeout(() => {
      // The answer to our own step brings its number; asking now would only race with it.
      if (pending.peek() > 0) soon();
      else void catchUp();
    }, BURST_MS);
  };
  const all = (): void => {
    void loadList();
    soon();
  };
  const stop = listen({
    connected: (up) => {
      if (up && !connected.value) all();
      connected.value = up;
    },
    missed: all,
    design: (news) => {
      const open = design.peek();
      if (!open || news.design !== open.id) {
        if (!open) void loadList();
        return;
      }
      const me = session.peek();
      if (me.kind === 'in' && news.who !== me.session.name) {
        othersDid.value = { who: news.who, what: whatOf(news.state, open.state) };
      }
      if (news.seq > seq.peek() || news.state !== open.state) soon();
    },
    'tiles-changed': (changed) => {
      tilesChanged.value = changed;
    },
  });
  return () => {
    globalThis.clearTimeout(waiting);
    stop();
  };
}

/** What was done to a design that was in one state and is in another, or the same. */
export function whatOf(now: string, before: string): OthersDid['what'] {
  if (now === 'submitted' || now === 'published' || now === 'dropped') return now;
  return before === 'submitted' ? 'reopened' : 'changed';
}
