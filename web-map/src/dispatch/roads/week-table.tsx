/** The hours of a week as a table of shades; the numbers are there for those who read them. */

import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { busiest, byDay, shades } from './week.ts';
import { text } from './words.ts';

/** How long the stretches are that are told as the busiest, and how many. */
const HOURS = 4;
const STRETCHES = 3;

const HOURS_OF_DAY = Array.from({ length: 24 }, (_, hour) => hour);

export function WeekTable({
  name,
  week,
}: {
  readonly name: string;
  readonly week: readonly number[];
}) {
  const w = text.value;
  const days = w.weekdays.split(' ');
  const dark = shades(week);
  return (
    <figure class="week">
      <figcaption class="small-text">{w.busy(busyWords(week) || '–')}</figcaption>
      <table>
        <caption class="unseen">{w.weekOf(name)}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">{w.day}</span>
            </th>
            {HOURS_OF_DAY.map((hour) => (
              <th key={hour} scope="col">
                <span class={hour % 6 === 0 ? '' : 'unseen'}>{hour}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {byDay(week).map((counts, day) => (
            <tr key={days[day]}>
              <th scope="row">{days[day]}</th>
              {counts.map((count, hour) => (
                <td
                  key={hour}
                  style={{ '--dark': String(dark[24 * day + hour] ?? 0) }}
                  title={`${days[day]} ${hour}:00 · ${count}`}
                >
                  <span class="unseen">{count}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function busyWords(week: readonly number[]): string {
  const w = text.value;
  const days = w.weekdays.split(' ');
  return busiest(week, HOURS, STRETCHES)
    .map(({ day, first, end, incidents }) =>
      w.busyAt(days[day] ?? '', String(first), String(end), countText(incidents, language.value)),
    )
    .join(language.value === 'zh' ? '；' : '; ');
}
