/** The facts of the store as rows of a table. What the server adds later is shown as it comes. */

import type { Language } from '../shared/text/language.ts';
import { bytesText, countText } from '../shared/text/measure.ts';
import { dateText } from '../shared/text/moment.ts';
import type { StoreFacts } from './api/store.ts';

export type RowWords = {
  readonly none: string;
  readonly since: (version: string, date: string) => string;
};

export type Warning = { readonly zh: string; readonly en: string };

export type Row = { readonly key: string; readonly value: string };

export function rowsOf(facts: StoreFacts, language: Language, words: RowWords): readonly Row[] {
  const told = Object.entries(facts).filter(([key]) => key !== 'warnings');
  return told.map(([key, value]) => ({ key, value: valueText(key, value, language, words) }));
}

/** What an administrator should see to; what has no words in both languages is none. */
export function warningsOf(facts: StoreFacts): readonly Warning[] {
  const given: unknown = facts['warnings'];
  return Array.isArray(given) ? given.filter(isWarning) : [];
}

function isWarning(value: unknown): value is Warning {
  if (typeof value !== 'object' || value === null) return false;
  const { zh, en } = value as Record<string, unknown>;
  return typeof zh === 'string' && typeof en === 'string';
}

function valueText(key: string, value: unknown, language: Language, words: RowWords): string {
  if (value === null || value === undefined || value === '') return words.none;
  if (typeof value === 'number') {
    return key.endsWith('_bytes') ? bytesText(value) : countText(value, language);
  }
  if (typeof value === 'string') return value;
  if (isDrawing(value)) return words.since(value.version, dateText(value.valid_from, language));
  return JSON.stringify(value);
}

function isDrawing(value: unknown): value is { version: string; valid_from: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { version, valid_from } = value as Record<string, unknown>;
  return typeof version === 'string' && typeof valid_from === 'string';
}
