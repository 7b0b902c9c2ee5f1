/** The bar at the head of every page: mark, name, and what the page puts beside. */

import type { ComponentChildren } from 'preact';
import { LanguageSwitch } from './language-switch.tsx';

export function Header({
  title,
  subtitle,
  children,
}: {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly children?: ComponentChildren;
}) {
  return (
    <header class="bar">
      <svg class="mark" viewBox="0 0 32 32" width="30" height="30" aria-hidden="true">
        <path class="mark-a" d="M3 7 13 4v11L3 18z" />
        <path class="mark-b" d="M15 4l14 4v8l-14-1z" />
        <path class="mark-c" d="M3 20l10-3v11L3 26z" />
        <path class="mark-d" d="M15 17l14 1v8l-14 2z" />
      </svg>
      <div class="bar-name">
        <h1>{title}</h1>
        {subtitle ? <p>{subtitle}</p> : null}
      </div>
      <div class="bar-side">
        {children}
        <LanguageSwitch />
      </div>
    </header>
  );
}
