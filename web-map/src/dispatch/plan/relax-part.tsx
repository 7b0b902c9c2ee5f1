/** What would have to give way so that required visits that are left out can be made. */

import { signal } from '@preact/signals';
import type { ProblemError } from '../../shared/api/problem.ts';
import { guarded } from '../../shared/session/session-state.ts';
import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import { type Plan, type Relaxation, type Relaxations, relaxations } from '../api/plans.ts';
import { modeText, targetName } from './crew-routes.tsx';
import { text } from './plan-words.ts';

type Told = Relaxations & { readonly plan: Plan['id'] };

const told = signal<Told | undefined>(undefined);
const asking = signal<Plan['id'] | undefined>(undefined);
const problem = signal<ProblemError | undefined>(undefined);

async function ask({ id }: Plan): Promise<void> {
  asking.value = id;
  problem.value = await guarded(async () => {
    told.value = { ...(await relaxations(id)), plan: id };
  });
  asking.value = undefined;
}

export function RelaxPart({ open }: { readonly open: Plan }) {
  const w = text.value;
  const required = new Set(open.targets.filter((one) => one.required).map(({ id }) => id));
  if (!open.unserved.some(({ target }) => required.has(target))) return null;
  const found = told.value?.plan === open.id ? told.value : undefined;
  const isAsking = asking.value === open.id;
  return (
    <div class="relax" aria-live="polite">
      {found || isAsking ? null : (
        <button type="button" class="small" onClick={() => void ask(open)}>
          {w.relax}
        </button>
      )}
      {isAsking ? <p class="dim small-text">{w.relaxing}</p> : null}
      {problem.value ? <Notice tone="error">{problemLine(problem.value)}</Notice> : null}
      {found ? <Answers open={open} found={found} /> : null}
    </div>
  );
}

function Answers({ open, found }: { readonly open: Plan; readonly found: Told }) {
  const w = text.value;
  const targets = [...new Set(found.relaxations.map(({ target }) => target))];
  const name = (id: string): string =>
    targetName(
      open.targets.find((one) => one.id === id),
      id,
    );
  return (
    <>
      {targets.map((target) => (
        <section key={target}>
          <p class="small-text">{w.relaxFor(name(target))}</p>
          <ul>
            {found.relaxations
              .filter((one) => one.target === target)
              .map((one) => (
                <li key={`${one.kind} ${one.crew} ${one.mode} ${one.minutes}`}>
                  {reliefText(open, one)}
                  {one.unserved_required > 0 ? (
                    <span class="dim small-text">
                      {w.relaxLeft(countText(one.unserved_required, language.value))}
                    </span>
                  ) : null}
                </li>
              ))}
          </ul>
        </section>
      ))}
      {targets.length === 0 ? <p class="small-text">{w.relaxNone}</p> : null}
      {found.complete ? null : <p class="dim small-text">{w.relaxPart}</p>}
    </>
  );
}

/** A change in words; one of a kind not known here is named as it came. */
export function reliefText(open: Pick<Plan, 'crews'>, relaxation: Relaxation): string {
  const w = text.value;
  const { kind } = relaxation;
  const crew = open.crews.find(({ id }) => id === relaxation.crew)?.name ?? relaxation.crew ?? '';
  const minutes = countText(relaxation.minutes ?? 0, language.value);
  switch (kind) {
    case 'shift-ends':
    case 'shift-begins':
    case 'window-ends':
    case 'window-begins':
      return w[kind](crew, minutes);
    case 'mode':
      return w['relax-mode'](modeText(relaxation.mode ?? ''));
    case 'skills':
      return w['relax-skills'](crew);
    case 'capacity':
      return w['relax-capacity'](crew);
    case 'locks':
      return w['relax-locks'];
    case 'crew':
      return w['relax-crew'](crew);
    default:
      return kind;
  }
}
