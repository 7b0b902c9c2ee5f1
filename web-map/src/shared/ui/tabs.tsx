/** Tabs with the keys a reader expects: arrows move, Home and End jump. */

import type { ComponentChildren } from 'preact';

export type Tab<Name extends string> = {
  readonly name: Name;
  readonly label: string;
  readonly count?: string | undefined;
};

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

export function Tabs<Name extends string>({
  tabs,
  open,
  label,
  onOpen,
  children,
}: {
  readonly tabs: readonly Tab<Name>[];
  readonly open: Name;
  readonly label: string;
  readonly onOpen: (name: Name) => void;
  readonly children: ComponentChildren;
}) {
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    const to = step?.(
      tabs.findIndex((tab) => tab.name === open),
      tabs.length,
    );
    const tab = to === undefined ? undefined : tabs[to];
    if (!tab) return;
    event.preventDefault();
    onOpen(tab.name);
    globalThis.document.getElementById(`tab-${tab.name}`)?.focus();
  };
  return (
    <div class="tabs">
      <div role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.name}
            id={`tab-${tab.name}`}
            type="button"
            role="tab"
            aria-selected={tab.name === open}
            aria-controls={`panel-${tab.name}`}
            tabIndex={tab.name === open ? 0 : -1}
            onClick={() => onOpen(tab.name)}
          >
            {tab.label}
            {tab.count === undefined ? null : <span class="count">{tab.count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`panel-${open}`} aria-labelledby={`tab-${open}`}>
        {children}
      </div>
    </div>
  );
}
