/** A text in pieces: those that matched, and the rest. */

export type Piece = { readonly text: string; readonly matched: boolean };

/** Cuts a text by ranges of code points that are in order and do not overlap. */
export function pieces(text: string, ranges: readonly (readonly [number, number])[]): Piece[] {
  const points = [...text];
  const cut: Piece[] = [];
  const add = (from: number, to: number, matched: boolean): void => {
    const text = points.slice(from, to).join('');
    if (text !== '') cut.push({ text, matched });
  };
  let done = 0;
  for (const [from, to] of ranges) {
    add(done, from, false);
    add(Math.max(from, done), to, true);
    done = Math.max(done, to);
  }
  add(done, points.length, false);
  return cut;
}
