/** The facts of the store, as a table. */

import { language } from '../shared/text/language.ts';
import { Notice } from '../shared/ui/notice.tsx';
import { problemLine } from '../shared/ui/problem-line.ts';
import { facts, factsProblem, loadFacts } from './admin-state.ts';
import { rowsOf, warningsOf } from './store-rows.ts';
import { text } from './words.ts';

const KNOWN = [
  'file',
  'size_bytes',
  'drawing',
  'grids',
  'incidents',
  'changes',
  'head',
  'version',
] as const;

export function StoreTable() {
  const w = text.value;
  if (factsProblem.value && !facts.value) {
    return (
      <Notice tone="error" retry={{ label: w.retry, run: () => void loadFacts() }}>
        {problemLine(factsProblem.value)}
      </Notice>
    );
  }
  if (!facts.value) return <p class="dim">{w.loading}</p>;
  return (
    <>
      {warningsOf(facts.value).map((warning) => (
        <Notice key={warning.en} tone="warning">
          {warning[language.value]}
        </Notice>
      ))}
      <table class="grid-table">
        <tbody>
          {rowsOf(facts.value, language.value, w).map(({ key, value }) => (
            <tr key={key}>
              <th scope="row">{nameOf(key)}</th>
              <td class={key === 'head' || key === 'file' ? 'code' : ''}>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** A fact in words; one not known here keeps its name in the API. */
function nameOf(key: string): string {
  const known = KNOWN.find((one) => one === key);
  return known ? text.value[known] : key;
}
