/** Punctuation as Chinese is set: full-width marks beside Chinese characters. */

const MARKS: Readonly<Record<string, string>> = {
  ',': '\uff0c',
  ';': '\uff1b',
  ':': '\uff1a',
  '?': '\uff1f',
  '!': '\uff01',
};

/** The text with half-width marks after a Chinese character made full-width. Others are left alone. */
export function chineseMarks(text: string): string {
  return text.replace(
    /(\p{Script=Han}|[\u300d\uff09])([,;:?!]) ?/gu,
    (_, before: string, mark: string) => before + (MARKS[mark] ?? mark),
  );
}
