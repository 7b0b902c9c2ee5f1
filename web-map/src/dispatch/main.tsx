/** The dispatcher's page: today's incidents, the patrol plan, and the map under both. */

import '../shared/style/base.css';
import '../shared/style/controls.css';
import '../shared/style/cards.css';
import '../shared/style/map.css';
import '../shared/style/work.css';
import './style/desk.css';
import './style/plan.css';
import './style/hand.css';
import './style/print.css';
import './style/roads.css';
import { computed } from '@preact/signals';
import { render } from 'preact';
import { start } from '../shared/api/city-state.ts';
import { resume } from '../shared/session/session-state.ts';
import { followLanguage } from '../shared/text/language.ts';
import { App } from './app.tsx';
import { text } from './words.ts';

followLanguage(computed(() => text.value.title));
const root = globalThis.document.getElementById('app');
if (root) render(<App />, root);
void start();
void resume();
