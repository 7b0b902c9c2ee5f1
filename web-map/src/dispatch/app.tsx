/** The dispatcher's page as a whole: the door, and the desk behind it. */

import { city, cityProblem, start } from '../shared/api/city-state.ts';
import { SessionMenu } from '../shared/session/session-menu.tsx';
import { session } from '../shared/session/session-state.ts';
import { Door } from '../shared/session/sign-in.tsx';
import { language } from '../shared/text/language.ts';
import { Header } from '../shared/ui/header.tsx';
import { Notice } from '../shared/ui/notice.tsx';
import { Desk } from './desk.tsx';
import { connected } from './live.ts';
import { problemLine } from './problem-line.ts';
import { text } from './words.ts';

export function App() {
  const w = text.value;
  const known = city.value;
  const name = known && (language.value === 'zh' ? known.name : known.name_en || known.name);
  return (
    <div class="page dispatch">
      <Header title={name ?? w.title} subtitle={name ? w.title : undefined}>
        <Live />
        <SessionMenu />
      </Header>
      <Door roles={['dispatcher']} title={w.title}>
        {known ? <Desk city={known} /> : null}
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
function Live() {
  if (session.value.kind !== 'in') return null;
  return (
    <span class={connected.value ? 'live' : 'live live-lost'} role="status">
      {connected.value ? text.value.live : text.value.lost}
    </span>
  );
}
