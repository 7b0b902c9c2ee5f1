/** What units are called: by their level, and by their kind. */

import { language } from '../shared/text/language.ts';
import { city } from './state.ts';

/** What offices call their units, for readers who know other words. */
const ENGLISH: Readonly<Record<string, string>> = {
  区: 'District',
  街道: 'Street',
  镇: 'Town',
  乡: 'Township',
  苏木: 'Sumu',
  社区: 'Community',
  村: 'Village',
  嘎查: 'Gacha',
  网格: 'Grid',
};

/** The kind of a unit; where none is known, the name of its level. */
export function kindText(kind: string | null, level: number): string {
  if (kind === null) return levelName(level);
  return language.value === 'zh' ? kind : (ENGLISH[kind] ?? kind);
}

/** What the city calls the units of a level. */
export function levelName(level: number): string {
  const found = city.value?.levels.find((one) => one.level === level);
  if (!found) return '';
  return language.value === 'zh' ? found.name : found.name_en || found.name;
}
