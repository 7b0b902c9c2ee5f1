/** The dispatcher's page as a whole: the door, and the desk behind it. */

import { WorkPage } from '../shared/ui/work-page.tsx';
import { Desk } from './desk.tsx';
import { connected } from './live.ts';
import { text } from './words.ts';

export const App = () => (
  <WorkPage name="dispatch" roles={['dispatcher']} text={text.value} connected={connected}>
    {(city) => <Desk city={city} />}
  </WorkPage>
);
