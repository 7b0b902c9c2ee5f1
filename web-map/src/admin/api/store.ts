/** Facts of the store over HTTP: where it is, how large, and what it holds. */

import { ask } from '../../shared/api/ask.ts';

export type StoreFacts = Readonly<Record<string, unknown>>;

export const loadStoreFacts = (): Promise<StoreFacts> => ask<StoreFacts>('/api/v1/admin/store');
