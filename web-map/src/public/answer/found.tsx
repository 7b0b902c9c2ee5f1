/** A grid was found: its name, the chain above it, borders near, and who serves it. */

import type { LonLat } from '../../shared/api/city.ts';
import type { GridAt } from '../../shared/api/grids.ts';
import { language } from '../../shared/text/language.ts';
import { countText, distanceText } from '../../shared/text/measure.ts';
import { dateText } from '../../shared/text/moment.ts';
import { positionText } from '../../shared/text/position.ts';
import { Icon } from '../../shared/ui/icons.tsx';
import { Notice } from '../../shared/ui/notice.tsx';
import { kindText } from '../level-name.ts';
import { Away, OpenChip, PointFacts } from '../points/point-card.tsx';
import { askCode, clear, type Near } from '../state.ts';
import { text } from '../words.ts';
import { ShareButton } from './share-button.tsx';

export function Found({
  at,
  found,
  near,
}: {
  readonly at: LonLat;
  readonly found: GridAt;
  readonly near: Near;
}) {
  const w = text.value;
  return (
    <article class="card">
      <header class="card-head">
        <div>
          <p class="over">{w.yourGrid}</p>
          <h2>{found.grid.name}</h2>
          <p class="code">
            <span class="unseen">{w.code}</span> {found.grid.code}
          </p>
        </div>
        <button type="button" class="round" aria-label={w.clear} onClick={clear}>
          <Icon name="close" size={18} />
        </button>
      </header>
      <Borders found={found} near={near} />
      <Chain found={found} />
      <p class="dim small-text">
        {w.validFrom(dateText(found.drawing.valid_from, language.value))}
        <br />
        {w.position(positionText(at))}
      </p>
      <ServedBy found={found} />
      <ShareButton />
    </article>
  );
}

function Borders({ found, near }: { readonly found: GridAt; readonly near: Near }) {
  const w = text.value;
  if (near.grids.length > 0) {
    return (
      <Notice tone="warning">
        <p>{found.on_border ? w.onBorder : null}</p>
        <p>{w.nearBorder(distanceText(near.radius_m, language.value))}</p>
        <ul class="near">
          {near.grids.map(({ code, name }) => (
            <li key={code}>
              <button type="button" class="text-button" onClick={() => void askCode(code)}>
                {name}
              </button>
            </li>
          ))}
        </ul>
      </Notice>
    );
  }
  if (found.on_border) return <Notice tone="warning">{w.onBorder}</Notice>;
  return found.outer ? <Notice tone="warning">{w.onEdge}</Notice> : null;
}

/** From the top down; the grid itself is the heading. */
function Chain({ found }: { readonly found: GridAt }) {
  const w = text.value;
  return (
    <ol class="chain" aria-label={w.chain}>
      {found.units.map((unit) => (
        <li key={unit.level} class={unit.level === found.grid.level ? 'chain-grid' : ''}>
          <span class="chain-kind">{kindText(unit.kind, unit.level)}</span>
          <span class="chain-name">
            {unit.level === found.grid.level ? (
              <strong>{unit.name}</strong>
            ) : (
              <button type="button" class="text-button" onClick={() => void askCode(unit.code)}>
                {unit.name}
              </button>
            )}
            <span class="code chain-code">
              {unit.code}
              {unit.households === null ? null : (
                <>
                  <span class="sep" />
                  {w.households(countText(unit.households, language.value))}
                </>
              )}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function ServedBy({ found }: { readonly found: GridAt }) {
  const w = text.value;
  return (
    <section class="served">
      <h3>{w.servedBy}</h3>
      {found.served_by.length === 0 ? <p class="dim">{w.noService}</p> : null}
      <ul>
        {found.served_by.map((point) => (
          <li key={point.code}>
            <div class="point-head">
              <strong>{point.name}</strong>
              <OpenChip point={point} />
            </div>
            <p class="point-kind">
              {point.category}
              {point.category && point.distance_m !== undefined ? <span class="sep" /> : null}
              <Away point={point} />
            </p>
            <PointFacts point={point} />
          </li>
        ))}
      </ul>
    </section>
  );
}
