/** The frame of a work page about a city: its head, the door, and what lies behind it. */

import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { City } from '../api/city.ts';
import { city, cityProblem, start } from '../api/city-state.ts';
import { SessionMenu } from '../session/session-menu.tsx';
import { session } from '../session/session-state.ts';
import { Door } from '../session/sign-in.tsx';
import { language } from '../text/language.ts';
import { Header } from './header.tsx';
import { Notice } from './notice.tsx';
import { problemLine } from './problem-line.ts';

/** What a work page calls itself, and says of its news. */
export type WorkWords = {
  readonly title: string;
  readonly retry: string;
  readonly live: string;
  readonly lost: string;
};

/** `name` is the page's class; `children` is shown to the roles when the city is known. */
export function WorkPage({
  name,
  roles,
  text: w,
  connected,
  children,
}: {
  readonly name: string;
  readonly roles: readonly string[];
  readonly text: WorkWords;
  readonly connected: ReadonlySignal<boolean>;
  readonly children: (city: City) => ComponentChildren;
}) {
  const known = city.value;
  const called = known && (language.value === 'zh' ? known.name : known.name_en || known.name);
  return (
    <div class={`page ${name}`}>
      <Header title={called ?? w.title} subtitle={called ? w.title : undefined}>
        <Live connected={connected.value} text={w} />
        <SessionMenu />
      </Header>
      <Door roles={roles} title={w.title}>
        {known ? children(known) : null}
        {cityProblem.value ? (
          <Notice tone="error" retry={{ label: w.retry, run: () => void start() }}>
            {problemLine(cityProblem.value)}
          </Notice>
        ) : null}
      </Door>
    </div>
  );
}

/** Whether what is shown is what is. */
function Live({ connected, text: w }: { readonly connected: boolean; readonly text: WorkWords }) {
  if (session.value.kind !== 'in') return null;
  return (
    <span class={connected ? 'live' : 'live live-lost'} role="status">
      {connected ? w.live : w.lost}
    </span>
  );
}
