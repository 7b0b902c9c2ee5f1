/** What the public page says of a failure: what to do, not what broke inside. */

import type { ProblemError } from '../shared/api/problem.ts';
import { text } from './words.ts';

export function problemLine(problem: ProblemError): string {
  if (problem.offline) return text.value.offline;
  // A 4xx tells what was wrong with the question; a 5xx is not the reader's business.
  return problem.status < 500 && problem.detail ? problem.detail : text.value.failed;
}
