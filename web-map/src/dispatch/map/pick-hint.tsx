/** What the map waits for, said on the map: on a phone the panel that says so is out of sight. */

import { Icon } from '../../shared/ui/icons.tsx';
import { draft } from '../incidents/new-incident-state.ts';
import { picking } from '../roads/roads-state.ts';
import { text } from '../words.ts';

/** Not read out: the panel does that. */
export function PickHint() {
  const w = text.value;
  const picked = picking.value;
  const hasNoPlace = draft.value !== undefined && draft.value.at === undefined;
  if (!picked && !hasNoPlace) return null;
  return (
    <div class="pick-hint">
      <span aria-hidden="true">{picked === 'closed' ? w.tapRoad : w.tapPlace}</span>
      {picked ? (
        <button
          type="button"
          class="round"
          aria-label={w.tapCancel}
          onClick={() => {
            picking.value = undefined;
          }}
        >
          <Icon name="close" size={16} />
        </button>
      ) : null}
    </div>
  );
}
