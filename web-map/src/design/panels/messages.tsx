/** What must be said beside the map: refused steps, conflicts, what others did, what was made. */

import { useEffect } from 'preact/hooks';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import { when } from '../designs/design-list.tsx';
import { boxOf, wish } from '../map/wish.ts';
import {
  type Conflict,
  conflict,
  forget,
  lastMade,
  type Refusal,
  refusal,
  stepProblem,
  tooLate,
  tryAgain,
} from '../state/make.ts';
import { catchUp, grids, openProblem } from '../state/open-design.ts';
import { othersDid } from '../state/others-did.ts';
import { gridNames, refusalText, stepText } from '../step-words.ts';
import { text } from '../words.ts';

/** News of others goes by itself. */
const NEWS_MS = 9_000;

export function Messages() {
  const w = text.value;
  return (
    <div class="messages">
      {conflict.value ? <ConflictCard met={conflict.value} /> : null}
      {refusal.value ? <RefusalNote refused={refusal.value} /> : null}
      {stepProblem.value ? <Notice tone="error">{problemLine(stepProblem.value)}</Notice> : null}
      {tooLate.value ? <Notice tone="warning">{w.hintReadOnly}</Notice> : null}
      {openProblem.value ? (
        <Notice tone="error" retry={{ label: w.retry, run: () => void catchUp() }}>
          {problemLine(openProblem.value)}
        </Notice>
      ) : null}
      <Made />
      <News />
    </div>
  );
}

function RefusalNote({ refused }: { readonly refused: Refusal }) {
  const w = text.value;
  const { at } = refused;
  return (
    <Notice
      tone="error"
      retry={
        at
          ? {
              label: w.look,
              run: () => {
                wish.value = { at };
              },
            }
          : undefined
      }
    >
      <p class="refused-rule">
        <strong>{w.refusedHeading}</strong>
        <span class="under">{refusalText(refused)}</span>
      </p>
    </Notice>
  );
}

/** One's own step beside what the others did. */
function ConflictCard({ met }: { readonly met: Conflict }) {
  const w = text.value;
  const touched = [...new Set(met.others.flatMap((step) => step.grids))];
  const look = (): void => {
    const box = boxOf(touched);
    if (box) wish.value = { box };
  };
  return (
    <section class="card conflict" role="alert">
      <h3>{w.conflictHeading}</h3>
      <div class="sides">
        <div>
          <h4>{w.yours}</h4>
          <p>{stepText(met.step)}</p>
        </div>
        <div>
          <h4>{w.theirs}</h4>
          <ul>
            {met.others.map((other) => (
              <li key={other.seq}>
                <strong>{other.who}</strong>
                <span class="sep" />
                {stepText(other.made, other.grids)}
                <span class="dim small-text under">{when(other.at)}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
      <p class="dim small-text">{w.conflictHint}</p>
      <div class="row">
        <button type="button" class="small" onClick={look}>
          {w.look}
        </button>
        <button type="button" class="small" onClick={tryAgain}>
          {w.tryAgain}
        </button>
        <button type="button" class="small" onClick={forget}>
          {w.leaveIt}
        </button>
      </div>
    </section>
  );
}

/** The last step, for those who hear the page. */
function Made() {
  const w = text.value;
  const made = lastMade.value;
  const torn = made?.answer.torn ?? [];
  return (
    <>
      <p class="unseen" role="status">
        {made
          ? w.made(
              stepText(
                made.step,
                made.answer.grids.map(({ grid }) => grid),
              ),
            )
          : ''}
      </p>
      {torn.length > 0 && grids.value.size > 0 ? (
        <Notice tone="warning">{w.torn(gridNames(torn))}</Notice>
      ) : null}
    </>
  );
}

function News() {
  const w = text.value;
  const news = othersDid.value;
  useEffect(() => {
    if (!news) return;
    const gone = globalThis.setTimeout(() => {
      othersDid.value = undefined;
    }, NEWS_MS);
    return () => globalThis.clearTimeout(gone);
  }, [news]);
  const said = {
    changed: w.changedBy,
    reopened: w.openedBy,
    submitted: w.submittedBy,
    published: w.publishedBy,
    dropped: w.droppedBy,
  };
  return (
    <div role="status" class="news">
      {news ? <Notice>{said[news.what](news.who)}</Notice> : null}
    </div>
  );
}
