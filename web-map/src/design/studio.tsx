/** The studio: one design with its lists, its map and what can be done to it. */

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { City } from '../shared/api/city.ts';
import { language } from '../shared/text/language.ts';
import { countText } from '../shared/text/measure.ts';
import { Icon } from '../shared/ui/icons.tsx';
import { Tabs } from '../shared/ui/tabs.tsx';
import { followKeys } from './keys.ts';
import { MapView } from './map/map-view.tsx';
import { followPrinting } from './panels/change-sheet-state.ts';
import { ComparePanel } from './panels/compare.tsx';
import { FindingsPanel } from './panels/findings.tsx';
import { followFindings, found } from './panels/findings-state.ts';
import { GridCard } from './panels/grid-card.tsx';
import { GridList } from './panels/grid-list.tsx';
import { KeysHelp } from './panels/keys-help.tsx';
import { Legend } from './panels/legend.tsx';
import { Messages } from './panels/messages.tsx';
import { PrintSheet } from './panels/print-sheet.tsx';
import { StepsPanel } from './panels/steps.tsx';
import { SubmitPanel } from './panels/submit.tsx';
import { Swipe } from './panels/swipe.tsx';
import { Toolbar } from './panels/toolbar.tsx';
import { WouldBe } from './panels/would-be.tsx';
import { design } from './state/open-design.ts';
import { scoped } from './state/scope.ts';
import { beforeShown, divider } from './state/swipe.ts';
import { followOpen } from './state/tool.ts';
import { text } from './words.ts';

const TABS = ['grids', 'findings', 'compare', 'steps', 'submitTab'] as const;
export type TabName = (typeof TABS)[number];

export const tab = signal<TabName>('grids');

export function Studio({ city }: { readonly city: City }) {
  const w = text.value;
  useEffect(() => {
    const stops = [followKeys(), followFindings(), followOpen(), followPrinting()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  const open = design.value;
  if (!open) return null;
  const counts: Partial<Record<TabName, number | undefined>> = {
    grids: scoped.value.length,
    findings: found.value?.length,
  };
  return (
    <>
      <main class="studio">
        <div class="studio-head">
          <a href="#all" class="quiet back" aria-label={w.backToList}>
            <Icon name="chevron" size={18} />
          </a>
          <h2>{open.name}</h2>
          <span class={`chip state-${open.state}`}>{w[open.state]}</span>
        </div>
        <section class="studio-left" aria-label={w.lists}>
          <Tabs
            label={w.lists}
            open={tab.value}
            onOpen={(name) => {
              tab.value = name;
            }}
            tabs={TABS.map((name) => ({
              name,
              label: w[name],
              count: countOf(counts[name]),
            }))}
          >
            <Panel name={tab.value} />
          </Tabs>
        </section>
        <div class="studio-map">
          <Toolbar />
          <div
            class={beforeShown.value ? 'studio-stage swiping' : 'studio-stage'}
            style={{ '--divider': divider.value }}
          >
            <MapView city={city} />
            <Swipe />
            <Legend />
            <WouldBe />
          </div>
        </div>
        <section class="studio-right" aria-label={w.commands}>
          <Messages />
          <GridCard />
          <KeysHelp />
        </section>
      </main>
      <PrintSheet city={city} />
    </>
  );
}

const countOf = (count: number | undefined): string | undefined =>
  count === undefined ? undefined : countText(count, language.value);

function Panel({ name }: { readonly name: TabName }) {
  switch (name) {
    case 'grids':
      return <GridList />;
    case 'findings':
      return <FindingsPanel />;
    case 'compare':
      return <ComparePanel />;
    case 'steps':
      return <StepsPanel />;
    case 'submitTab':
      return <SubmitPanel />;
    default:
      return name satisfies never;
  }
}
