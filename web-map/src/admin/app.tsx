/** The administrator's page as a whole: the door, the users, the store. */

import { useEffect } from 'preact/hooks';
import { SessionMenu } from '../shared/session/session-menu.tsx';
import { Door } from '../shared/session/sign-in.tsx';
import { Header } from '../shared/ui/header.tsx';
import { Notice } from '../shared/ui/notice.tsx';
import { AddUser } from './add-user.tsx';
import { done, loadCoverage, loadFacts, loadUsers } from './admin-state.ts';
import { CoverageList } from './coverage-list.tsx';
import { OwnPassword } from './own-password.tsx';
import { StoreTable } from './store-table.tsx';
import { UserTable } from './user-table.tsx';
import { text } from './words.ts';

export function App() {
  const w = text.value;
  return (
    <div class="page admin">
      <Header title="Gridbeat" subtitle={w.title}>
        <SessionMenu />
      </Header>
      <Door roles={['administrator']} title={w.title}>
        <Rooms />
      </Door>
    </div>
  );
}

function Rooms() {
  const w = text.value;
  useEffect(() => {
    void loadUsers();
    void loadFacts();
    void loadCoverage();
  }, []);
  return (
    <main class="rooms">
      <section class="room" aria-label={w.users}>
        <h2>{w.users}</h2>
        <p class="dim small-text">{w.usersIntro}</p>
        <div aria-live="polite">
          {done.value ? <Notice>{w[done.value.kind](done.value.name)}</Notice> : null}
        </div>
        <UserTable />
      </section>
      <section class="room" aria-label={w.store}>
        <h2>{w.store}</h2>
        <p class="dim small-text">{w.storeIntro}</p>
        <StoreTable />
      </section>
      <section class="room" aria-label={w.coverage}>
        <h2>{w.coverage}</h2>
        <p class="dim small-text">{w.coverageIntro}</p>
        <CoverageList />
      </section>
      <aside class="forms" aria-label={w.addHeading}>
        <AddUser />
        <OwnPassword />
      </aside>
    </main>
  );
}
