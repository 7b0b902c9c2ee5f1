/** Code and name of a grid. */

import type { Grid } from '../api/designs.ts';
import { nextName } from '../next-name.ts';
import { make } from '../state/make.ts';
import { grids } from '../state/open-design.ts';
import { text } from '../words.ts';

export function Rename({ grid }: { readonly grid: Grid }) {
  const w = text.value;
  // New land is called by its code until somebody names it.
  const unnamed = grid.name === grid.code;
  const row = [...grids.value.values()].filter((other) => other.unit === grid.unit);
  const suggested = unnamed ? nextName(row.map(({ name }) => name)) : undefined;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const [code, name] = ['code', 'name'].map((key) => String(form.get(key)).trim());
    if (code === undefined || name === undefined) return;
    if (code === grid.code && name === grid.name) return;
    void make({ step: 'name', grid: grid.grid, code, name });
  };
  return (
    <details class="rename" open={unnamed}>
      <summary>{w.rename}</summary>
      <form onSubmit={submit}>
        <label class="field">
          <span>{w.code}</span>
          <input name="code" required maxLength={32} defaultValue={grid.code} />
        </label>
        <label class="field">
          <span>{w.name}</span>
          <input name="name" required maxLength={120} defaultValue={suggested ?? grid.name} />
        </label>
        <button type="submit" class="plain">
          {w.save}
        </button>
      </form>
    </details>
  );
}
