/** Users over HTTP: accounts of people at work, with one role each. */

import { ask } from '../../shared/api/ask.ts';

/** The roles an account can have; `public` needs none. */
export const ROLES = ['grid-worker', 'designer', 'dispatcher', 'administrator', 'auditor'] as const;

export type Role = (typeof ROLES)[number];

export type User = { readonly name: string; readonly role: string; readonly created: string };

const pathOf = (name: string): string => `/api/v1/users/${encodeURIComponent(name)}`;

export const listUsers = async (): Promise<readonly User[]> =>
  (await ask<{ users: readonly User[] }>('/api/v1/users')).users;

export const addUser = (name: string, role: Role, password: string): Promise<void> =>
  ask<void>('/api/v1/users', { method: 'POST', body: { name, role, password } });

export const setPassword = (name: string, password: string): Promise<void> =>
  ask<void>(`${pathOf(name)}/password`, { method: 'PUT', body: { password } });

export const removeUser = (name: string): Promise<void> =>
  ask<void>(pathOf(name), { method: 'DELETE' });
