/** A style that is drawn anew keeps what pages added to the one before, and hides what they hid. */

import type { LayerSpecification } from 'maplibre-gl';

/**
 * The layers of `next` with those of `before` that draw a source in `kept`: each under the layer that
 * it was under, as far as that is still there, else further up. Layers that were hidden stay so.
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
  const hidden = new Set(before.filter(isHidden).map(({ id }) => id));
  const shown = next.map((layer) => (hidden.has(layer.id) ? hide(layer) : layer));
  return [...shown.flatMap((layer) => [...(under.get(layer.id) ?? []), layer]), ...waiting];
}

const isHidden = ({ layout }: LayerSpecification): boolean => layout?.visibility === 'none';

/** The type of a layer goes with its layout, which the compiler loses when both are spread. */
const hide = (layer: LayerSpecification): LayerSpecification =>
  ({ ...layer, layout: { ...layer.layout, visibility: 'none' } }) as LayerSpecification;
