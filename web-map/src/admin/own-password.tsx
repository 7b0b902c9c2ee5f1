/** Changing one's own password. */

import { useSignal } from '@preact/signals';
import { type ProblemError, problemOf } from '../shared/api/problem.ts';
import { changePassword } from '../shared/api/session.ts';
import { Notice } from '../shared/ui/notice.tsx';
import { problemLine } from '../shared/ui/problem-line.ts';
import { PasswordField } from './password-field.tsx';
import { text } from './words.ts';

export function OwnPassword() {
  const w = text.value;
  const said = useSignal<ProblemError | 'done' | undefined>(undefined);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const target = event.currentTarget as HTMLFormElement;
    const form = new FormData(target);
    said.value = undefined;
    try {
      await changePassword(String(form.get('old')), String(form.get('new')));
      said.value = 'done';
      target.reset();
    } catch (thrown) {
      said.value = problemOf(thrown);
    }
  };
  return (
    <form class="card stack" onSubmit={(event) => void submit(event)}>
      <h2>{w.own}</h2>
      <PasswordField name="old" label={w.oldPassword} />
      <PasswordField name="new" label={w.newPassword} fresh />
      <div aria-live="polite">
        {said.value === 'done' ? <Notice>{w.ownDone}</Notice> : null}
        {said.value instanceof Error ? (
          <Notice tone="error">
            {said.value.status === 401 || said.value.status === 403
              ? w.oldWrong
              : problemLine(said.value)}
          </Notice>
        ) : null}
      </div>
      <button type="submit" class="primary">
        {w.save}
      </button>
    </form>
  );
}
