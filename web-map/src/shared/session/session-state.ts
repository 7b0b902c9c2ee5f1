/** Who is signed in on this page. */

import { signal } from '@preact/signals';
import { type ProblemError, problemOf } from '../api/problem.ts';
import { type Session, signOut, whoAmI } from '../api/session.ts';

export type SessionState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'in'; readonly session: Session }
  | { readonly kind: 'failed'; readonly problem: ProblemError };

export const session = signal<SessionState>({ kind: 'asking' });

/** Asks the server whether the cookie still holds. */
export async function resume(): Promise<void> {
  session.value = { kind: 'asking' };
  try {
    session.value = { kind: 'in', session: await whoAmI() };
  } catch (thrown) {
    const problem = problemOf(thrown);
    session.value = problem.status === 401 ? { kind: 'nobody' } : { kind: 'failed', problem };
  }
}

export async function leave(): Promise<void> {
  // Whatever the server says, this page shows nothing more of the session.
  await signOut().catch(() => undefined);
  session.value = { kind: 'nobody' };
}

/**
 * Runs work that needs a session and returns its problem, if it had one. When the session has
 * ended meanwhile, the page goes back to signing in.
 */
export async function guarded(work: () => Promise<void>): Promise<ProblemError | undefined> {
  try {
    await work();
    return undefined;
  } catch (thrown) {
    const problem = problemOf(thrown);
    if (problem.status === 401) session.value = { kind: 'nobody' };
    return problem;
  }
}
