/** Who is signed in, and the way out. */

import { Icon } from '../ui/icons.tsx';
import { leave, session } from './session-state.ts';
import { sessionText } from './session-words.ts';

export function SessionMenu() {
  const now = session.value;
  if (now.kind !== 'in') return null;
  return (
    <>
      <span class="who">
        <Icon name="user" size={18} />
        {now.session.name}
      </span>
      <button type="button" class="quiet" onClick={() => void leave()}>
        <Icon name="leave" size={18} />
        {sessionText.value.leave}
      </button>
    </>
  );
}
