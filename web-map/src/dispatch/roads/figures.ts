/** Times, shares and days of the panel of roads as they are read. */

import type { Language } from '../../shared/text/language.ts';
import { chineseMarks } from '../../shared/text/marks.ts';

/** Whole minutes and the hours in them, rounded up: nobody arrives early by a guess. */
export function hoursOf(seconds: number): { readonly hours: number; readonly minutes: number } {
  const all = Math.max(1, Math.ceil(seconds / 60));
  return { hours: Math.floor(all / 60), minutes: all % 60 };
}

/** A share of 1 in percent, with a decimal where it is small; never 100 % of what is not all. */
export function shareText(share: number, language: Language): string {
  const percent = share * 100;
  const decimals = percent > 0 && (percent < 10 || percent > 99) && percent < 100 ? 1 : 0;
  const kept = share < 1 ? Math.min(percent, 99.9) : percent;
  return `${kept.toLocaleString(language === 'zh' ? 'zh-CN' : 'en', {
    maximumFractionDigits: decimals,
  })}%`;
}

/** A chance; undefined when it is too small to tell apart from none. */
export const chanceText = (p: number): string | undefined =>
  p < 0.0001 ? undefined : `${(p * 100).toFixed(2)}%`;

/** How many times as many: one decimal below ten. */
export function timesText(times: number): string {
  return times < 10 ? times.toFixed(1) : String(Math.round(times));
}

/** What the server says of a source, with the marks of the language. */
export const noticeText = (notice: string): string => chineseMarks(notice);
