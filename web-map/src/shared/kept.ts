/** What a reader chose, kept on the device. */

/** What was kept under a name, if anything. */
export function kept(name: string): string | undefined {
  try {
    return globalThis.localStorage?.getItem(name) ?? undefined;
  } catch {
    // A browser may refuse storage; the pages work without it.
    return undefined;
  }
}

/** Keeps something under a name. */
export function keep(name: string, value: string): void {
  try {
    globalThis.localStorage?.setItem(name, value);
  } catch {
    // As above.
  }
}
