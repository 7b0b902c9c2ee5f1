/** The desk of a dispatcher who has signed in: lists, map, plan. */

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { City } from '../shared/api/city.ts';
import { language } from '../shared/text/language.ts';
import { countText } from '../shared/text/measure.ts';
import { Notice } from '../shared/ui/notice.tsx';
import { Tabs } from '../shared/ui/tabs.tsx';
import { IncidentCard } from './incidents/incident-card.tsx';
import { IncidentList } from './incidents/incident-list.tsx';
import { incidents, loadDays } from './incidents/incidents-state.ts';
import { NewIncident } from './incidents/new-incident.tsx';
import { draft, taken } from './incidents/new-incident-state.ts';
import { followNews } from './live.ts';
import { MapView } from './map/map-view.tsx';
import { PickHint } from './map/pick-hint.tsx';
import { PlaceList } from './places/place-list.tsx';
import { openPlaces } from './places/places-state.ts';
import { PlanPanel } from './plan/plan-panel.tsx';
import { loadPlans } from './plan/plan-state.ts';
import { PrintSheets } from './plan/print-sheets.tsx';
import { RoadsPanel } from './roads/roads-panel.tsx';
import { text } from './words.ts';

const tab = signal<'incidents' | 'places' | 'roads'>('incidents');

export function Desk({ city }: { readonly city: City }) {
  const w = text.value;
  useEffect(() => {
    void loadDays();
    void openPlaces();
    void loadPlans();
    return followNews();
  }, []);
  return (
    <>
      <main class="desk">
        <section class="desk-left" aria-label={w.lists}>
          <Tabs
            label={w.lists}
            open={tab.value}
            onOpen={(name) => {
              tab.value = name;
            }}
            tabs={[
              {
                name: 'incidents',
                label: w.incidents,
                count: incidents.value && countText(incidents.value.length, language.value),
              },
              { name: 'places', label: w.places },
              { name: 'roads', label: w.roads },
            ]}
          >
            {tab.value === 'incidents' ? <IncidentList /> : null}
            {tab.value === 'places' ? <PlaceList /> : null}
            {tab.value === 'roads' ? <RoadsPanel /> : null}
          </Tabs>
        </section>
        <div class="desk-map">
          <MapView city={city} />
          <PickHint />
        </div>
        <section class="desk-right" aria-label={w.showRight}>
          <div aria-live="polite">
            {taken.value && !draft.value ? (
              <Notice>{w.takenIn(taken.value.grid?.name ?? w.noGrid)}</Notice>
            ) : null}
          </div>
          {draft.value ? <NewIncident /> : <IncidentCard />}
          <PlanPanel />
        </section>
      </main>
      <PrintSheets city={city} />
    </>
  );
}
