/** Numbers in words: distances, areas, counts. */

import type { Language } from './language.ts';

/** A distance in metres: 「320 米」, 「1.2 公里」. Near is rounded to ten metres; nobody walks one. */
export function distanceText(metres: number, language: Language): string {
  const [near, far] = language === 'zh' ? ['米', '公里'] : ['m', 'km'];
  if (metres < 0.5) return `0 ${near}`;
  if (metres < 995) return `${Math.max(10, Math.round(metres / 10) * 10)} ${near}`;
  const kilometres = metres / 1000;
  return `${kilometres < 10 ? kilometres.toFixed(1) : Math.round(kilometres)} ${far}`;
}

/** A count with thousands apart. */
export function countText(count: number, language: Language): string {
  return count.toLocaleString(language === 'zh' ? 'zh-CN' : 'en');
}

/** A share, 0 to 1, as whole percent. */
export function percentText(share: number, language: Language): string {
  return new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    style: 'percent',
    maximumFractionDigits: 0,
  }).format(share);
}

/** An area in square kilometres, with as many decimals as it is worth. */
export function areaText(squareKilometres: number, language: Language): string {
  const decimals = squareKilometres < 1 ? 2 : squareKilometres < 10 ? 1 : 0;
  return `${squareKilometres.toFixed(decimals)} ${language === 'zh' ? '平方公里' : 'km²'}`;
}

/** A size in bytes, in decimal units. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let [size, unit] = [bytes, 0];
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}
