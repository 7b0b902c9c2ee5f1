/** The borders of a grid, one by one: to redraw them without a pointer, and to walk along them. */

import { language } from '../../shared/text/language.ts';
import { distanceText } from '../../shared/text/measure.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import type { Grid } from '../api/designs.ts';
import { gpxOf } from '../geometry/gpx.ts';
import { length_m } from '../geometry/lattice.ts';
import type { Edge } from '../geometry/topology.ts';
import { wish } from '../map/wish.ts';
import { grids, isOpen, topology } from '../state/open-design.ts';
import { edge as edgeToDraw, takeUp } from '../state/tool.ts';
import { text } from '../words.ts';
import { saveFile } from './save-file.ts';

export function Borders({ grid }: { readonly grid: Grid }) {
  const w = text.value;
  const edges = topology.edgesOf(grid.grid);
  return (
    <details class="borders">
      <summary>
        {w.borders} <span class="count">{edges.length}</span>
      </summary>
      <ul>
        {edges.map((edge) => (
          <Line key={edge.points.slice(0, 2).flat().join(' ')} grid={grid} edge={edge} />
        ))}
      </ul>
    </details>
  );
}

function Line({ grid, edge }: { readonly grid: Grid; readonly edge: Edge }) {
  const w = text.value;
  const other = edge.grids.find((number) => number !== grid.grid);
  const name = (other !== undefined && grids.value.get(other)?.name) || w.outside;
  const upper = topology.isUpper(edge.grids);
  const label = w.borderWith(name, distanceText(length_m(edge.points), language.value));
  const middle = edge.points[Math.floor(edge.points.length / 2)];
  return (
    <li>
      <button
        type="button"
        class="text-button"
        onClick={() => {
          if (middle) wish.value = { at: middle };
        }}
      >
        {label}
      </button>
      {upper ? (
        <abbr class="chip" title={w.upper}>
          <Icon name="lock" size={13} />
          <span class="unseen">{w.upper}</span>
        </abbr>
      ) : isOpen.value ? (
        <button
          type="button"
          class="quiet"
          aria-label={`${w.redraw} ${label}`}
          onClick={() => {
            takeUp('reroute');
            edgeToDraw.value = edge;
          }}
        >
          <Icon name="bend" size={16} />
          {w.redraw}
        </button>
      ) : null}
      <button
        type="button"
        class="round"
        aria-label={`${w.gpxOfEdge} ${label}`}
        title={w.gpxOfEdge}
        onClick={() =>
          saveFile(
            `${grid.code}-${other ?? 'edge'}.gpx`,
            gpxOf(`${grid.name} – ${name}`, [edge.points]),
            'application/gpx+xml',
          )
        }
      >
        <Icon name="download" size={18} />
      </button>
    </li>
  );
}
