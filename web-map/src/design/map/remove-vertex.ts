/** Takes a vertex out of the borders that run through it. */

import type { Key } from '../geometry/lattice.ts';
import { make } from '../state/make.ts';
import { topology, vertex } from '../state/open-design.ts';

/** Takes a vertex out; what the rules say against it is said at the place. */
export function removeVertex(key: Key): void {
  const at = topology.place(key);
  if (!at) return;
  void make({ step: 'remove-vertex', at }).then((answer) => {
    if (answer && vertex.peek() === key) vertex.value = undefined;
  });
}
