/** Waiting at a stop, past midnight too. */

import { expect, test } from 'vitest';
import { isLongWait } from './wait.ts';

test.each([
  ['17:31:01', '19:19:01', true],
  ['17:31:01', '17:31:01', false],
  ['09:55:30', '10:05:00', false],
  ['09:55:00', '10:05:00', true],
  ['23:59:00', '24:30:00', true],
  ['soon', 'later', false],
])('at %s for a visit from %s on', (arrive, start, long) => {
  expect(isLongWait({ arrive, start })).toBe(long);
});
