/** A mark with words at a place of the map: the rule that a step would break. */

import { effect } from '@preact/signals';
import type { LonLat } from '../../shared/api/city.ts';
import { refusal } from '../state/make.ts';
import { trial } from '../state/trial.ts';
import { refusalText } from '../step-words.ts';
import type { Overlay } from './overlay.ts';

/** How far the words stay from the rim of the map. */
const RIM_PX = 10;

/** Shows why a step was refused, or would be, where it is; the returned function ends it. */
export function sayAtPlaces(overlay: Overlay): () => void {
  const { map, words } = overlay;
  let at: LonLat | undefined;
  const place = (): void => {
    words.hidden = at === undefined;
    if (!at) return;
    const { x, y } = overlay.project(at);
    const { clientWidth, clientHeight } = map.getContainer();
    const half = words.offsetWidth / 2 + RIM_PX;
    const left = Math.min(Math.max(x, half), Math.max(half, clientWidth - half));
    // Above the place, or under it where there is no room above.
    const under = y - words.offsetHeight - 24 < 0;
    words.classList.toggle('under', under);
    words.style.left = `${left}px`;
    words.style.top = `${Math.min(Math.max(y, RIM_PX), clientHeight - RIM_PX)}px`;
    words.style.setProperty('--tip', `${x - left}px`);
  };
  const stop = effect(() => {
    const weighed = trial.value;
    const said = refusal.value ?? (weighed?.kind === 'refused' ? weighed.refusal : undefined);
    at = said?.at;
    if (said) words.textContent = refusalText(said);
    place();
  });
  map.on('move', place);
  return () => {
    stop();
    map.off('move', place);
  };
}
