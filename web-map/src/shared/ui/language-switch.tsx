/** The switch between Chinese and English: one button that names the other language in itself. */

import { choose, language } from '../text/language.ts';
import { Icon } from './icons.tsx';

export function LanguageSwitch() {
  const other = language.value === 'zh' ? 'en' : 'zh';
  const [label, tag] = other === 'en' ? ['English', 'en'] : ['中文', 'zh-CN'];
  return (
    <button type="button" class="quiet language" lang={tag} onClick={() => choose(other)}>
      <Icon name="globe" size={18} />
      {label}
    </button>
  );
}
