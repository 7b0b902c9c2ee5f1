/** The form for a new account. */

import { useSignal } from '@preact/signals';
import type { ProblemError } from '../shared/api/problem.ts';
import { Notice } from '../shared/ui/notice.tsx';
import { problemLine } from '../shared/ui/problem-line.ts';
import { add } from './admin-state.ts';
import { ROLES } from './api/users.ts';
import { PasswordField } from './password-field.tsx';
import { roleText } from './user-table.tsx';
import { text } from './words.ts';

export function AddUser() {
  const w = text.value;
  const problem = useSignal<ProblemError | undefined>(undefined);
  const busy = useSignal(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const target = event.currentTarget as HTMLFormElement;
    const form = new FormData(target);
    const role = ROLES.find((one) => one === form.get('role')) ?? 'grid-worker';
    busy.value = true;
    problem.value = await add(String(form.get('name')).trim(), role, String(form.get('password')));
    busy.value = false;
    if (!problem.value) target.reset();
  };
  return (
    <form class="card stack" onSubmit={(event) => void submit(event)}>
      <h2>{w.addHeading}</h2>
      <label class="field">
        <span>{w.name}</span>
        <input name="name" required maxLength={64} autoComplete="off" spellcheck={false} />
      </label>
      <label class="field">
        <span>{w.role}</span>
        <select name="role">
          {ROLES.map((role) => (
            <option key={role} value={role} selected={role === 'dispatcher'}>
              {roleText(role)}
            </option>
          ))}
        </select>
      </label>
      <PasswordField name="password" label={w.newPassword} fresh />
      {problem.value ? <Notice tone="error">{problemLine(problem.value)}</Notice> : null}
      <button type="submit" class="primary" disabled={busy.value}>
        {busy.value ? w.saving : w.add}
      </button>
    </form>
  );
}
