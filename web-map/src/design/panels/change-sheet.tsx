/** The change sheet of a design on paper: what two people sign, with the hash of what they mean. */

import type { City } from '../../shared/api/city.ts';
import { language } from '../../shared/text/language.ts';
import { chineseMarks } from '../../shared/text/marks.ts';
import { countText } from '../../shared/text/measure.ts';
import { dateText } from '../../shared/text/moment.ts';
import type { DesignInfo } from '../api/designs.ts';
import { changeText } from '../figure-text.ts';
import { text } from '../words.ts';
import type { Sheet, SheetRow } from './change-sheet-state.ts';
import { Totals } from './compare.tsx';
import { SheetMaps } from './sheet-map.tsx';
import { sheetText } from './sheet-words.ts';

export function ChangeSheet({
  city,
  open,
  sheet,
}: {
  readonly city: City;
  readonly open: DesignInfo;
  readonly sheet: Sheet;
}) {
  const w = text.value;
  const spoken = language.value;
  const day = dateText(open.valid_from ?? '', spoken);
  return (
    <article class="paper change-sheet" aria-hidden="true">
      <header>
        <h2>{sheetText.value.changeSheet}</h2>
        <p>
          {spoken === 'zh' ? city.name : city.name_en || city.name} · {open.name}
        </p>
      </header>
      <p class="paper-figures">
        {w.submittedFor(open.submitted_by ?? '', day)} {sheetText.value.baseOf(String(open.base))}{' '}
        {open.drawing === null ? null : w.publishedAs(String(open.drawing), day)}
      </p>
      <Totals told={sheet.told} />
      <SheetMaps sheet={sheet} />
      <Hash hash={open.hash ?? ''} />
      <table>
        <thead>
          <tr>
            <th scope="col">№</th>
            <th scope="col">{w.name}</th>
            <th scope="col">{w.code}</th>
            <th scope="col">{w.households}</th>
            <th scope="col">{w.incidents}</th>
            <th scope="col">{w.left}</th>
            <th scope="col">{w.came}</th>
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row) => (
            <Row key={row.difference.grid} row={row} />
          ))}
        </tbody>
      </table>
      <dl class="signatures">
        {[sheetText.value.submitter, sheetText.value.approver].map((who) => (
          <div key={who}>
            <dt>{who}</dt>
            <dd>{sheetText.value.signHere}</dd>
          </div>
        ))}
      </dl>
      <footer>
        {spoken === 'zh' ? chineseMarks(city.notice) : city.notice_en}
        {city.approval_no ? ` · ${city.approval_no}` : ''}
      </footer>
    </article>
  );
}

/** In groups of eight, so that two people can compare it aloud. */
const Hash = ({ hash }: { readonly hash: string }) => (
  <p class="paper-hash">
    {text.value.hash}
    <code>{hash.match(/.{1,8}/g)?.join(' ')}</code>
    <small>{sheetText.value.hashOf}</small>
  </p>
);

function Row({ row: { number, difference, was } }: { readonly row: SheetRow }) {
  const w = text.value;
  const spoken = language.value;
  const { became, households, incidents, left, came } = difference;
  const now = (key: 'code' | 'name'): string => (became === 'gone' ? '' : (difference[key] ?? ''));
  const called = (key: 'code' | 'name'): string => {
    const [before, after] = [was?.[key] ?? '', now(key)];
    return before === '' || after === '' || before === after
      ? after || before
      : `${before} → ${after}`;
  };
  return (
    <tr>
      <td>{number}</td>
      <th scope="row">
        {called('name')} <small>{w[became]}</small>
      </th>
      <td>{called('code')}</td>
      <td>{changeText(households[0], households[1], spoken)}</td>
      <td>{changeText(incidents[0], incidents[1], spoken)}</td>
      <td>{countText(left, spoken)}</td>
      <td>{countText(came, spoken)}</td>
    </tr>
  );
}
