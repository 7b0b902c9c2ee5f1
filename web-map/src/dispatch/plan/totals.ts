/** What a plan comes to. */

import type { Plan } from '../api/plans.ts';

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
    length_m: plan.routes.reduce((sum, route) => sum + route.length_m, 0),
  };
}
