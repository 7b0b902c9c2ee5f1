/** The public page as a whole. */

import { signal } from '@preact/signals';
import { language } from '../shared/text/language.ts';
import { Header } from '../shared/ui/header.tsx';
import { Notice } from '../shared/ui/notice.tsx';
import { Tabs } from '../shared/ui/tabs.tsx';
import { AnswerPanel } from './answer/answer-panel.tsx';
import { AskForm } from './ask-form.tsx';
import { MapView } from './map/map-view.tsx';
import { online } from './online.ts';
import { PointList } from './points/point-list.tsx';
import { problemLine } from './problem-line.ts';
import { Sheet } from './sheet.tsx';
import { city, cityProblem, start } from './state.ts';
import { UnitTree } from './units/unit-tree.tsx';
import { text } from './words.ts';

const tab = signal<'points' | 'units'>('points');

export function App() {
  const w = text.value;
  const known = city.value;
  const name = known && (language.value === 'zh' ? known.name : known.name_en || known.name);
  return (
    <div class="page public">
      <a class="skip" href="#answer">
        {w.skip}
      </a>
      <Header title={name ?? w.title} subtitle={name ? w.title : undefined} />
      {online.value ? null : (
        <div class="banner" role="status">
          {w.offline}
        </div>
      )}
      <main class="split">
        {known ? <MapView city={known} /> : <div class="map-frame" />}
        <Sheet>
          {cityProblem.value ? (
            <Notice tone="error" retry={{ label: w.retry, run: () => void start() }}>
              {cityProblem.value.status === 404 ? w.noDrawing : problemLine(cityProblem.value)}
            </Notice>
          ) : null}
          <AskForm />
          <AnswerPanel />
          <Tabs
            label={w.tabs}
            open={tab.value}
            onOpen={(name) => {
              tab.value = name;
            }}
            tabs={[
              { name: 'points', label: w.points },
              { name: 'units', label: w.units },
            ]}
          >
            {tab.value === 'points' ? <PointList /> : <UnitTree />}
          </Tabs>
          <footer class="foot">
            <a href="/dispatch">{w.staff}</a>
            {import.meta.env.PROD ? (
              <a href="/assets/third-party-licences.md">{w.licences}</a>
            ) : null}
          </footer>
        </Sheet>
      </main>
    </div>
  );
}
