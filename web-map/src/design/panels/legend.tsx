/** What the colours mean, and what they are measured against. */

import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { landText } from '../figure-text.ts';
import { boxOf, wish } from '../map/wish.ts';
import {
  MEASURES,
  type Measure,
  measure,
  TOLERANCES,
  target,
  tolerance,
  wanted,
} from '../state/measure.ts';
import { choices, scope, scoped } from '../state/scope.ts';
import { text } from '../words.ts';

/** The five colours, on the map. */
export function Legend() {
  const w = text.value;
  const t = Math.round(tolerance.value * 100);
  const bands = [
    [w.bandFarLow, `< −${2 * t}%`],
    [w.bandLow, `< −${t}%`],
    [w.bandFine, `±${t}%`],
    [w.bandHigh, `> +${t}%`],
    [w.bandFarHigh, `> +${2 * t}%`],
  ];
  return (
    <section class="legend" aria-label={w.legend}>
      {wanted.value > 0 ? (
        <ol class="bands">
          {bands.map(([name, range], band) => (
            <li key={name} title={range}>
              <span class={`swatch band-${band}`} />
              <span class="band-name">{name}</span>
              <span class="dim">{range}</span>
            </li>
          ))}
        </ol>
      ) : (
        <p class="row">
          <span class="swatch band-none" />
          {w.unknown}
        </p>
      )}
    </section>
  );
}

/** What is measured, against what, and how strictly. */
export function MeasureFields() {
  const w = text.value;
  return (
    <div class="measure-fields">
      <ScopeField />
      <label>
        <span>{w.measureBy}</span>
        <select
          value={measure.value}
          onChange={(event) => {
            measure.value = event.currentTarget.value as Measure;
          }}
        >
          {MEASURES.map((name) => (
            <option key={name} value={name}>
              {w[name]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{w.tolerance}</span>
        <select
          value={String(tolerance.value)}
          onChange={(event) => {
            tolerance.value = Number(event.currentTarget.value);
          }}
        >
          {TOLERANCES.map((share) => (
            <option key={share} value={String(share)}>
              ±{Math.round(share * 100)}%
            </option>
          ))}
        </select>
      </label>
      {measure.value === 'households' ? <TargetField /> : null}
    </div>
  );
}

/** Which part of the territory it is about. */
function ScopeField() {
  const w = text.value;
  return (
    <label class="scope">
      <span>{w.scope}</span>
      <select
        value={scope.value === undefined ? '' : String(scope.value)}
        onChange={(event) => {
          const { value } = event.currentTarget;
          scope.value = value === '' ? undefined : Number(value);
          const box = boxOf(scoped.value.map(({ grid }) => grid));
          if (box) wish.value = { box };
        }}
      >
        <option value="">{w.everywhere}</option>
        {choices.value.map(({ unit, name, depth }) => (
          <option key={unit} value={String(unit)}>
            {'\u3000'.repeat(depth)}
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function TargetField() {
  const w = text.value;
  return (
    <label>
      <span>{w.target}</span>
      <input
        type="number"
        min="1"
        max="100000"
        step="1"
        inputMode="numeric"
        value={target.value ?? ''}
        placeholder={w.targetMean(wantedText())}
        onChange={(event) => {
          const asked = Number(event.currentTarget.value);
          target.value = Number.isFinite(asked) && asked >= 1 ? Math.round(asked) : undefined;
        }}
      />
    </label>
  );
}

/** What a grid is to have, in words. */
export function wantedText(): string {
  const value = wanted.value;
  return measure.value === 'area'
    ? landText(value, language.value)
    : countText(Math.round(value), language.value);
}
