/** The facts of the store as rows. */

import { expect, test } from 'vitest';
import { rowsOf, warningsOf } from './store-rows.ts';

const WORDS = { none: '-', since: (version: string, date: string) => `${version} ${date}` };

test('each kind of fact is shown in its own way, an unknown one as it came', () => {
  const rows = rowsOf(
    {
      file: 'gridbeat.gpkg',
      size_bytes: 2_500_000,
      drawing: { version: 'd1', valid_from: '2026-07-01T00:00:00+08:00' },
      grids: 1325,
      head: null,
      later: { some: ['thing'] },
    },
    'en',
    WORDS,
  );
  expect(rows.map(({ value }) => value)).toEqual([
    'gridbeat.gpkg',
    '2.5 MB',
    'd1 1 July 2026',
    '1,325',
    '-',
    '{"some":["thing"]}',
  ]);
});

test('warnings are told apart from facts', () => {
  const warning = { zh: '缺', en: 'missing' };
  const facts = { grids: 1, warnings: [warning, { zh: 'half' }, 'text'] };
  expect(rowsOf(facts, 'en', WORDS).map(({ key }) => key)).toEqual(['grids']);
  expect(warningsOf(facts)).toEqual([warning]);
  expect(warningsOf({ grids: 1 })).toEqual([]);
});
