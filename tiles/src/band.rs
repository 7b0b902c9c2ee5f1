//! What is drawn over a band of zooms: the borders of the finest level shown there.

use crate::SOURCE_MAX_ZOOM;
use crate::arcs::{ArcInfo, Strung};
use crate::course::draw_all;
use crate::finder::Finder;
use crate::graph::{Ancestry, Graph};
use crate::lists::Cells;
use crate::outlines::Outlines;
use crate::sheet::Sheet;
use crate::world::WorldBox;
use std::ops::RangeInclusive;

/// The zooms at which one level is the finest shown, with the outlines of that level and all above
/// it, all along the same arcs: a border that several levels share is one line at every zoom.
#[derive(Clone, Debug)]
pub(crate) struct Band {
    /// The finest level shown; 0 shows the rim of the territory only.
    pub(crate) level: usize,
    pub(crate) zooms: RangeInclusive<u8>,
    pub(crate) arcs: Cells<ArcInfo>,
    pub(crate) finder: Finder,
    /// Whether arcs are numbered in their order.
    pub(crate) in_order: bool,
    /// Of level 1 to `level`.
    pub(crate) outlines: Vec<Outlines>,
    /// One for each zoom up to [`SOURCE_MAX_ZOOM`].
    pub(crate) sheets: Vec<Sheet>,
}

impl Band {
    /// `units` counts the units of each level, the territory first.
    pub(crate) fn new(
        graph: &Graph,
        ancestry: &Ancestry,
        units: &[usize],
        level: usize,
        zooms: RangeInclusive<u8>,
    ) -> Self {
        let mut strung = Strung::new(graph, ancestry, level);
        let own = drawn(&zooms);
        let courses = draw_all(&mut strung, &own);
        let arcs: Cells<ArcInfo> = strung.infos.iter().copied().collect();
        let mut sheets: Vec<Sheet> =
            own.zip(&courses).map(|(zoom, courses)| Sheet::new(zoom, courses)).collect();
        let mut outlines = Vec::with_capacity(level);
        for (above, &count) in units.iter().enumerate().take(level + 1).skip(1) {
            let walked = Outlines::new(&arcs, ancestry, level, above, count);
            for sheet in &mut sheets {
                sheet.take_apart(&arcs, &walked);
            }
            outlines.push(walked);
        }
        let boxes: Vec<WorldBox> = strung.infos.iter().map(|info| info.bounds).collect();
        let finder = Finder::new(&boxes);
        Self { level, zooms, arcs, finder, in_order: true, outlines, sheets }
    }

    /// What is drawn at a zoom of the band. Beyond [`SOURCE_MAX_ZOOM`] that is what is drawn there, enlarged.
    pub(crate) fn sheet(&self, zoom: u8) -> Option<&Sheet> {
        let place = zoom.min(SOURCE_MAX_ZOOM).checked_sub(*self.zooms.start())?;
        self.sheets.get(usize::from(place))
    }
}

/// The zooms of a band that are drawn anew and not enlarged.
pub(crate) fn drawn(zooms: &RangeInclusive<u8>) -> RangeInclusive<u8> {
    *zooms.start()..=(*zooms.end()).min(SOURCE_MAX_ZOOM)
}
