/** What is wrong, by kind, the worst first; each brings the map to its place. */

import { useSignal } from '@preact/signals';
import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import type { Finding } from '../api/designs.ts';
import { lookAt, wish } from '../map/wish.ts';
import { grids, isOpen } from '../state/open-design.ts';
import { findingText, gridNames } from '../step-words.ts';
import { text } from '../words.ts';
import { askFindings, findingsProblem, found, type Group, grouped } from './findings-state.ts';
import { RepairButton } from './repair-button.tsx';

/** The first kinds are opened; a long list of small matters is not. */
const OPEN_MAX = 30;

export function FindingsPanel() {
  const w = text.value;
  const told = found.value;
  if (findingsProblem.value) {
    return (
      <Notice tone="error" retry={{ label: w.retry, run: () => void askFindings() }}>
        {problemLine(findingsProblem.value)}
      </Notice>
    );
  }
  if (!told) return <p class="dim pad">{w.loading}</p>;
  if (told.length === 0) return <p class="dim pad">{w.noFindings}</p>;
  return (
    <div class="findings" tabIndex={-1}>
      {grouped(told).map((group) => (
        <Kind key={group.kind} group={group} />
      ))}
    </div>
  );
}

function Kind({ group: { found: some } }: { readonly group: Group }) {
  const [first] = some;
  const open = useSignal(some.length <= OPEN_MAX);
  if (!first) return null;
  return (
    <details
      class="finding-kind"
      open={open.value}
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>
        {findingText(first)}
        <span class="count">
          {text.value.findingsCount(countText(some.length, language.value))}
        </span>
      </summary>
      {open.value ? (
        <ul>
          {some.map((one) => (
            <Line key={one.grids.join(' ')} one={one} />
          ))}
        </ul>
      ) : null}
    </details>
  );
}

/** The figure of a finding, where it says more than its name. */
function valueText({ kind, value }: Finding): string {
  const count = countText(value, language.value);
  switch (kind) {
    case 'too-many':
    case 'too-few':
      return `${count} ${language.value === 'zh' ? '户' : 'households'}`;
    case 'torn':
    case 'encloses':
      return count;
    case 'thin':
      return value.toFixed(2);
    default:
      return '';
  }
}

function Line({ one }: { readonly one: Finding }) {
  const show = (): void => {
    const grid = one.grids.find((number) => grids.peek().has(number));
    if (grid !== undefined) lookAt(grid);
    else if (one.at) wish.value = { at: one.at };
  };
  return (
    <li>
      <button type="button" class="finding" onClick={show}>
        <span>{gridNames(one.grids)}</span>
        <span class="dim">{valueText(one)}</span>
      </button>
      {isOpen.value ? <RepairButton one={one} /> : null}
    </li>
  );
}
