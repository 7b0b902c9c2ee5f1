/** What a work page says of a failure. */

import type { ProblemError } from '../api/problem.ts';
import { words } from '../text/language.ts';

const text = words(
  {
    offline: '连不上服务器，请检查网络。',
    failed: '没有成功，请稍后再试。',
    forbidden: '这个账号没有权限做这件事。',
  },
  {
    offline: 'The server cannot be reached. Please check the network.',
    failed: 'That did not work. Please try again later.',
    forbidden: 'This account may not do that.',
  },
);

export function problemLine(problem: ProblemError): string {
  if (problem.offline) return text.value.offline;
  if (problem.status === 403) return text.value.forbidden;
  return problem.status < 500 && problem.detail ? problem.detail : text.value.failed;
}
