/** The city that a work page is about. */

import { signal } from '@preact/signals';
import { type City, loadCity } from './city.ts';
import { type ProblemError, problemOf } from './problem.ts';

export const city = signal<City | undefined>(undefined);
export const cityProblem = signal<ProblemError | undefined>(undefined);

export async function start(): Promise<void> {
  cityProblem.value = undefined;
  try {
    city.value = await loadCity();
  } catch (thrown) {
    cityProblem.value = problemOf(thrown);
  }
}
