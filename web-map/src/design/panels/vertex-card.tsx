/** The vertex that was chosen, and its command; how to move it by keys. */

import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { positionText } from '../../shared/text/position.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { removeVertex } from '../map/remove-vertex.ts';
import { grids, isOpen, topology, vertex } from '../state/open-design.ts';
import { text } from '../words.ts';

export function VertexCard() {
  const w = text.value;
  const key = vertex.value;
  // The topology follows the grids.
  const at = key === undefined || grids.value.size === 0 ? undefined : topology.place(key);
  if (key === undefined || !at || !isOpen.value) return null;
  return (
    <div class="vertex-card">
      <p>
        <strong>{w.vertex}</strong> <span class="code">{positionText(at)}</span>
        <span class="dim small-text under">
          {w.vertexMeets(countText(topology.degree(key), language.value))}
          {topology.isPinned(key) ? ` · ${w.upper}` : ''}
        </span>
      </p>
      <button type="button" class="small danger" onClick={() => removeVertex(key)}>
        <Icon name="trash" size={16} />
        {w.removeVertex}
      </button>
      <p class="dim small-text keys-hint">{w.vertexKeys}</p>
    </div>
  );
}
