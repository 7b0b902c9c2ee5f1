/** The city that the desk works for. */

import { signal } from '@preact/signals';
import { type City, loadCity } from '../shared/api/city.ts';
import { type ProblemError, problemOf } from '../shared/api/problem.ts';

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
