/** What the administrator's page knows, and what it can have done. */

import { signal } from '@preact/signals';
import type { ProblemError } from '../shared/api/problem.ts';
import { guarded } from '../shared/session/session-state.ts';
import { type Coverage, loadCoverageOf } from './api/coverage.ts';
import { loadStoreFacts, type StoreFacts } from './api/store.ts';
import { addUser, listUsers, type Role, removeUser, setPassword, type User } from './api/users.ts';

/** What was done last, to be told once. */
export type Done =
  | { readonly kind: 'added' | 'removed' | 'passwordSet'; readonly name: string }
  | undefined;

export const users = signal<readonly User[] | undefined>(undefined);
export const usersProblem = signal<ProblemError | undefined>(undefined);
export const facts = signal<StoreFacts | undefined>(undefined);
export const factsProblem = signal<ProblemError | undefined>(undefined);
export const coverage = signal<Coverage | undefined>(undefined);
export const coverageProblem = signal<ProblemError | undefined>(undefined);
export const done = signal<Done>(undefined);

export async function loadUsers(): Promise<void> {
  usersProblem.value = await guarded(async () => {
    users.value = await listUsers();
  });
}

export async function loadFacts(): Promise<void> {
  factsProblem.value = await guarded(async () => {
    facts.value = await loadStoreFacts();
  });
}

export async function loadCoverage(): Promise<void> {
  coverageProblem.value = await guarded(async () => {
    coverage.value = await loadCoverageOf();
  });
}

/** Runs one change and lists the users anew; returns its problem, if it had one. */
async function change(work: () => Promise<void>, told: Done): Promise<ProblemError | undefined> {
  done.value = undefined;
  const problem = await guarded(work);
  if (!problem) done.value = told;
  await loadUsers();
  return problem;
}

export const add = (name: string, role: Role, password: string) =>
  change(() => addUser(name, role, password), { kind: 'added', name });

export const remove = (name: string) => change(() => removeUser(name), { kind: 'removed', name });

export const renew = (name: string, password: string) =>
  change(() => setPassword(name, password), { kind: 'passwordSet', name });
