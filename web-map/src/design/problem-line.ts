/** What the studio says of a failure. */

import type { ProblemError } from '../shared/api/problem.ts';
import { text } from './words.ts';

export function problemLine(problem: ProblemError): string {
  if (problem.offline) return text.value.offline;
  if (problem.status === 403) return text.value.forbidden;
  return problem.status < 500 && problem.detail ? problem.detail : text.value.failed;
}
