/** The shared link: what it says is what it asks. */

import { expect, test } from 'vitest';
import { type Link, linkIn, withLink } from './link.ts';

test('a place and a code are read from the address', () => {
  expect(linkIn('?at=103.7531,36.0669')).toEqual({ kind: 'at', at: [103.7531, 36.0669] });
  expect(linkIn('?at=103.7531%2C36.0669&lang=en').kind).toBe('at');
  expect(linkIn('?grid=620103001001001')).toEqual({ kind: 'unit', code: '620103001001001' });
});

test('what is no place is no link', () => {
  for (const search of [
    '',
    '?at=',
    '?at=1',
    '?at=1,2,3',
    '?at=a,b',
    '?at=181,0',
    '?at=0,91',
    '?grid=',
  ]) {
    expect(linkIn(search), search).toEqual({ kind: 'none' });
  }
});

test('a link comes back as it was, and other parts of the address stay', () => {
  const links: Link[] = [
    { kind: 'none' },
    { kind: 'at', at: [103.753124, 36.066901] },
    { kind: 'unit', code: '网格-1/а & b' },
  ];
  for (const link of links) {
    const address = withLink('https://example.org/?lang=en&at=1,2&grid=x', link);
    expect(linkIn(new URL(address).search)).toEqual(link);
    expect(new URL(address).searchParams.get('lang')).toBe('en');
  }
});

test('a position in a link is readable', () => {
  const address = withLink('https://example.org/', { kind: 'at', at: [103.75310001, 36.0669] });
  expect(address).toBe('https://example.org/?at=103.7531,36.0669');
});
