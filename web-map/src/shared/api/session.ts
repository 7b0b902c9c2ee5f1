/** Signing in and out. The session itself is a cookie that scripts cannot read. */

import { ask } from './ask.ts';

export type Session = { readonly name: string; readonly role: string };

export const whoAmI = (): Promise<Session> => ask<Session>('/api/v1/session');

export const signIn = (name: string, password: string): Promise<Session> =>
  ask<Session>('/api/v1/session', { method: 'POST', body: { name, password } });

export const signOut = (): Promise<void> => ask<void>('/api/v1/session', { method: 'DELETE' });

export const changePassword = (old: string, wanted: string): Promise<void> =>
  ask<void>('/api/v1/session/password', { method: 'POST', body: { old, new: wanted } });
