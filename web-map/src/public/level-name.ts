/** What the city calls the units of a level. */

import { language } from '../shared/text/language.ts';
import { city } from './state.ts';

export function levelName(level: number): string {
  const found = city.value?.levels.find((one) => one.level === level);
  if (!found) return '';
  return language.value === 'zh' ? found.name : found.name_en || found.name;
}
