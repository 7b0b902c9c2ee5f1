/** The answer to "which grid is this, and who serves it?", told aloud as it changes. */

import { boundsOf } from '../../shared/api/city.ts';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../problem-line.ts';
import { answer, city, clear, follow, wish } from '../state.ts';
import { text } from '../words.ts';
import { Found } from './found.tsx';
import { LargerUnit } from './larger-unit.tsx';

export function AnswerPanel() {
  return (
    <section id="answer" class="answer" aria-live="polite" tabIndex={-1}>
      <AnswerBody />
    </section>
  );
}

function AnswerBody() {
  const w = text.value;
  const now = answer.value;
  switch (now.kind) {
    case 'none':
      return null;
    case 'asking':
      return <p class="dim pad asking">{w.asking}</p>;
    case 'found':
      return <Found at={now.at} found={now.found} near={now.near} />;
    case 'unit':
      return <LargerUnit unit={now.unit} />;
    case 'outside':
      return <Outside />;
    case 'unknown':
      return <Notice tone="warning">{w.codeUnknown(now.code)}</Notice>;
    case 'failed':
      return (
        <Notice tone="error" retry={{ label: w.retry, run: () => void follow(now.link) }}>
          {problemLine(now.problem)}
        </Notice>
      );
    default:
      return now satisfies never;
  }
}

function Outside() {
  const w = text.value;
  const known = city.value;
  const showCity = (): void => {
    clear();
    if (known) wish.value = { kind: 'box', box: boundsOf(known) };
  };
  return (
    <Notice tone="warning" retry={{ label: w.showCity, run: showCity }}>
      <strong>{w.outside}</strong>
      <p>{w.outsideMore}</p>
    </Notice>
  );
}
