/** News from the server as it happens: server-sent events, with the browser's own reconnecting. */

/** What is told on the stream, by name of the event. */
export type News = {
  'tiles-changed': TilesChanged;
  incident: { readonly id: number | string };
  plan: { readonly id: number | string };
  job: { readonly id: string };
  design: {
    readonly design: number;
    readonly seq: number;
    readonly who: string;
    readonly state: string;
  };
  /** This listener was too slow: it had better ask for everything anew. */
  missed: { readonly count: number };
};

/** Another drawing is served, or other places. */
export type TilesChanged = {
  readonly version: string | null;
  /** The tiles of the drawing that are others now, as zoom, column, row; nothing when they are many. */
  readonly tiles?: readonly (readonly [number, number, number])[] | null;
};

export type Listeners = {
  readonly [Name in keyof News]?: (news: News[Name]) => void;
} & {
  /** The stream broke or came back. */
  readonly connected?: (up: boolean) => void;
};

/** Listens until the returned function is called. */
export function listen(listeners: Listeners): () => void {
  const stream = new globalThis.EventSource('/api/v1/events');
  const names = ['tiles-changed', 'incident', 'plan', 'job', 'design', 'missed'] as const;
  for (const name of names) {
    const tell = listeners[name] as ((news: unknown) => void) | undefined;
    if (!tell) continue;
    stream.addEventListener(name, (event: MessageEvent<string>) => {
      const news = parsed(event.data);
      if (news !== undefined) tell(news);
    });
  }
  stream.addEventListener('open', () => listeners.connected?.(true));
  stream.addEventListener('error', () => listeners.connected?.(false));
  return () => stream.close();
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
