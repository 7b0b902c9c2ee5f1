/** The button that has a plan made, and its progress while it is. */

import { language } from '../../shared/text/language.ts';
import { countText } from '../../shared/text/measure.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { Notice } from '../../shared/ui/notice.tsx';
import { problemLine } from '../../shared/ui/problem-line.ts';
import type { Job } from '../api/plans.ts';
import { day } from '../incidents/incidents-state.ts';
import { anything } from '../roads/unusual-state.ts';
import { text } from '../words.ts';
import { HotVisitsPart } from './hot-visits.tsx';
import { hotspotSums } from './hotspots.ts';
import {
  askedHotspots,
  job,
  jobProblem,
  plan,
  startPlan,
  stopPlan,
  withUnusual,
  withVariety,
} from './plan-state.ts';
import { text as handWords } from './plan-words.ts';

export function PlanJob() {
  const w = text.value;
  const now = job.value;
  const running = now?.state === 'queued' || now?.state === 'running';
  const made = now?.state === 'done' && plan.value?.id === now.plan ? plan.value : undefined;
  return (
    <>
      {running ? null : <HotVisitsPart />}
      {running ? null : (
        <label class="check">
          <input
            type="checkbox"
            name="vary"
            checked={withVariety.value}
            onChange={(event) => {
              withVariety.value = event.currentTarget.checked;
            }}
          />
          {handWords.value.vary}
        </label>
      )}
      {running || !anything.value ? null : (
        <label class="check">
          <input
            type="checkbox"
            name="with-unusual"
            checked={withUnusual.value}
            onChange={(event) => {
              withUnusual.value = event.currentTarget.checked;
            }}
          />
          {handWords.value.withUnusual}
        </label>
      )}
      <div class="job" aria-live="polite">
        {running ? (
          <Running now={now} />
        ) : (
          <button type="button" class="primary wide" onClick={() => void startPlan(day.value)}>
            <Icon name="route" />
            {w.makePlan}
          </button>
        )}
        {made && askedHotspots.value && hotspotSums(made).spots === 0 ? (
          <p class="dim small-text">{w.hotNone}</p>
        ) : null}
        {now?.state === 'cancelled' ? <p class="dim small-text">{w.stopped}</p> : null}
        {now?.state === 'failed' ? <Notice tone="error">{w.planFailed(whyOf(now))}</Notice> : null}
        {jobProblem.value ? <Notice tone="error">{problemLine(jobProblem.value)}</Notice> : null}
      </div>
    </>
  );
}

function Running({ now }: { readonly now: Job }) {
  const w = text.value;
  const { fraction = 0, served, wanted } = now.progress ?? {};
  const label = now.state === 'queued' ? w.queued : w.making;
  return (
    <div class="running">
      <div class="running-head">
        <span>{label}</span>
        {served !== undefined && wanted !== undefined ? (
          <span class="dim small-text">
            {w.progress(countText(served, language.value), countText(wanted, language.value))}
          </span>
        ) : null}
      </div>
      <div class="row">
        <progress max={1} value={fraction} aria-label={label} />
        <button type="button" class="small" onClick={() => void stopPlan()}>
          <Icon name="stop" size={14} />
          {w.stop}
        </button>
      </div>
    </div>
  );
}

function whyOf({ error }: Job): string {
  if (typeof error === 'string') return error;
  return error?.detail ?? text.value.failed;
}
