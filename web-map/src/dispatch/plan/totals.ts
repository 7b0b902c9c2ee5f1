/** What a plan comes to. */

import type { Plan, Route } from '../api/plans.ts';

/** How far a crew goes, in metres: by road where that is known. */
export const wayOf = (route: Route): number => route.way_m ?? route.length_m;

export type Totals = {
  readonly crews: number;
  readonly served: number;
  readonly wanted: number;
  readonly unservedRequired: number;
  readonly length_m: number;
};

export function totalsOf(plan: Plan): Totals {
  const required = new Set(plan.targets.filter((one) => one.required).map(({ id }) => id));
  const served = plan.routes.reduce((sum, route) => sum + route.stops.length, 0);
  const left = plan.unserved.reduce((sum, one) => sum + one.visits, 0);
  return {
    crews: plan.routes.filter(({ stops }) => stops.length > 0).length,
    served,
    wanted: served + left,
    unservedRequired: plan.unserved
      .filter(({ target }) => required.has(target))
      .reduce((sum, one) => sum + one.visits, 0),
    length_m: plan.routes.reduce((sum, route) => sum + wayOf(route), 0),
  };
}
