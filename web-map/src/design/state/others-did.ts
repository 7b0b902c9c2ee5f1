/** What somebody else did to the open design. */

import { signal } from '@preact/signals';

export type OthersDid = {
  readonly who: string;
  readonly what: 'changed' | 'reopened' | 'submitted' | 'published' | 'dropped';
};

/** The last thing that somebody else did to it. */
export const othersDid = signal<OthersDid | undefined>(undefined);
