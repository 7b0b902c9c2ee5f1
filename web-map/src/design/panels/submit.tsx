/** From a design to a drawing in force: one person submits, another publishes. */

import { useSignal } from '@preact/signals';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded, session } from '../../shared/session/session-state.ts';
import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { dateText, dayOf } from '../../shared/text/moment.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import {
  type DesignInfo,
  lineageFile,
  loadDifferences,
  publishDesign,
  reopenDesign,
  submitDesign,
} from '../api/designs.ts';
import { lookAt } from '../map/wish.ts';
import { catchUp, design, isDesigner, seq } from '../state/open-design.ts';
import { gridNames } from '../step-words.ts';
import { text } from '../words.ts';
import { printChanges, sheetProblem } from './change-sheet-state.ts';
import { Totals } from './compare.tsx';
import { instantOf, tomorrow } from './effective.ts';
import { findings } from './findings-state.ts';
import { sheetText } from './sheet-words.ts';
import { useOfDesign } from './use-of-design.ts';

export function SubmitPanel() {
  const w = text.value;
  const open = design.value;
  if (!open) return null;
  switch (open.state) {
    case 'open':
      return isDesigner.value ? (
        <SubmitForm open={open} />
      ) : (
        <p class="dim pad">{w.notSubmitted}</p>
      );
    case 'submitted':
      return <Approval open={open} />;
    case 'published':
      return (
        <div class="submit">
          <Notice>
            {w.publishedAs(
              String(open.drawing ?? ''),
              dateText(open.valid_from ?? '', language.value),
            )}
          </Notice>
          <ChangeSheetButton />
          {open.drawing === null ? null : (
            <a class="quiet" href={lineageFile(open.drawing)} download>
              <Icon name="download" size={18} />
              {w.lineage}
            </a>
          )}
        </div>
      );
    case 'dropped':
      return (
        <div class="submit">
          <Notice>{w.droppedNote}</Notice>
        </div>
      );
    default:
      return open.state satisfies never;
  }
}

/** So many are named one by one; the list of findings has them all. */
const FAULTY_MAX = 12;

/** What changes by it. */
function Summary() {
  const { told, problem } = useOfDesign(loadDifferences);
  if (problem.value) return <Notice tone="error">{problemLine(problem.value)}</Notice>;
  return told.value ? <Totals told={told.value} /> : null;
}

/** How many findings of a kind there are. */
const countOf = (kind: string): number =>
  findings.value?.found.filter((one) => one.kind === kind).length ?? 0;

/** The grids that keep it from being submitted, to go there at once. */
function Faulty() {
  const found = findings.value?.found ?? [];
  const kinds = ['unnamed', 'code-twice'];
  const some = found.filter(({ kind }) => kinds.includes(kind)).flatMap((one) => one.grids);
  return (
    <p class="faulty">
      {some.slice(0, FAULTY_MAX).map((grid) => (
        <button key={grid} type="button" class="text-button" onClick={() => lookAt(grid)}>
          {gridNames([grid])}
        </button>
      ))}
    </p>
  );
}

function SubmitForm({ open }: { readonly open: DesignInfo }) {
  const w = text.value;
  const said = useSignal<ProblemError | undefined>(undefined);
  const [twice, unnamed] = [countOf('code-twice'), countOf('unnamed')];
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const day = String(new FormData(event.currentTarget as HTMLFormElement).get('day'));
    said.value = await doing(() => submitDesign(open.id, seq.peek(), instantOf(day)));
  };
  return (
    <form class="submit" onSubmit={(event) => void submit(event)}>
      <h3>{w.submitHeading}</h3>
      <p class="dim small-text">{w.submitHint}</p>
      <Summary />
      {twice + unnamed > 0 ? (
        <Notice tone="warning">
          {w.notYet}
          <ul>
            {twice > 0 ? <li>{w.codesTwice(countText(twice, language.value))}</li> : null}
            {unnamed > 0 ? <li>{w.unnamed(countText(unnamed, language.value))}</li> : null}
          </ul>
          <Faulty />
        </Notice>
      ) : null}
      <label class="field">
        <span>{w.effective}</span>
        <input
          type="date"
          name="day"
          required
          min={tomorrow(dayOf(new Date()))}
          defaultValue={tomorrow(dayOf(new Date()))}
        />
      </label>
      {said.value ? <Notice tone="error">{problemLine(said.value)}</Notice> : null}
      <button type="submit" class="primary wide" disabled={open.steps === 0 || twice + unnamed > 0}>
        {w.submit}
      </button>
    </form>
  );
}

function Approval({ open }: { readonly open: DesignInfo }) {
  const w = text.value;
  const looked = useSignal(false);
  const said = useSignal<ProblemError | undefined>(undefined);
  const own = session.value.kind === 'in' && session.value.session.name === open.submitted_by;
  const day = dateText(open.valid_from ?? '', language.value);
  return (
    <div class="submit">
      <Notice>{w.submittedFor(open.submitted_by ?? '', day)}</Notice>
      <Summary />
      <p class="small-text">
        {w.hash}
        <code class="hash">{open.hash}</code>
      </p>
      <ChangeSheetButton />
      {own ? (
        <p class="dim">{w.secondPerson}</p>
      ) : (
        <>
          <label class="check">
            <input
              type="checkbox"
              checked={looked.value}
              onChange={(event) => {
                looked.value = event.currentTarget.checked;
              }}
            />
            {w.lookedAt}
          </label>
          <button
            type="button"
            class="primary wide"
            disabled={!looked.value}
            onClick={async () => {
              said.value = await doing(() => publishDesign(open.id, open.hash ?? ''));
            }}
          >
            <Icon name="check" size={18} />
            {w.publish}
          </button>
        </>
      )}
      {said.value ? <Notice tone="error">{problemLine(said.value)}</Notice> : null}
      <button
        type="button"
        class="plain wide"
        onClick={async () => {
          said.value = await doing(() => reopenDesign(open.id));
        }}
      >
        {w.reopen}
      </button>
    </div>
  );
}

/** What changes, on paper, to be signed. */
function ChangeSheetButton() {
  return (
    <>
      <button type="button" class="quiet" onClick={() => void printChanges()}>
        <Icon name="print" size={18} />
        {sheetText.value.printChanges}
      </button>
      {sheetProblem.value ? <Notice tone="error">{problemLine(sheetProblem.value)}</Notice> : null}
    </>
  );
}

/** Does something to the whole design and shows what it is then. */
async function doing(work: () => Promise<DesignInfo>): Promise<ProblemError | undefined> {
  const problem = await guarded(async () => {
    const now = await work();
    if (design.peek()?.id === now.id) design.value = now;
  });
  // Somebody was first: what they made of it is shown beside what is said.
  if (problem?.status === 409) await catchUp();
  return problem;
}
