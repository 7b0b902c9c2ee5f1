/** The patrol plan: making one, choosing one, its routes, and what it leaves out. */

import { language } from '../../shared/text/language.ts';
import { countText, distanceText, percentText } from '../../shared/text/measure.ts';
import { dayText, timeText } from '../../shared/text/moment.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import { type Plan, planFile } from '../api/plans.ts';
import { day, today } from '../incidents/incidents-state.ts';
import { text } from '../words.ts';
import { CrewRoutes, modeText } from './crew-routes.tsx';
import { DifferencePart } from './difference.tsx';
import { HandPanel } from './hand-panel.tsx';
import { hotspotSums } from './hotspots.ts';
import { PlanJob } from './plan-job.tsx';
import { loadPlans, openPlan, plan, plans, plansProblem } from './plan-state.ts';
import { text as handWords } from './plan-words.ts';
import { totalsOf } from './totals.ts';
import { UnservedList } from './unserved-list.tsx';

export function PlanPanel() {
  const w = text.value;
  return (
    <section class="plan" aria-label={w.plan}>
      <h2>{w.plan}</h2>
      <p class="dim small-text">{w.makingFor(dayText(day.value, language.value, today()))}</p>
      <PlanJob />
      {plansProblem.value ? (
        <Notice tone="error" retry={{ label: w.retry, run: () => void loadPlans() }}>
          {problemLine(plansProblem.value)}
        </Notice>
      ) : null}
      <PlanChoice />
      {plan.value ? <OpenPlan open={plan.value} /> : null}
    </section>
  );
}

function PlanChoice() {
  const w = text.value;
  const saved = plans.value;
  if (!saved) return <p class="dim">{w.loading}</p>;
  if (saved.length === 0) return <p class="dim">{w.noPlans}</p>;
  return (
    <label class="field">
      <span>{w.savedPlans}</span>
      <select
        value={String(plan.value?.id ?? '')}
        onChange={(event) => {
          const wanted = saved.find(({ id }) => String(id) === event.currentTarget.value);
          if (wanted) void openPlan(wanted.id);
        }}
      >
        {saved.map((one) => (
          <option key={one.id} value={String(one.id)}>
            {w.planOption(
              dayText(one.day, language.value, today()),
              timeText(one.created),
              countText(one.served, language.value),
              countText(one.wanted, language.value),
            )}
          </option>
        ))}
      </select>
    </label>
  );
}

function OpenPlan({ open }: { readonly open: Plan }) {
  const w = text.value;
  return (
    <>
      <Totals open={open} />
      <TimesLine open={open} />
      <VarietyLine open={open} />
      <HotSum open={open} />
      {open.violations.length > 0 ? (
        <Notice tone="error">{w.violations(String(open.violations.length))}</Notice>
      ) : (
        <p class="checked">
          <Icon name="check" size={16} />
          {w.checked}
        </p>
      )}
      <div class="row files">
        <button type="button" class="small" onClick={() => globalThis.print()}>
          <Icon name="print" size={16} />
          {w.print}
        </button>
        {(['gpx', 'geojson'] as const).map((kind) => (
          <a key={kind} class="small" href={planFile(open.id, kind)} aria-label={w[kind]} download>
            <Icon name="download" size={16} />
            {kind === 'gpx' ? 'GPX' : 'GeoJSON'}
          </a>
        ))}
      </div>
      <DifferencePart open={open} />
      <HandPanel open={open} />
      <CrewRoutes open={open} />
      <UnservedList open={open} />
    </>
  );
}

/** Whether times are by road, and under which conditions. */
function TimesLine({ open }: { readonly open: Plan }) {
  const w = handWords.value;
  const roads = open.by_road;
  const modes = roads?.modes.map(modeText).join(language.value === 'zh' ? '、' : ', ');
  return (
    <p class="dim small-text times-line">
      {modes ? w.byRoad(modes) : w.straight} {roads?.closed || roads?.slow ? w.notAsUsual : null}
    </p>
  );
}

/** From how many plans it was drawn, and how well it can be guessed. */
function VarietyLine({ open }: { readonly open: Plan }) {
  const w = handWords.value;
  const { variety } = open;
  if (!variety) return null;
  const percent = (share: number): string => percentText(share, language.value);
  return (
    <p class="dim small-text variety-line">
      {w.varied(
        countText(variety.plans, language.value),
        percent(variety.dearer_percent / 100),
        countText(variety.span_min, language.value),
        percent(variety.mean_chance),
        percent(variety.worst_chance ?? 0),
      )}
    </p>
  );
}

function HotSum({ open }: { readonly open: Plan }) {
  const { spots, seen, visits } = hotspotSums(open);
  if (spots === 0) return null;
  const number = (count: number): string => countText(count, language.value);
  return (
    <p class="hot-sum small-text">
      <span class="hot-mark" aria-hidden="true" />
      {text.value.hotSum(number(seen), number(spots), number(visits))}
    </p>
  );
}

function Totals({ open }: { readonly open: Plan }) {
  const w = text.value;
  const totals = totalsOf(open);
  const number = (count: number): string => countText(count, language.value);
  const figures = [
    [w.totalsCrews, number(totals.crews)],
    [w.totalsServed, `${number(totals.served)}/${number(totals.wanted)}`],
    [w.totalsLength, distanceText(totals.length_m, language.value)],
    [w.totalsLeft, number(totals.wanted - totals.served)],
  ] as const;
  return (
    <dl class="totals">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
