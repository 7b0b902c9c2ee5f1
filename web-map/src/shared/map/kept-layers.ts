/** A style that is drawn anew keeps what pages added to the one before, between the same layers. */

import type { LayerSpecification } from 'maplibre-gl';

/**
 * The layers of `next` with those of `before` that draw a source in `kept`: each under the layer that
 * it was under, as far as that is still there, else further up.
 */
export function withKept(
  before: readonly LayerSpecification[],
  next: readonly LayerSpecification[],
  kept: ReadonlySet<string>,
): LayerSpecification[] {
  const there = new Set(next.map(({ id }) => id));
  const under = new Map<string, LayerSpecification[]>();
  let waiting: LayerSpecification[] = [];
  for (const layer of before) {
    const added = 'source' in layer && typeof layer.source === 'string' && kept.has(layer.source);
    if (added) {
      waiting.push(layer);
    } else if (there.has(layer.id)) {
      under.set(layer.id, waiting);
      waiting = [];
    }
  }
  return [...next.flatMap((layer) => [...(under.get(layer.id) ?? []), layer]), ...waiting];
}
