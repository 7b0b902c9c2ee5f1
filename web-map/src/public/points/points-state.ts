/** The service points of the list: those in the view of the map, of the chosen kind. */

import { computed, effect, signal } from '@preact/signals';
import { type Bounds, boundsOf, type City, type LonLat } from '../../shared/api/city.ts';
import { type ProblemError, problemOf } from '../../shared/api/problem.ts';
import {
  type Nearest,
  POINTS_MAX,
  pointsIn,
  pointsNear,
  type ServiceItem,
  type ServicePoint,
  serviceItems,
} from '../../shared/api/service-points.ts';
import { answer } from '../state.ts';
import { categoriesOf, matching, within } from './filter.ts';

/** The city's points, or the first of them where there are too many for one list. */
const whole = signal<readonly ServicePoint[] | undefined>(undefined);
/** What the server gave for the view, where the city has too many to hold. */
const fetched = signal<readonly ServicePoint[] | undefined>(undefined);

/** The view of the map; undefined while there is none. */
export const view = signal<Bounds | undefined>(undefined);
export const category = signal<string | undefined>(undefined);
export const openOnly = signal(false);
export const pointsProblem = signal<ProblemError | undefined>(undefined);

/** What people may come for. */
export const items = signal<readonly ServiceItem[]>([]);
/** What the visitor came for; undefined for anything. */
export const item = signal<ServiceItem | undefined>(undefined);
/** Whether the list goes by walking time from the place asked about. */
export const byWalk = signal(false);
/** The answer for that list; undefined before it is there. */
export const nearest = signal<Nearest | undefined>(undefined);

/** The place asked about, where a grid covers it. */
export const from = computed(() => (answer.value.kind === 'found' ? answer.value.at : undefined));

/** The categories of the city, most frequent first: the order of chips and colours. */
export const categories = computed(() => categoriesOf(whole.value ?? []));

/** The points of the view, or undefined before any are known. */
export const inView = computed(() => {
  const points = fetched.value ?? whole.value;
  const box = view.value;
  return points && box && !fetched.value ? within(points, box) : points;
});

/** Whether the list that is shown goes by walking time. */
export const walking = computed(() => byWalk.value && from.value !== undefined);

/** What the list shows. */
export const listed = computed(() =>
  matching(
    (walking.value ? nearest.value?.service_points : inView.value) ?? [],
    category.value,
    openOnly.value,
    item.value,
  ),
);

/** Whether the list had to stop short. */
export const cut = computed(() => !walking.value && (inView.value?.length ?? 0) >= POINTS_MAX);

let asking = new AbortController();

export async function loadPoints(city: City): Promise<void> {
  pointsProblem.value = undefined;
  try {
    const [points, known] = await Promise.all([pointsIn(boundsOf(city)), serviceItems()]);
    whole.value = points;
    items.value = known;
  } catch (thrown) {
    pointsProblem.value = problemOf(thrown);
  }
}

/** The map has moved. */
export async function look(box: Bounds): Promise<void> {
  view.value = box;
  if ((whole.value?.length ?? 0) < POINTS_MAX) return;
  asking.abort();
  asking = new AbortController();
  const { signal: ended } = asking;
  try {
    const points = await pointsIn(box, ended);
    if (!ended.aborted) fetched.value = points;
  } catch (thrown) {
    if (!ended.aborted) pointsProblem.value = problemOf(thrown);
  }
}

/** Asks anew for the nearest whenever the place, the item or the wish for open ones changes. */
export function followPlace(): () => void {
  return effect(() => {
    const at = from.value;
    if (!byWalk.value || !at) return;
    const ended = new AbortController();
    void askNearest(at, item.value?.code, openOnly.value, ended.signal);
    return () => ended.abort();
  });
}

async function askNearest(
  at: LonLat,
  code: string | undefined,
  open: boolean,
  ended: AbortSignal,
): Promise<void> {
  nearest.value = undefined;
  try {
    const found = await pointsNear(at, code, open, ended);
    if (!ended.aborted) nearest.value = found;
  } catch (thrown) {
    if (!ended.aborted) pointsProblem.value = problemOf(thrown);
  }
}
