/** Figures of a design in words. */

import type { Language } from '../shared/text/language.ts';
import { countText } from '../shared/text/measure.ts';

/** A share as a signed percentage: `+34 %`. */
export function percentText(share: number): string {
  const percent = Math.round(share * 100);
  return `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)}%`;
}

/** The area of a grid, which may be a block of houses: hectares below a square kilometre. */
export function landText(area_m2: number, language: Language): string {
  const [hectares, square] = language === 'zh' ? ['公顷', '平方公里'] : ['ha', 'km²'];
  if (area_m2 < 1e6) {
    const value = area_m2 / 1e4;
    return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${hectares}`;
  }
  return `${(area_m2 / 1e6).toFixed(area_m2 < 1e7 ? 2 : 1)} ${square}`;
}

/** What something was and is: `412 → 388`. */
export const changeText = (before: number, now: number, language: Language): string =>
  before === now
    ? countText(now, language)
    : `${countText(before, language)} → ${countText(now, language)}`;
