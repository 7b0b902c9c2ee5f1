/** The tools over the map: what the pointer does, taking back, and what to do next. */

import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { Icon, type IconName } from '../../shared/ui/icons.tsx';
import { LETTERS, lettersOn } from '../keys.ts';
import { pending, redo, undo } from '../state/make.ts';
import { chosen, chosenGrid, depth, grids, isOpen } from '../state/open-design.ts';
import {
  canFinish,
  edge,
  finish,
  sketch,
  stepBack,
  TOOLS,
  type Tool,
  taker,
  takeUp,
  tool,
} from '../state/tool.ts';
import { text } from '../words.ts';

const ICONS: Readonly<Record<Tool, IconName>> = {
  nodes: 'node',
  split: 'split',
  reroute: 'bend',
  area: 'area',
  merge: 'merge',
};

export function Toolbar() {
  const w = text.value;
  const can = isOpen.value;
  const { undo: back, redo: again } = depth.value;
  return (
    <div class="toolbar">
      <div class="tools" role="toolbar" aria-label={w.tools}>
        {TOOLS.map((name) => (
          <button
            key={name}
            type="button"
            class="tool"
            aria-pressed={tool.value === name}
            disabled={!can && name !== 'nodes'}
            title={`${w[toolWord(name)]}${lettersOn.value ? ` (${LETTERS[name]})` : ''}`}
            onClick={() => takeUp(name)}
          >
            <Icon name={ICONS[name]} size={18} />
            <span>{w[`${name}Short`]}</span>
          </button>
        ))}
        <div class="tool-pair">
          <button
            type="button"
            class="tool tool-short"
            disabled={!can || back === 0}
            title={`${w.undo} (Ctrl+Z)`}
            onClick={() => void undo()}
          >
            <Icon name="undo" size={18} />
            <span>{w.undo}</span>
            <span class="count">{countText(back, language.value)}</span>
          </button>
          <button
            type="button"
            class="tool tool-short"
            disabled={!can || again === 0}
            title={`${w.redo} (Ctrl+Shift+Z)`}
            onClick={() => void redo()}
          >
            <Icon name="redo" size={18} />
            <span>{w.redo}</span>
            <span class="count">{countText(again, language.value)}</span>
          </button>
        </div>
      </div>
      <Hint />
    </div>
  );
}

export const toolWord = (name: Tool): 'nodes' | 'split' | 'reroute' | 'areaTool' | 'merge' =>
  name === 'area' ? 'areaTool' : name;

/** What to do next, and the buttons for those who do not click twice. */
function Hint() {
  const w = text.value;
  const drawing = tool.value === 'split' || tool.value === 'area' || tool.value === 'reroute';
  return (
    <div class="hint">
      <p aria-live="polite" class="hint-text">
        {hintNow()}
      </p>
      {tool.value === 'area' && chosenGrid.value ? <Taker /> : null}
      {drawing ? (
        <span class="row hint-buttons">
          <button
            type="button"
            class="small"
            disabled={sketch.value.length === 0}
            onClick={stepBack}
          >
            {w.back}
          </button>
          <button type="button" class="small" onClick={() => takeUp('nodes')}>
            {w.cancel}
          </button>
          <button
            type="button"
            class="small filled"
            disabled={!canFinish.value || pending.value > 0}
            onClick={() => void finish()}
          >
            {w.done}
          </button>
        </span>
      ) : null}
    </div>
  );
}

function hintNow(): string {
  const w = text.value;
  if (!isOpen.value) return w.hintReadOnly;
  const none = chosen.value === undefined;
  switch (tool.value) {
    case 'nodes':
      return w.hintNodes;
    case 'split':
      return none ? w.hintChoose : w.hintSplit;
    case 'area':
      return none ? w.hintChoose : w.hintArea;
    case 'merge':
      return none ? w.hintChoose : w.hintMerge;
    case 'reroute':
      return edge.value ? w.hintReroute : w.hintReroutePick;
    default:
      return tool.value satisfies never;
  }
}

/** Who gets the land. */
function Taker() {
  const w = text.value;
  const near = chosenGrid.value?.neighbours ?? [];
  return (
    <label class="taker">
      {w.taker}
      <select
        value={taker.value === undefined ? '' : String(taker.value)}
        onChange={(event) => {
          const { value } = event.currentTarget;
          taker.value = value === '' ? undefined : Number(value);
        }}
      >
        <option value="">{w.newGrid}</option>
        {near.map((number) => (
          <option key={number} value={String(number)}>
            {grids.value.get(number)?.name}
          </option>
        ))}
      </select>
    </label>
  );
}
