/** The public page: which grid is this, who serves it, and where is a service point open? */

import '../shared/style/base.css';
import '../shared/style/controls.css';
import '../shared/style/cards.css';
import '../shared/style/map.css';
import './public.css';
import './answer/answer.css';
import './points/points.css';
import './units/units.css';
import { computed, effect } from '@preact/signals';
import { render } from 'preact';
import { followLanguage, language } from '../shared/text/language.ts';
import { App } from './app.tsx';
import { loadPoints } from './points/points-state.ts';
import { city, start } from './state.ts';
import { text } from './words.ts';

followLanguage(
  computed(() => {
    const known = city.value;
    if (!known) return text.value.title;
    return text.value.pageTitle(language.value === 'zh' ? known.name : known.name_en || known.name);
  }),
);
effect(() => {
  if (city.value) void loadPoints(city.value);
});
const root = globalThis.document.getElementById('app');
if (root) render(<App />, root);
void start();
