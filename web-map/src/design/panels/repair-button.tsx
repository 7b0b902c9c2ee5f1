/** One press that mends a finding; it says what it will do. */

import { useSignal } from '@preact/signals';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { Icon, type IconName } from '../../shared/ui/icons.tsx';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import type { Finding } from '../api/designs.ts';
import type { Step } from '../api/step.ts';
import { lookAt } from '../map/wish.ts';
import { halved, tryOn } from '../state/halve.ts';
import { make } from '../state/make.ts';
import { design, grids, nameOf, topology } from '../state/open-design.ts';
import { type Repair, repairOf } from '../state/repair.ts';
import { gridNames } from '../step-words.ts';
import { text } from '../words.ts';
import { findings } from './findings-state.ts';

const ICONS: Readonly<Record<Repair['kind'], IconName>> = {
  merge: 'merge',
  give: 'area',
  name: 'check',
  halve: 'split',
};

export function RepairButton({ one }: { readonly one: Finding }) {
  const w = text.value;
  const busy = useSignal(false);
  const [none, problem] = [useSignal(false), useSignal<ProblemError | undefined>(undefined)];
  const aim = findings.value;
  // The topology follows the grids.
  const repair = aim && repairOf(one, { grids: grids.value, topology, aim });
  if (!repair) return null;
  const mend = async (): Promise<void> => {
    busy.value = true;
    [none.value, problem.value] = [false, undefined];
    problem.value = await guarded(async () => {
      const step = await stepOf(repair);
      none.value = !step;
      if (!step || !(await make(step))) return;
      lookAt(repair.with);
      // What was mended is gone from the list, and the focus must not be lost with it.
      globalThis.document.querySelector<HTMLElement>('.findings')?.focus({ preventScroll: true });
    });
    busy.value = false;
  };
  const label = repairText(repair);
  return (
    <div class="repair">
      <button
        type="button"
        class="filter"
        disabled={busy.value}
        aria-label={`${gridNames(one.grids)}: ${label}`}
        onClick={() => void mend()}
      >
        <Icon name={ICONS[repair.kind]} size={16} />
        {label}
      </button>
      {none.value ? <Notice tone="warning">{w.noLine}</Notice> : null}
      {problem.value ? <Notice tone="error">{problemLine(problem.value)}</Notice> : null}
    </div>
  );
}

/** The step that is sent; for a division it is looked for first. */
async function stepOf(repair: Repair): Promise<Step | undefined> {
  if (repair.kind !== 'halve') return repair.step;
  const [id, grid] = [design.peek()?.id, grids.peek().get(repair.with)];
  return id !== undefined && grid ? halved(grid, tryOn(id)) : undefined;
}

function repairText(repair: Repair): string {
  const w = text.value;
  switch (repair.kind) {
    case 'merge':
      return w.repairMerge(nameOf(repair.with), countText(repair.households, language.value));
    case 'give':
      return w.repairGive(nameOf(repair.with));
    case 'name':
      return w.repairName(repair.name);
    case 'halve':
      return w.repairHalve;
    default:
      return repair satisfies never;
  }
}
