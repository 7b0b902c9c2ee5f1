/** Whatever people type for a place. */

import { expect, test } from 'vitest';
import { readPlace } from './place-text.ts';

const WEST_STATION = [103.7531, 36.0669];

test.each([
  '103.7531,36.0669',
  ' 103.7531 , 36.0669 ',
  '103.7531 36.0669',
  '103.7531\uff0c36.0669',
  '\uff11\uff10\uff13.\uff17\uff15\uff13\uff11\uff0c36.0669',
  '东经103.7531°,北纬36.0669°',
  '103.7531;36.0669',
])('%s is a position', (typed) => {
  expect(readPlace(typed)).toEqual({ kind: 'position', at: WEST_STATION, swapped: false });
});

test('a pair that only fits the other way round is turned, and that is said', () => {
  expect(readPlace('36.0669,103.7531')).toEqual({
    kind: 'position',
    at: WEST_STATION,
    swapped: true,
  });
});

test('names, codes of any scheme and addresses are searched for', () => {
  const typed = [
    '620103001001',
    'A-12',
    '七星-3',
    '4101.02',
    '西园 街道',
    'Xī yuán',
    '西津路15号，3单元',
  ];
  for (const words of typed) expect(readPlace(words)).toEqual({ kind: 'words' });
});

test.each(['', '   ', '200,100', '1,2,3', '<b>', '!', 'a'.repeat(65), '103.75,'])(
  '%j cannot be read',
  (typed) => {
    expect(readPlace(typed).kind).toBe('unreadable');
  },
);
