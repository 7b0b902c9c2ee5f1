/** Measures, moments and marks as they are read. */

import { expect, test } from 'vitest';
import { languageOf } from './language.ts';
import { chineseMarks } from './marks.ts';
import { areaText, bytesText, countText, distanceText } from './measure.ts';
import { clockText, dateText, dayOf, dayText, timeText } from './moment.ts';

test('distances are as exact as a walk needs', () => {
  expect(distanceText(0, 'zh')).toBe('0 米');
  expect(distanceText(3, 'zh')).toBe('10 米');
  expect(distanceText(324, 'zh')).toBe('320 米');
  expect(distanceText(994, 'en')).toBe('990 m');
  expect(distanceText(995, 'en')).toBe('1.0 km');
  expect(distanceText(12_340, 'zh')).toBe('12 公里');
});

test('counts, areas and sizes', () => {
  expect(countText(1_234_567, 'zh')).toBe('1,234,567');
  expect(areaText(0.123, 'zh')).toBe('0.12 平方公里');
  expect(areaText(392.4, 'en')).toBe('392 km²');
  expect(bytesText(999)).toBe('999 B');
  expect(bytesText(12_345_678)).toBe('12.3 MB');
  expect(bytesText(2 ** 60)).toMatch(/TB$/);
});

test('the day is that of China, wherever the browser stands', () => {
  expect(dayOf(new Date('2026-11-21T16:00:00Z'))).toBe('2026-11-22');
  expect(dayOf(new Date('2026-11-21T15:59:59Z'))).toBe('2026-11-21');
  expect(timeText('2026-11-21T16:05:00Z')).toBe('00:05');
  expect(timeText('2026-11-21T08:05:00+08:00')).toBe('08:05');
});

test('days and dates in both languages', () => {
  expect(dayText('2026-11-21', 'zh', '2026-11-22')).toBe('11月21日 周六');
  expect(dayText('2026-11-21', 'en', '2026-11-22')).toBe('Sat 21 Nov');
  expect(dayText('2025-11-21', 'zh', '2026-11-22')).toBe('2025年11月21日 周五');
  expect(dateText('2026-07-01T00:00:00+08:00', 'zh')).toBe('2026年7月1日');
  expect(dateText('2026-07-01T00:00:00+08:00', 'en')).toBe('1 July 2026');
});

test('what is no time is shown as it came', () => {
  expect(timeText('later')).toBe('later');
  expect(dateText('', 'zh')).toBe('');
  expect(dayText('soon', 'en', '2026-11-22')).toBe('soon');
  expect(clockText('25:10:00')).toBe('25:10');
  expect(clockText('8:00')).toBe('8:00');
});

test('the address can choose the language, but no unknown one', () => {
  expect(languageOf('?lang=en')).toBe('en');
  expect(languageOf('?lang=fr')).toBeUndefined();
  expect(languageOf('')).toBeUndefined();
});

test('marks after Chinese are full-width, others stay', () => {
  expect(chineseMarks('示意数据,非测绘成果')).toBe('示意数据\uff0c非测绘成果');
  expect(chineseMarks('周一: 9:00, 14:00')).toBe('周一\uff1a9:00, 14:00');
  expect(chineseMarks('Schematic data, not a survey')).toBe('Schematic data, not a survey');
});
