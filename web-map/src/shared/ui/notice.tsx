/** A few clear words where something went wrong or wants attention. */

import type { ComponentChildren } from 'preact';
import { Icon } from './icons.tsx';

export type Tone = 'plain' | 'warning' | 'error';

export function Notice({
  tone = 'plain',
  children,
  retry,
}: {
  readonly tone?: Tone;
  readonly children: ComponentChildren;
  readonly retry?: { readonly label: string; readonly run: () => void } | undefined;
}) {
  return (
    <div class={`notice notice-${tone}`} role={tone === 'error' ? 'alert' : undefined}>
      {tone === 'plain' ? null : <Icon name="alert" size={18} />}
      <div>{children}</div>
      {retry ? (
        <button type="button" class="small" onClick={retry.run}>
          {retry.label}
        </button>
      ) : null}
    </div>
  );
}
