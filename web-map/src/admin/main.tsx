/** The administrator's page: accounts and the store; no incident is ever shown here. */

import '../shared/style/base.css';
import '../shared/style/controls.css';
import '../shared/style/cards.css';
import '../shared/style/work.css';
import './admin.css';
import { computed } from '@preact/signals';
import { render } from 'preact';
import { resume } from '../shared/session/session-state.ts';
import { followLanguage } from '../shared/text/language.ts';
import { App } from './app.tsx';
import { text } from './words.ts';

followLanguage(computed(() => `Gridbeat · ${text.value.title}`));
const root = globalThis.document.getElementById('app');
if (root) render(<App />, root);
void resume();
