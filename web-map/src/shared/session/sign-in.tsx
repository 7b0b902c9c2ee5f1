/** The door of a work page: nothing behind it is loaded before somebody has signed in. */

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { type ProblemError, problemOf } from '../api/problem.ts';
import { signIn } from '../api/session.ts';
import { Notice } from '../ui/notice.tsx';
import { leave, resume, session } from './session-state.ts';
import { sessionText } from './session-words.ts';

/** Shows `children` to the roles that may use the page, the form to everybody else. */
export function Door({
  roles,
  title,
  children,
}: {
  readonly roles: readonly string[];
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  const w = sessionText.value;
  const now = session.value;
  switch (now.kind) {
    case 'asking':
      return <p class="dim door-wait">{w.asking}</p>;
    case 'failed':
      return (
        <div class="door">
          <Notice tone="error" retry={{ label: w.retry, run: () => void resume() }}>
            {now.problem.offline ? w.offline : w.failed}
          </Notice>
        </div>
      );
    case 'nobody':
      return <SignInForm title={title} />;
    case 'in':
      return roles.includes(now.session.role) ? (
        children
      ) : (
        <div class="door">
          <Notice tone="warning" retry={{ label: w.leave, run: () => void leave() }}>
            {w.forbidden(now.session.name)}
          </Notice>
        </div>
      );
    default:
      return now satisfies never;
  }
}

function SignInForm({ title }: { readonly title: string }) {
  const w = sessionText.value;
  const [busy, said] = [useSignal(false), useSignal<ProblemError | undefined>(undefined)];
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    busy.value = true;
    said.value = undefined;
    try {
      const entered = await signIn(String(form.get('name')), String(form.get('password')));
      session.value = { kind: 'in', session: entered };
    } catch (thrown) {
      said.value = problemOf(thrown);
    }
    busy.value = false;
  };
  return (
    <main class="door">
      <form class="door-form" onSubmit={(event) => void submit(event)}>
        <p class="over">{title}</p>
        <h2>{w.heading}</h2>
        <label class="field">
          <span>{w.name}</span>
          <input name="name" autoComplete="username" required maxLength={64} />
        </label>
        <label class="field">
          <span>{w.password}</span>
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {said.value ? <Notice tone="error">{lineOf(said.value)}</Notice> : null}
        <button type="submit" class="primary wide" disabled={busy.value}>
          {busy.value ? w.busy : w.submit}
        </button>
        <a class="small-text" href="/">
          {w.publicPage}
        </a>
      </form>
    </main>
  );
}

function lineOf(problem: ProblemError): string {
  const w = sessionText.value;
  if (problem.offline) return w.offline;
  // One sentence for a wrong name and a wrong password: which names exist is nobody's business.
  if (problem.status === 401 || problem.status === 403) return w.wrong;
  return problem.status === 429 ? w.slow : w.failed;
}
