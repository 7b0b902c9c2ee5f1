/** What the keys do, and the switch for those that are single letters. */

import { LETTERS, letLetters, lettersOn } from '../keys.ts';
import { TOOLS } from '../state/tool.ts';
import { text } from '../words.ts';
import { toolWord } from './toolbar.tsx';

export function KeysHelp() {
  const w = text.value;
  return (
    <details class="keys-help">
      <summary>{w.keys}</summary>
      <dl>
        {TOOLS.map((name) => (
          <div key={name} class={lettersOn.value ? undefined : 'dim'}>
            <dt>
              <kbd>{LETTERS[name]}</kbd>
            </dt>
            <dd>{w[toolWord(name)]}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>Ctrl+Z</kbd>
          </dt>
          <dd>{w.undo}</dd>
        </div>
        <div>
          <dt>
            <kbd>Ctrl+Shift+Z</kbd>
          </dt>
          <dd>{w.redo}</dd>
        </div>
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={lettersOn.value}
          onChange={(event) => letLetters(event.currentTarget.checked)}
        />
        {w.lettersOn}
      </label>
      <p class="small-text">{w.keysHint}</p>
      <p class="small-text">{w.keysVertex}</p>
    </details>
  );
}
