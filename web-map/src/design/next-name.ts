/** What a new grid may be called: one further than its neighbours in name. */

/**
 * The next name in the row of names like 「上西园第3网格」: what most of them have before and after their
 * last number, with the lowest number that is beyond all of theirs. Undefined when they are in no row.
 */
export function nextName(names: readonly string[]): string | undefined {
  const rows = new Map<string, { before: string; after: string; numbers: number[] }>();
  for (const name of names) {
    const found = /^(.*?)(?<!\d)(\d{1,6})(\D*)$/su.exec(name);
    const [, before = '', digits = '', after = ''] = found ?? [];
    // A name that is all number is a code.
    if (!found || before + after === '') continue;
    const key = `${before}\n${after}`;
    const row = rows.get(key) ?? { before, after, numbers: [] };
    row.numbers.push(Number(digits));
    rows.set(key, row);
  }
  const [longest] = [...rows.values()].sort((a, b) => b.numbers.length - a.numbers.length);
  return longest && `${longest.before}${Math.max(...longest.numbers) + 1}${longest.after}`;
}
