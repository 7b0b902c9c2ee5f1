/** The designer's page as a whole: the door, the list of designs, and the studio behind it. */

import { useEffect } from 'preact/hooks';
import type { City } from '../shared/api/city.ts';
import { city, cityProblem, start } from '../shared/api/city-state.ts';
import { SessionMenu } from '../shared/session/session-menu.tsx';
import { session } from '../shared/session/session-state.ts';
import { Door } from '../shared/session/sign-in.tsx';
import { language } from '../shared/text/language.ts';
import { Header } from '../shared/ui/header.tsx';
import { Notice } from '../shared/ui/notice.tsx';
import { DesignList } from './designs/design-list.tsx';
import { followAddress, named } from './designs/list-state.ts';
import { connected, followNews } from './live.ts';
import { problemLine } from './problem-line.ts';
import { design, openDesign, openProblem } from './state/open-design.ts';
import { Studio } from './studio.tsx';
import { text } from './words.ts';

export function App() {
  const w = text.value;
  const known = city.value;
  const name = known && (language.value === 'zh' ? known.name : known.name_en || known.name);
  return (
    <div class={named.value === undefined ? 'page design' : 'page design design-open'}>
      <Header title={name ?? w.title} subtitle={name ? w.title : undefined}>
        <Live />
        <SessionMenu />
      </Header>
      <Door roles={['designer', 'administrator']} title={w.title}>
        {known ? <Rooms city={known} /> : null}
        {cityProblem.value ? (
          <Notice tone="error" retry={{ label: w.retry, run: () => void start() }}>
            {problemLine(cityProblem.value)}
          </Notice>
        ) : null}
      </Door>
    </div>
  );
}

/** The list, or what is open of it. */
function Rooms({ city: known }: { readonly city: City }) {
  const w = text.value;
  useEffect(() => {
    const stops = [followAddress(), followNews()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  if (named.value === undefined) return <DesignList />;
  if (design.value) return <Studio city={known} />;
  return (
    <main class="hall">
      {openProblem.value ? (
        <Notice tone="error" retry={{ label: w.retry, run: () => void openDesign(named.peek()) }}>
          {problemLine(openProblem.value)} <a href="#all">{w.backToList}</a>
        </Notice>
      ) : (
        <p class="dim pad">{w.loading}</p>
      )}
    </main>
  );
}

/** Whether what is shown is what is. */
function Live() {
  if (session.value.kind !== 'in') return null;
  return (
    <span class={connected.value ? 'live' : 'live live-lost'} role="status">
      {connected.value ? text.value.live : text.value.lost}
    </span>
  );
}
