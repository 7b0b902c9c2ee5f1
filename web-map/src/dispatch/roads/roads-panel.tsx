/** The panel of roads: a way, what is reached, hotspots. */

import { useEffect } from 'preact/hooks';
import { Notice } from '../../shared/ui/notice.tsx';
import { Tabs } from '../../shared/ui/tabs.tsx';
import { noticeText } from './figures.ts';
import { HotspotsTool } from './hotspots-tool.tsx';
import { ReachTool } from './reach-tool.tsx';
import { hasRoads, inFront, openRoads, picking, roads, showRoads, tool } from './roads-state.ts';
import { RouteTool } from './route-tool.tsx';
import { text } from './words.ts';

export function RoadsPanel() {
  const w = text.value;
  useEffect(() => {
    void openRoads();
    // The way out of picking without a mouse.
    const leave = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') picking.value = undefined;
    };
    globalThis.addEventListener('keydown', leave);
    return () => {
      globalThis.removeEventListener('keydown', leave);
      inFront.value = false;
      picking.value = undefined;
    };
  }, []);
  const notice = roads.value?.attribution;
  return (
    <div class="roads">
      <Tabs
        label={w.tools}
        open={tool.value}
        onOpen={(name) => {
          picking.value = undefined;
          tool.value = name;
        }}
        tabs={[
          { name: 'route', label: w.route },
          { name: 'reach', label: w.reach },
          { name: 'hotspots', label: w.hotspots },
        ]}
      >
        {roads.value && !hasRoads.value ? <Notice tone="warning">{w.noRoads}</Notice> : null}
        {tool.value === 'route' ? <RouteTool /> : null}
        {tool.value === 'reach' ? <ReachTool /> : null}
        {tool.value === 'hotspots' ? <HotspotsTool /> : null}
      </Tabs>
      {hasRoads.value ? (
        <footer class="roads-foot">
          <label class="check">
            <input
              type="checkbox"
              checked={showRoads.value}
              onChange={(event) => {
                showRoads.value = event.currentTarget.checked;
              }}
            />
            {w.showRoads}
          </label>
          {notice ? <p class="dim small-text">{w.source(noticeText(notice))}</p> : null}
        </footer>
      ) : null}
    </div>
  );
}
