/** A unit above the grids was chosen: what it is, and the way down into it. */

import type { Unit } from '../../shared/api/grids.ts';
import { language } from '../../shared/text/language.ts';
import { areaText, countText } from '../../shared/text/measure.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { kindText, levelName } from '../level-name.ts';
import { clear } from '../state.ts';
import { UnitBranch } from '../units/unit-tree.tsx';
import { text } from '../words.ts';
import { ShareButton } from './share-button.tsx';

export function LargerUnit({ unit }: { readonly unit: Unit }) {
  const w = text.value;
  return (
    <article class="card">
      <header class="card-head">
        <div>
          <p class="over">{kindText(unit.kind, unit.level)}</p>
          <h2>{unit.name}</h2>
          <p class="code">{unit.code}</p>
        </div>
        <button type="button" class="round" aria-label={w.clear} onClick={clear}>
          <Icon name="close" size={18} />
        </button>
      </header>
      <p class="dim small-text">
        {areaText(unit.area_km2, language.value)}
        {unit.households === null ? null : (
          <>
            <span class="sep" />
            {w.households(countText(unit.households, language.value))}
          </>
        )}
        <span class="sep" />
        {w.unitSize(countText(unit.children, language.value), levelName(unit.level + 1))}
      </p>
      <section class="served">
        <h3>{levelName(unit.level + 1)}</h3>
        <UnitBranch level={unit.level + 1} parent={unit.code} />
      </section>
      <ShareButton />
    </article>
  );
}
