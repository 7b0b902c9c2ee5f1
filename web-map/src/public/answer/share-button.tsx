/** Copies the link of the answer. */

import { useSignal } from '@preact/signals';
import { Icon } from '../../shared/ui/icons.tsx';
import { text } from '../words.ts';

export function ShareButton() {
  const told = useSignal<'shared' | 'shareFailed' | undefined>(undefined);
  const copy = async (): Promise<void> => {
    try {
      // Without a secure connection there is no clipboard.
      await globalThis.navigator.clipboard.writeText(globalThis.location.href);
      told.value = 'shared';
    } catch {
      told.value = 'shareFailed';
    }
    globalThis.setTimeout(() => {
      told.value = undefined;
    }, 4000);
  };
  return (
    <button type="button" class="share" onClick={() => void copy()}>
      <Icon name={told.value === 'shared' ? 'check' : 'link'} size={18} />
      <span role="status">{text.value[told.value ?? 'share']}</span>
    </button>
  );
}
