/** Cutting a text where it matched. */

import { expect, test } from 'vitest';
import { pieces } from './pieces.ts';

const marked = (text: string, ranges: readonly (readonly [number, number])[]): string =>
  pieces(text, ranges)
    .map((piece) => (piece.matched ? `[${piece.text}]` : piece.text))
    .join('');

test('what matched stands apart, and nothing is lost', () => {
  expect(marked('西园街道', [[0, 2]])).toBe('[西园]街道');
  expect(
    marked('下西园第2网格', [
      [1, 3],
      [5, 7],
    ]),
  ).toBe('下[西园]第2[网格]');
  expect(marked('西园', [])).toBe('西园');
  expect(marked('', [[0, 2]])).toBe('');
});

test('characters beyond the first plane count as one', () => {
  expect(marked('𠮷林路', [[1, 2]])).toBe('𠮷[林]路');
});
