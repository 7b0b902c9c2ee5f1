/** What the lists ask the map to bring into view next. */

import { signal } from '@preact/signals';
import type { LonLat } from '../../shared/api/city.ts';

export const wish = signal<{ readonly at: LonLat; readonly zoom: number } | undefined>(undefined);
