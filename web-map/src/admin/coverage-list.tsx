/** The rules of coverage, and the units that lack what they ask. */

import { language } from '../shared/text/language.ts';
import { countText, distanceText } from '../shared/text/measure.ts';
import { Notice } from '../shared/ui/notice.tsx';
import { problemLine } from '../shared/ui/problem-line.ts';
import { coverage, coverageProblem, loadCoverage } from './admin-state.ts';
import type { Missing, Rule } from './api/coverage.ts';
import { text } from './words.ts';

export function CoverageList() {
  const w = text.value;
  if (coverageProblem.value && !coverage.value) {
    return (
      <Notice tone="error" retry={{ label: w.retry, run: () => void loadCoverage() }}>
        {problemLine(coverageProblem.value)}
      </Notice>
    );
  }
  if (!coverage.value) return <p class="dim">{w.loading}</p>;
  return (
    <>
      {coverage.value.estimate === null ? null : <p class="dim small-text">{w.roughly}</p>}
      <ul class="rules">
        {coverage.value.rules.map((rule) => (
          <RuleItem key={rule.name} rule={rule} />
        ))}
      </ul>
    </>
  );
}

function RuleItem({ rule }: { readonly rule: Rule }) {
  const w = text.value;
  const count = (number: number): string => countText(number, language.value);
  const name = language.value === 'zh' ? rule.name : rule.name_en || rule.name;
  const has = w.has(count(rule.units - rule.lacking), count(rule.units));
  if (rule.lacking === 0) {
    return (
      <li class="rule">
        <strong>{name}</strong> <span class="chip chip-open">{has}</span>
      </li>
    );
  }
  return (
    <li class="rule">
      <details>
        <summary>
          <strong>{name}</strong> <span class="chip chip-soon">{has}</span>
        </summary>
        <ul>
          {rule.missing.map((unit) => (
            <li key={unit.code}>
              {unit.name} <span class="code">{unit.code}</span>
              <span class="dim"> {nearestOf(unit)}</span>
            </li>
          ))}
        </ul>
        {rule.missing.length < rule.lacking ? (
          <p class="dim">{w.andMore(count(rule.lacking - rule.missing.length))}</p>
        ) : null}
      </details>
    </li>
  );
}

function nearestOf({ nearest }: Missing): string {
  const w = text.value;
  if (!nearest) return w.noneNear;
  const far = distanceText(nearest.distance_m, language.value);
  const minutes = nearest.walk_s === null ? undefined : Math.ceil(nearest.walk_s / 60);
  return w.nearestIs(nearest.name, far, minutes);
}
