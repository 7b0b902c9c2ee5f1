/** The one door to the server: JSON in, JSON out, errors as {@link ProblemError}. */

import { ProblemError, problemIn } from './problem.ts';

/** No answer after this long counts as none. */
const PATIENCE_MS = 20_000;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export type Asking = {
  readonly method?: Method;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};

/**
 * Asks the server and reads its JSON; an empty answer gives `undefined`.
 *
 * The caller names the type that the API promises for the path; it is not checked again here.
 *
 * @throws ProblemError on an error status, on silence, and on an answer that is no JSON.
 */
export async function ask<Answer>(path: string, asking: Asking = {}): Promise<Answer> {
  const response = await send(path, asking);
  const body = await response.text();
  if (!response.ok) throw problemIn(response.status, body);
  if (body === '') return undefined as Answer;
  try {
    return JSON.parse(body) as Answer;
  } catch {
    throw new ProblemError(response.status, 'unreadable answer', '');
  }
}

async function send(path: string, { method = 'GET', body, signal }: Asking): Promise<Response> {
  const patience = globalThis.AbortSignal.timeout(PATIENCE_MS);
  const headers: Record<string, string> = { accept: 'application/json' };
  // Another site's form cannot set this header, so a write that carries it comes from our pages.
  if (method !== 'GET') headers['x-gridbeat'] = '1';
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    return await globalThis.fetch(path, {
      method,
      headers,
      signal: signal ? globalThis.AbortSignal.any([signal, patience]) : patience,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    throw new ProblemError(0, 'no answer', '');
  }
}

/** A path with a query; undefined values are left out. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}
