/** Errors from the server, well formed or not. */

import { expect, test } from 'vitest';
import { withQuery } from './ask.ts';
import { ProblemError, problemIn, problemOf } from './problem.ts';

test('a problem of RFC 9457 keeps its words', () => {
  const problem = problemIn(404, '{"title":"Not Found","status":404,"detail":"no grid here"}');
  expect([problem.status, problem.title, problem.detail]).toEqual([
    404,
    'Not Found',
    'no grid here',
  ]);
});

test('what a problem says beyond its words is kept', () => {
  const problem = problemIn(422, '{"detail":"no","refusal":"locked","at":[103.8,36]}');
  expect([problem.more['refusal'], problem.more['at']]).toEqual(['locked', [103.8, 36]]);
  expect(problemIn(502, '<html>').more).toEqual({});
});

test.each(['', '<html>', 'null', '[]', '"text"', '{"title":5,"detail":{}}', '{'])(
  'the body %j still gives a problem',
  (body) => {
    const problem = problemIn(502, body);
    expect([problem.status, problem.title, problem.detail]).toEqual([502, '', '']);
  },
);

test('anything thrown is a problem; without an answer it is being offline', () => {
  expect(problemOf(new TypeError('Failed to fetch')).offline).toBe(true);
  expect(problemOf('what').offline).toBe(true);
  expect(problemOf(new ProblemError(500, 't', 'd')).offline).toBe(false);
});

test('a query leaves out what is not given and escapes the rest', () => {
  expect(withQuery('/a', {})).toBe('/a');
  expect(withQuery('/a', { b: undefined, c: 0, d: '网 &' })).toBe('/a?c=0&d=%E7%BD%91+%26');
});
