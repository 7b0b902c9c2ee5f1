/** The users, their roles, and what can be done with each account. */

import { useSignal } from '@preact/signals';
import type { ProblemError } from '../shared/api/problem.ts';
import { session } from '../shared/session/session-state.ts';
import { language } from '../shared/text/language.ts';
import { dateText } from '../shared/text/moment.ts';
import { Icon } from '../shared/ui/icons.tsx';
import { Notice } from '../shared/ui/notice.tsx';
import { problemLine } from '../shared/ui/problem-line.ts';
import { loadUsers, remove, renew, users, usersProblem } from './admin-state.ts';
import { ROLES, type User } from './api/users.ts';
import { PasswordField } from './password-field.tsx';
import { text } from './words.ts';

export function UserTable() {
  const w = text.value;
  if (usersProblem.value && !users.value) {
    return (
      <Notice tone="error" retry={{ label: w.retry, run: () => void loadUsers() }}>
        {problemLine(usersProblem.value)}
      </Notice>
    );
  }
  if (!users.value) return <p class="dim">{w.loading}</p>;
  return (
    <table class="grid-table">
      <thead>
        <tr>
          <th scope="col">{w.name}</th>
          <th scope="col">{w.role}</th>
          <th scope="col">{w.created}</th>
          <th scope="col">
            <span class="unseen">{w.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {users.value.map((user) => (
          <UserRow key={user.name} user={user} />
        ))}
      </tbody>
    </table>
  );
}

/** A role in words; one not known here is shown as it came. */
export function roleText(role: string): string {
  const known = ROLES.find((one) => one === role);
  return known ? text.value[known] : role;
}

function UserRow({ user }: { readonly user: User }) {
  const w = text.value;
  const open = useSignal<'password' | 'remove' | undefined>(undefined);
  const own = session.value.kind === 'in' && session.value.session.name === user.name;
  const close = (): void => {
    open.value = undefined;
  };
  return (
    <>
      <tr>
        <th scope="row">
          {user.name}
          {own ? <span class="chip">{w.you}</span> : null}
        </th>
        <td>{roleText(user.role)}</td>
        <td class="dim">{dateText(user.created, language.value)}</td>
        <td class="actions">
          <button
            type="button"
            class="quiet"
            aria-label={w.setPasswordOf(user.name)}
            aria-expanded={open.value === 'password'}
            onClick={() => {
              open.value = open.value === 'password' ? undefined : 'password';
            }}
          >
            <Icon name="lock" size={16} />
            {w.setPassword}
          </button>
          {own ? null : (
            <button
              type="button"
              class="quiet"
              aria-label={w.removeOf(user.name)}
              aria-expanded={open.value === 'remove'}
              onClick={() => {
                open.value = open.value === 'remove' ? undefined : 'remove';
              }}
            >
              <Icon name="trash" size={16} />
              {w.remove}
            </button>
          )}
        </td>
      </tr>
      {open.value ? (
        <tr class="row-form">
          <td colSpan={4}>
            {open.value === 'password' ? (
              <RenewForm name={user.name} close={close} />
            ) : (
              <RemoveForm name={user.name} close={close} />
            )}
          </td>
        </tr>
      ) : null}
    </>
  );
}

type FormProps = { readonly name: string; readonly close: () => void };

function RenewForm({ name, close }: FormProps) {
  const w = text.value;
  const problem = useSignal<ProblemError | undefined>(undefined);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    problem.value = await renew(name, String(form.get('password')));
    if (!problem.value) close();
  };
  return (
    <form class="inline-form" onSubmit={(event) => void submit(event)}>
      <p>{w.setPasswordOf(name)}</p>
      <PasswordField name="password" label={w.newPassword} fresh />
      <div class="row">
        <button type="submit" class="primary">
          {w.save}
        </button>
        <button type="button" class="plain" onClick={close}>
          {w.cancel}
        </button>
      </div>
      {problem.value ? <Notice tone="error">{problemLine(problem.value)}</Notice> : null}
    </form>
  );
}

function RemoveForm({ name, close }: FormProps) {
  const w = text.value;
  const problem = useSignal<ProblemError | undefined>(undefined);
  const run = async (): Promise<void> => {
    problem.value = await remove(name);
    if (!problem.value) close();
  };
  return (
    <div class="inline-form" role="alertdialog" aria-label={w.removeOf(name)}>
      <p>{w.removeSure(name)}</p>
      <div class="row">
        <button type="button" class="danger" onClick={() => void run()}>
          {w.remove}
        </button>
        <button type="button" class="plain" onClick={close}>
          {w.cancel}
        </button>
      </div>
      {problem.value ? <Notice tone="error">{problemLine(problem.value)}</Notice> : null}
    </div>
  );
}
