/** The words every view of the map must carry: that it is schematic, and its review number. */

import type { City } from '../api/city.ts';
import { language, words } from '../text/language.ts';
import { chineseMarks } from '../text/marks.ts';

const text = words(
  { approval: (number: string) => `审图号：${number}` },
  { approval: (number: string) => `Map review no. ${number}` },
);

export function MapNote({ city }: { readonly city: City }) {
  const notice = language.value === 'zh' ? chineseMarks(city.notice) : city.notice_en;
  return (
    <p class="map-note">
      <span>{notice}</span>
      {city.approval_no ? <span>{text.value.approval(city.approval_no)}</span> : null}
    </p>
  );
}
