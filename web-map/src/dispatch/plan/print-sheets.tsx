/** What a crew takes along: one sheet each, seen only on paper. */

import type { City } from '../../shared/api/city.ts';
import { language } from '../../shared/text/language.ts';
import { chineseMarks } from '../../shared/text/marks.ts';
import { distanceText } from '../../shared/text/measure.ts';
import { clockText, dayText } from '../../shared/text/moment.ts';
import type { Crew, Plan, Route } from '../api/plans.ts';
import { text } from '../words.ts';
import { modeText, targetName } from './crew-routes.tsx';
import { plan } from './plan-state.ts';
import { wayOf } from './totals.ts';

export function PrintSheets({ city }: { readonly city: City }) {
  const open = plan.value;
  if (!open) return null;
  return (
    <div class="sheets" aria-hidden="true">
      {open.crews.map((crew) => {
        const route = open.routes.find((one) => one.crew === crew.id);
        return route && route.stops.length > 0 ? (
          <CrewSheet key={crew.id} city={city} open={open} crew={crew} route={route} />
        ) : null;
      })}
    </div>
  );
}

function CrewSheet({
  city,
  open,
  crew,
  route,
}: {
  readonly city: City;
  readonly open: Plan;
  readonly crew: Crew;
  readonly route: Route;
}) {
  const w = text.value;
  const zh = language.value === 'zh';
  const targets = new Map(open.targets.map((target) => [target.id, target]));
  const { start, end } = crew.shift;
  return (
    <article class="paper">
      <header>
        <h2>{w.sheetTitle(crew.name)}</h2>
        <p>
          {zh ? city.name : city.name_en} · {dayText(open.day, language.value, '')}
        </p>
      </header>
      <dl>
        <dt>{w.shift}</dt>
        <dd>
          {clockText(start)}–{clockText(end)}
        </dd>
        <dt>{w.mode}</dt>
        <dd>{modeText(crew.mode)}</dd>
        <dt>{w.length}</dt>
        <dd>{distanceText(wayOf(route), language.value)}</dd>
        <dt>{w.base}</dt>
        <dd>
          {w.leaves(clockText(route.depart))} · {w.back(clockText(route.back))}
        </dd>
      </dl>
      <table>
        <thead>
          <tr>
            {[w.order, w.arrive, w.begin, w.leave, w.target, w.remarks].map((head) => (
              <th key={head}>{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {route.stops.map((stop, place) => (
            <tr key={`${stop.target}-${stop.arrive}`}>
              <td>{place + 1}</td>
              <td>{clockText(stop.arrive)}</td>
              <td>{clockText(stop.start)}</td>
              <td>{clockText(stop.leave)}</td>
              <td>
                {targetName(targets.get(stop.target), stop.target)}
                {stop.reversed ? ` (${w.reversed})` : ''}
              </td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <footer>
        <span>{w.secret}</span>
        <span>{zh ? chineseMarks(city.notice) : city.notice_en}</span>
      </footer>
    </article>
  );
}
