/** Days and times as an office in China reads them, wherever the browser stands. */

import type { Language } from './language.ts';

const ZONE = 'Asia/Shanghai';

const locale = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en-GB');

/** The calendar day in China at an instant, `YYYY-MM-DD`. */
export function dayOf(instant: Date): string {
  // The Swedish form of a date is the ISO one.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short' }).format(instant);
}

/** `2026-11-21` as 「11月21日 周六」 or `Sat 21 Nov`; with the year when it is not that of `today`. */
export function dayText(day: string, language: Language, today: string): string {
  const at = new Date(`${day}T12:00:00+08:00`);
  if (Number.isNaN(at.getTime())) return day;
  const parts = new Intl.DateTimeFormat(locale(language), {
    timeZone: ZONE,
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' }),
  }).format(at);
  const weekday = new Intl.DateTimeFormat(locale(language), {
    timeZone: ZONE,
    weekday: 'short',
  }).format(at);
  return language === 'zh' ? `${parts} ${weekday}` : `${weekday} ${parts}`;
}

/** The date of an instant: 「2026年7月1日」, `1 July 2026`. */
export function dateText(instant: string, language: Language): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return new Intl.DateTimeFormat(locale(language), { timeZone: ZONE, dateStyle: 'long' }).format(
    at,
  );
}

/** The time of day of an instant, `08:05`. */
export function timeText(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}

/** `HH:MM:SS` of a plan as `HH:MM`; past midnight the hours go on past 24. */
export function clockText(time: string): string {
  return /^\d{2,}:\d{2}:\d{2}$/.test(time) ? time.slice(0, -3) : time;
}
