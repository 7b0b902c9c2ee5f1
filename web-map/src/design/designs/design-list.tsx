/** Every design: who changed it last and when, and what has become of it. */

import { useSignal } from '@preact/signals';
import type { ProblemError } from '../../shared/api/problem.ts';
import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { dayOf, dayText, timeText } from '../../shared/text/moment.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import type { DesignInfo } from '../api/designs.ts';
import { isDesigner } from '../state/open-design.ts';
import { text } from '../words.ts';
import { begin, designs, giveUp, listProblem, loadList } from './list-state.ts';

export function DesignList() {
  const w = text.value;
  return (
    <main class="hall">
      {isDesigner.value ? <BeginForm /> : null}
      <section aria-label={w.designs}>
        <h2>{w.designs}</h2>
        {listProblem.value ? (
          <Notice tone="error" retry={{ label: w.retry, run: () => void loadList() }}>
            {problemLine(listProblem.value)}
          </Notice>
        ) : null}
        <Lines />
      </section>
    </main>
  );
}

function BeginForm() {
  const w = text.value;
  const [busy, said] = [useSignal(false), useSignal<ProblemError | undefined>(undefined)];
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget as HTMLFormElement).get('name')).trim();
    if (name === '') return;
    busy.value = true;
    said.value = await begin(name);
    busy.value = false;
  };
  return (
    <form class="card begin" onSubmit={(event) => void submit(event)}>
      <h2>{w.beginHeading}</h2>
      <p class="dim small-text">{w.beginHint}</p>
      <div class="begin-row">
        <label class="field">
          <span class="unseen">{w.designName}</span>
          <input name="name" required maxLength={120} placeholder={w.nameHint} />
        </label>
        <button type="submit" class="primary" disabled={busy.value}>
          <Icon name="plus" size={18} />
          {w.begin}
        </button>
      </div>
      {said.value ? <Notice tone="error">{problemLine(said.value)}</Notice> : null}
    </form>
  );
}

function Lines() {
  const w = text.value;
  const all = designs.value;
  if (!all) return listProblem.value ? null : <p class="dim pad">{w.loading}</p>;
  if (all.length === 0) return <p class="dim pad">{w.noDesigns}</p>;
  return (
    <ul class="designs">
      {all.map((design) => (
        <Line key={design.id} design={design} />
      ))}
    </ul>
  );
}

function Line({ design }: { readonly design: DesignInfo }) {
  const w = text.value;
  const asking = useSignal(false);
  const said = useSignal<ProblemError | undefined>(undefined);
  return (
    <li class="design-line">
      <a href={`#${design.id}`} class="design-name">
        {design.name}
      </a>
      <span class={`chip state-${design.state}`}>{w[design.state]}</span>
      <span class="dim small-text design-facts">
        {w.createdOn(when(design.created))}
        <span class="sep" />
        {design.last_who && design.last_at
          ? w.stepsBy(
              countText(design.steps, language.value),
              design.last_who,
              when(design.last_at),
            )
          : w.noSteps}
      </span>
      {design.state === 'open' && isDesigner.value && !asking.value ? (
        <button
          type="button"
          class="quiet"
          aria-label={`${w.giveUp} ${design.name}`}
          onClick={() => {
            asking.value = true;
          }}
        >
          <Icon name="trash" size={18} />
        </button>
      ) : null}
      {asking.value ? (
        <div class="row design-ask">
          <span>{w.reallyGiveUp}</span>
          <button
            type="button"
            class="small danger"
            onClick={async () => {
              said.value = await giveUp(design.id);
              asking.value = false;
            }}
          >
            {w.giveUp}
          </button>
          <button
            type="button"
            class="small"
            onClick={() => {
              asking.value = false;
            }}
          >
            {w.keep}
          </button>
        </div>
      ) : null}
      {said.value ? <Notice tone="error">{problemLine(said.value)}</Notice> : null}
    </li>
  );
}

/** A day and a time: 「11月21日 周六 08:05」. */
export function when(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return `${dayText(dayOf(at), language.value, dayOf(new Date()))} ${timeText(instant)}`;
}
