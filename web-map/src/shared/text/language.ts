/** The language of the page: Chinese unless the reader chose English; kept in the address and on the device. */

import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { keep, kept } from '../kept.ts';

export type Language = 'zh' | 'en';

const KEY = 'gridbeat-language';

/** The language asked for by an address, if any. */
export function languageOf(search: string): Language | undefined {
  const asked = new URLSearchParams(search).get('lang');
  return asked === 'zh' || asked === 'en' ? asked : undefined;
}

/** The language in use. */
export const language = signal<Language>(
  languageOf(globalThis.location?.search ?? '') ?? languageOf(`lang=${kept(KEY) ?? ''}`) ?? 'zh',
);

/** Takes a language from the reader: the page, its address and the device follow. */
export function choose(chosen: Language): void {
  language.value = chosen;
  keep(KEY, chosen);
  const address = new URL(globalThis.location.href);
  if (chosen === 'zh') address.searchParams.delete('lang');
  else address.searchParams.set('lang', chosen);
  globalThis.history.replaceState(globalThis.history.state, '', address);
}

/** Keeps `<html lang>` and the title in step with the language. */
export function followLanguage(title: ReadonlySignal<string>): void {
  effect(() => {
    globalThis.document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
    globalThis.document.title = title.value;
  });
}

type Text = string | ((...parts: never[]) => string);

/** The same keys in the other language; a text with parts keeps its parts. */
type Same<W> = { readonly [K in keyof W]: W[K] extends string ? string : W[K] };

/** The words of a page, in the language in use. A key missing in one language does not compile. */
export function words<W extends Record<string, Text>>(zh: W, en: Same<W>): ReadonlySignal<Same<W>> {
  const chinese: Same<W> = zh as Same<W>;
  return computed(() => (language.value === 'zh' ? chinese : en));
}
