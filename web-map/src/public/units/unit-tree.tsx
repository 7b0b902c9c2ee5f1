/** The directory: from streets and towns down to the grids, without the map. */

import { useSignal } from '@preact/signals';
import type { Unit } from '../../shared/api/grids.ts';
import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { Notice } from '../../shared/ui/notice.tsx';
import { levelName } from '../level-name.ts';
import { problemLine } from '../problem-line.ts';
import { chooseUnit, city, gridLevel } from '../state.ts';
import { text } from '../words.ts';
import { branchOf, fill, nameHas } from './units-state.ts';

export function UnitTree() {
  const typed = useSignal('');
  const top = city.value?.levels[0];
  if (!top) return null;
  return (
    <div class="directory">
      <p class="dim small-text">{text.value.unitsIntro}</p>
      <label class="field">
        <span class="unseen">{text.value.filterUnits}</span>
        <input
          type="search"
          placeholder={text.value.filterUnits}
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
      </label>
      <UnitBranch level={top.level} typed={typed.value} />
    </div>
  );
}

/** The units of one parent; each opens in place. */
export function UnitBranch({
  level,
  parent,
  typed = '',
}: {
  readonly level: number;
  readonly parent?: string;
  readonly typed?: string;
}) {
  const w = text.value;
  const branch = branchOf(level, parent);
  const now = branch.value;
  if (now.kind === 'loading') return <p class="dim pad">{w.loading}</p>;
  if (now.kind === 'failed') {
    return (
      <Notice tone="error" retry={{ label: w.retry, run: () => void fill(branch, level, parent) }}>
        {problemLine(now.problem)}
      </Notice>
    );
  }
  const units = typed ? now.units.filter((unit) => nameHas(unit, typed)) : now.units;
  if (units.length === 0) return <p class="dim pad">{w.noUnits}</p>;
  return (
    <ul class="units">
      {units.map((unit) => (
        <UnitLine key={unit.code} unit={unit} />
      ))}
    </ul>
  );
}

function UnitLine({ unit }: { readonly unit: Unit }) {
  const w = text.value;
  const open = useSignal(false);
  const leaf = unit.level >= gridLevel.value;
  const id = `below-${unit.level}-${unit.code}`;
  return (
    <li>
      <div class="unit-line">
        {leaf ? null : (
          <button
            type="button"
            class="unfold"
            aria-expanded={open.value}
            aria-controls={id}
            aria-label={`${unit.name}: ${w.below}`}
            onClick={() => {
              open.value = !open.value;
            }}
          >
            <Icon name="chevron" size={16} />
          </button>
        )}
        <button type="button" class="unit-name" onClick={() => void chooseUnit(unit)}>
          <span>{unit.name}</span>
          <span class="code">{unit.code}</span>
        </button>
        {leaf ? null : (
          <span class="unit-count">
            {w.unitSize(countText(unit.children, language.value), levelName(unit.level + 1))}
          </span>
        )}
      </div>
      <div id={id}>
        {open.value ? <UnitBranch level={unit.level + 1} parent={unit.code} /> : null}
      </div>
    </li>
  );
}
