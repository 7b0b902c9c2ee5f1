//! The few things that edits need of the crate's linework: lines of pieces, and of drawn areas.

use super::Refused;
use super::tree::Span;
use crate::drawn::Drawn;
use crate::exact::Pt;
use crate::linework::Linework;
use crate::partition::Partition;
use crate::weave::weave;
use model::Area;
use std::collections::BTreeMap;

/// The linework of different pieces, in their order.
pub(super) fn of_spans<'a>(spans: impl Iterator<Item = &'a Span>) -> Linework {
    let sides: Vec<([Pt; 2], u32)> = spans.map(|span| ([span.low, span.high], 0)).collect();
    // A draft never holds more pieces than one linework may have.
    Linework::new(&sides).unwrap_or_default()
}

/// The rings of an area, and their linework.
pub(super) fn of_area(area: &Area) -> Result<(Drawn, Linework), Refused> {
    let drawn = Drawn::of([area], &mut Vec::new());
    let lines = Linework::of(&drawn).map_err(|_too_many| too_tangled(area))?;
    Ok((drawn, lines))
}

/// The linework of the parts that its sides were cut into: from, to, and the side.
pub(super) fn of_parts(
    lines: &Linework,
    parts: &[(Pt, Pt, usize)],
    area: &Area,
) -> Result<Linework, Refused> {
    let sides: Vec<([Pt; 2], u32)> = parts
        .iter()
        .flat_map(|&(a, b, side)| lines.rings(side).map(move |ring| ([a, b], ring)))
        .collect();
    Linework::new(&sides).map_err(|_too_many| too_tangled(area))
}

fn too_tangled(area: &Area) -> Refused {
    let at = area.positions().next().unwrap_or(Pt { x: 0, y: 0 }.position());
    Refused::TooTangled { at }
}

/// The partition of noded pieces with these grids on their left and right, renumbered.
pub(super) fn woven(
    spans: &BTreeMap<Span, [u32; 2]>,
    grids: u32,
    number: &impl Fn(u32) -> u32,
) -> Partition {
    let lines = of_spans(spans.keys());
    let left: Vec<u32> = spans.values().flatten().map(|&grid| number(grid)).collect();
    weave(&lines, &left, grids as usize)
}
