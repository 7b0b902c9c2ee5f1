/** The service points of the list: those in the view of the map, of the chosen kind. */

import { computed, signal } from '@preact/signals';
import { type Bounds, boundsOf, type City } from '../../shared/api/city.ts';
import { type ProblemError, problemOf } from '../../shared/api/problem.ts';
import { POINTS_MAX, pointsIn, type ServicePoint } from '../../shared/api/service-points.ts';
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

/** The categories of the city, most frequent first: the order of chips and colours. */
export const categories = computed(() => categoriesOf(whole.value ?? []));

/** The points of the view, or undefined before any are known. */
export const inView = computed(() => {
  const points = fetched.value ?? whole.value;
  const box = view.value;
  return points && box && !fetched.value ? within(points, box) : points;
});

/** What the list shows. */
export const listed = computed(() => matching(inView.value ?? [], category.value, openOnly.value));

/** Whether the list had to stop short. */
export const cut = computed(() => (inView.value?.length ?? 0) >= POINTS_MAX);

let asking = new AbortController();

export async function loadPoints(city: City): Promise<void> {
  pointsProblem.value = undefined;
  try {
    whole.value = await pointsIn(boundsOf(city));
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
