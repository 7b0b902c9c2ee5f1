/** Gives the reader a file that was made on this page. */

export function saveFile(name: string, content: string, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = globalThis.document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it by then.
  globalThis.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
