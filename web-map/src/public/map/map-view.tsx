/** The public map in its frame; its code is loaded apart, after the page stands. */

import type { City } from '../../shared/api/city.ts';
import { MapFrame, type OpenMap } from '../../shared/ui/map-frame.tsx';
import { text } from '../words.ts';

const open: OpenMap = async (container, city, language) => {
  const { openPublicMap } = await import('./public-map.ts');
  return openPublicMap(container, city, language, text.peek().mapLabel);
};

export const MapView = ({ city }: { readonly city: City }) => <MapFrame city={city} open={open} />;
