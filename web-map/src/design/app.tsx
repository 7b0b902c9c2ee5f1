/** The designer's page as a whole: the door, the list of designs, and the studio behind it. */

import { useEffect } from 'preact/hooks';
import type { City } from '../shared/api/city.ts';
import { Notice } from '../shared/ui/notice.tsx';
import { problemLine } from '../shared/ui/problem-line.ts';
import { WorkPage } from '../shared/ui/work-page.tsx';
import { DesignList } from './designs/design-list.tsx';
import { followAddress, named } from './designs/list-state.ts';
import { connected, followNews } from './live.ts';
import { design, openDesign, openProblem } from './state/open-design.ts';
import { Studio } from './studio.tsx';
import { text } from './words.ts';

export const App = () => (
  <WorkPage
    name={named.value === undefined ? 'design' : 'design design-open'}
    roles={['designer', 'administrator']}
    text={text.value}
    connected={connected}
  >
    {(city) => <Rooms city={city} />}
  </WorkPage>
);

/** The list, or what is open of it. */
function Rooms({ city }: { readonly city: City }) {
  const w = text.value;
  useEffect(() => {
    const stops = [followAddress(), followNews()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  if (named.value === undefined) return <DesignList />;
  if (design.value) return <Studio city={city} />;
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
