/** The studio's map in its frame; its code is loaded apart, after somebody has signed in. */

import type { City } from '../../shared/api/city.ts';
import { MapFrame, type OpenMap } from '../../shared/ui/map-frame.tsx';
import { text } from '../words.ts';

const open: OpenMap = async (container, city, language) => {
  const { openDesignMap } = await import('./design-map.ts');
  return openDesignMap(container, city, language, text.peek().map);
};

export const MapView = ({ city }: { readonly city: City }) => <MapFrame city={city} open={open} />;
