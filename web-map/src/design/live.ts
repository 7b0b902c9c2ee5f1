/** The page follows what other designers do. */

import { signal } from '@preact/signals';
import { listen, type TilesChanged } from '../shared/api/live.ts';
import { session } from '../shared/session/session-state.ts';
import { loadList, named } from './designs/list-state.ts';
import { pending } from './state/make.ts';
import { catchUp, design, openProblem, seq } from './state/open-design.ts';
import { type OthersDid, othersDid } from './state/others-did.ts';

/** Whether news comes in. */
export const connected = signal(true);
/** How the tiles have changed last. */
export const tilesChanged = signal<TilesChanged | undefined>(undefined);

/** News comes in bursts; the design is fetched once a burst. */
const BURST_MS = 120;

/** Follows until the returned function is called. */
export function followNews(): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    globalThis.clearTimeout(waiting);
    waiting = globalThis.setTimeout(() => {
      // The answer to our own step brings its number; asking now would only race with it.
      if (pending.peek() > 0 || opening()) soon();
      else void catchUp();
    }, BURST_MS);
  };
  const all = (): void => {
    if (named.peek() === undefined) void loadList();
    else soon();
  };
  const stop = listen({
    connected: (up) => {
      // What happened before somebody listened was not told.
      if (up) all();
      connected.value = up;
    },
    missed: all,
    design: (news) => {
      const open = design.peek();
      if (!open) {
        if (named.peek() === undefined) void loadList();
        else if (named.peek() === news.design) soon();
        return;
      }
      if (news.design !== open.id) return;
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

/** Whether the design that the address names is on its way: it may be older than the news. */
const opening = (): boolean =>
  named.peek() !== undefined && !design.peek() && openProblem.peek() === undefined;

/** What was done to a design that was in one state and is in another, or the same. */
export function whatOf(now: string, before: string): OthersDid['what'] {
  if (now === 'submitted' || now === 'published' || now === 'dropped') return now;
  return before === 'submitted' ? 'reopened' : 'changed';
}
