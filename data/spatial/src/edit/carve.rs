//! Land that changes hands: merging grids, and moving, adding or removing areas.

use super::lines::{of_area, of_parts};
use super::node::node;
use super::overlay::{heal, lands, put_bent, tidy};
use super::tree::Span;
use super::work::Work;
use super::{EditRules, POINTS_MAX, Refused, Torn, Warning};
use crate::cover::Covers;
use crate::drawn::Drawn;
use crate::exact::{Pt, around};
use crate::faces::{Faces, OUTSIDE, group, start};
use crate::linework::Linework;
use crate::partition::NOBODY;
use crate::strips::Strips;
use model::{Area, GridId};

/// Gives all land of a grid to a neighbour.
pub(super) fn merge(work: &mut Work<'_>, from: GridId, into: GridId) -> Result<(), Refused> {
    let spans = giver(work, from)?;
    giver(work, into)?;
    differ(from, into)?;
    if !spans.values().any(|sides| sides.contains(&into.0)) {
        let at = spans.keys().next().map_or(Pt { x: 0, y: 0 }, |span| span.low);
        return Err(Refused::NotAdjacent { grids: [from, into], at: at.position() });
    }
    work.may_vanish.push(from.0);
    let mut gone = Vec::new();
    for (span, sides) in spans {
        let sides = sides.map(|grid| if grid == from.0 { into.0 } else { grid });
        if sides[0] == sides[1] {
            gone.extend([span.low, span.high]);
        }
        work.set(span, (sides[0] != sides[1]).then_some(sides));
    }
    tidy(work, gone);
    Ok(())
}

/// Gives the part of a grid in an area to a neighbour or a new grid.
pub(super) fn move_area(
    work: &mut Work<'_>,
    from: GridId,
    to: GridId,
    area: &Area,
    rules: EditRules,
) -> Result<(), Refused> {
    giver(work, from)?;
    differ(from, to)?;
    let parts_from = work.parts(from.0);
    take(work, to, area, rules, &|grid| if grid == from.0 { to.0 } else { grid })?;
    if work.has_land(from.0) {
        torn(work, from, parts_from, area, rules)?;
    }
    Ok(())
}

/// Gives nobody's land in an area to a grid or a new one.
pub(super) fn add_land(
    work: &mut Work<'_>,
    to: GridId,
    area: &Area,
    rules: EditRules,
) -> Result<(), Refused> {
    take(work, to, area, rules, &|grid| if grid == NOBODY { to.0 } else { grid })
}

/// Makes an area nobody's.
pub(super) fn remove_land(
    work: &mut Work<'_>,
    from: Option<&[GridId]>,
    area: &Area,
    rules: EditRules,
) -> Result<(), Refused> {
    for &grid in from.unwrap_or_default() {
        giver(work, grid)?;
    }
    let gives = |grid: u32| from.is_none_or(|from| from.contains(&GridId(grid)));
    let carved = carve(work, area, &|grid| if gives(grid) { NOBODY } else { grid })?;
    if rules.may_vanish {
        work.may_vanish.extend(&carved.grids);
    }
    for (&grid, &parts) in carved.grids.iter().zip(&carved.parts) {
        if work.has_land(grid) && gives(grid) {
            torn(work, GridId(grid), parts, area, rules)?;
        }
    }
    Ok(())
}

/// Gives land to a grid, which must then hang together with what it has.
fn take(
    work: &mut Work<'_>,
    to: GridId,
    area: &Area,
    rules: EditRules,
    rule: &dyn Fn(u32) -> u32,
) -> Result<(), Refused> {
    let ahead = to.0.saturating_sub(work.grid_count() as u32);
    if ahead > super::NUMBERS_AHEAD_MAX || to.0 == NOBODY {
        return Err(Refused::UnknownGrid { grid: to });
    }
    let parts = if work.has_land(to.0) { work.parts(to.0) } else { 0 };
    let carved = carve(work, area, rule)?;
    work.number(to);
    if rules.may_vanish {
        work.may_vanish.extend(&carved.grids);
    }
    if parts == 0 {
        work.made.push(to);
        return Ok(());
    }
    if !carved.joined.contains(&to.0) {
        let giver = carved.grids.iter().find(|&&grid| grid != to.0);
        let grids = [giver.map_or(to, |&grid| GridId(grid)), to];
        return Err(Refused::NotAdjacent { grids, at: place(area) });
    }
    torn(work, to, parts, area, rules)
}

/// Warns or refuses when a grid has more parts than it had.
fn torn(
    work: &mut Work<'_>,
    grid: GridId,
    parts: usize,
    area: &Area,
    rules: EditRules,
) -> Result<(), Refused> {
    let now = work.parts(grid.0);
    if now <= parts {
        return Ok(());
    }
    match rules.torn {
        Torn::Warn => work.warnings.push(Warning::Torn { grid, parts: now }),
        Torn::Refuse => return Err(Refused::WouldTear { grid, parts: now, at: place(area) }),
    }
    Ok(())
}

fn place(area: &Area) -> model::Position {
    area.positions().next().unwrap_or(Pt { x: 0, y: 0 }.position())
}

/// The pieces of a grid that has land.
pub(super) fn giver(
    work: &Work<'_>,
    grid: GridId,
) -> Result<std::collections::BTreeMap<Span, [u32; 2]>, Refused> {
    if grid.0 as usize >= work.grid_count() {
        return Err(Refused::UnknownGrid { grid });
    }
    if !work.has_land(grid.0) {
        return Err(Refused::Empty { grid });
    }
    Ok(work.spans_of(grid.0))
}

fn differ(one: GridId, other: GridId) -> Result<(), Refused> {
    if one == other { Err(Refused::SameGrid { grid: one }) } else { Ok(()) }
}

/// What carving found.
struct Carved {
    /// The grids beside changed pieces, in order.
    grids: Vec<u32>,
    /// How many parts each of them had.
    parts: Vec<usize>,
    /// The grids that grew across a former border of theirs.
    joined: Vec<u32>,
}

/// Gives all land in an area to whom `rule` says, by who has it.
fn carve(work: &mut Work<'_>, area: &Area, rule: &dyn Fn(u32) -> u32) -> Result<Carved, Refused> {
    let points = area.rings().map(Vec::len).sum();
    if points > POINTS_MAX {
        return Err(Refused::TooLarge { points, most: POINTS_MAX });
    }
    let (drawn, lines) = of_area(area)?;
    if lines.len() == 0 {
        return Err(Refused::TooFewPoints);
    }
    let sides: Vec<[Pt; 2]> = (0..lines.len()).map(|k| lines.side(k)).collect();
    let noded = node(work, &sides)?;
    let lines = of_parts(&lines, &noded.lines, area)?;
    if lines.len() == 0 {
        return Err(Refused::TooFewPoints);
    }
    let bent = put_bent(work, &noded)?;
    let shape = Shape::new(&lines, &drawn);
    let changed = shape.changes(work, rule);
    if changed.is_empty() {
        return Err(Refused::NothingToDo { at: place(area) });
    }
    let mut grids: Vec<u32> =
        changed.iter().flat_map(|&(_, old, new)| [old, new]).flatten().collect();
    grids.sort_unstable();
    grids.dedup();
    grids.retain(|&grid| grid != NOBODY);
    let parts = grids.iter().map(|&grid| work.parts(grid)).collect();
    let (mut joined, mut gone) = (Vec::new(), Vec::new());
    for (span, old, new) in changed {
        if new[0] == new[1] {
            joined.extend(old.contains(&new[0]).then_some(new[0]));
            gone.extend([span.low, span.high]);
        }
        work.set(span, (new[0] != new[1]).then_some(new));
    }
    heal(work, &bent);
    tidy(work, gone);
    Ok(Carved { grids, parts, joined })
}

/// A noded area: what is in it.
struct Shape<'a> {
    lines: &'a Linework,
    faces: Faces,
    covers: Covers,
    strips: Strips,
    /// The halves leaving each point.
    from: Vec<u32>,
    out: Vec<u32>,
}

impl<'a> Shape<'a> {
    fn new(lines: &'a Linework, drawn: &Drawn) -> Self {
        let faces = Faces::trace(lines);
        let covers = Covers::find(lines, &faces, drawn, 1);
        let starts: Vec<u32> = (0..2 * lines.len() as u32).map(|half| start(lines, half)).collect();
        let (from, out) = group(&starts, lines.at.len());
        Self { lines, faces, covers, strips: Strips::new(lines), from, out }
    }

    /// Whether the land on the left of a half is in the area.
    fn holds_left(&self, half: u32) -> bool {
        self.covers.of_face[self.faces.of_half[half as usize] as usize] != 0
    }

    /// Whether the land on the left and on the right of a piece of border is in the area.
    fn holds(&self, span: Span) -> [bool; 2] {
        if let Some(side) = self.side(span) {
            return [2 * side, 2 * side + 1].map(|half| self.holds_left(half));
        }
        for (at, to) in [(span.low, span.high), (span.high, span.low)] {
            if let Ok(point) = self.lines.at.binary_search(&at) {
                return [self.holds_toward(point, to); 2];
            }
        }
        let half = self.strips.west_of(self.lines, span.low);
        let face = half.map_or(OUTSIDE, |half| self.faces.of_half[half as usize]);
        [self.covers.of_face[face as usize] != 0; 2]
    }

    /// The line that runs along a piece of border.
    fn side(&self, span: Span) -> Option<u32> {
        let low = self.lines.at.binary_search(&span.low).ok()? as u32;
        let high = self.lines.at.binary_search(&span.high).ok()? as u32;
        self.lines.ends.binary_search(&[low, high]).ok().map(|side| side as u32)
    }

    /// Whether the land just beside the way from a point of the lines to `to` is in the area.
    fn holds_toward(&self, point: usize, to: Pt) -> bool {
        let at = self.lines.at[point];
        let fan = &self.out[self.from[point] as usize..self.from[point + 1] as usize];
        let end = |half: u32| self.lines.at[start(self.lines, half ^ 1) as usize];
        let last = |before: bool| {
            fan.iter()
                .copied()
                .filter(|&half| !before || around(at, end(half), to).is_lt())
                .max_by(|&a, &b| around(at, end(a), end(b)))
        };
        last(true).or_else(|| last(false)).is_some_and(|half| self.holds_left(half))
    }

    /// Every piece whose grids change, with those before and after; equal ones mean no piece.
    fn changes(
        &self,
        work: &Work<'_>,
        rule: &dyn Fn(u32) -> u32,
    ) -> Vec<(Span, [u32; 2], [u32; 2])> {
        let mut changed = Vec::new();
        let mut change = |span: Span, old: [u32; 2], [left, right]: [bool; 2]| {
            let give = |grid: u32, inside: bool| if inside { rule(grid) } else { grid };
            let new = [give(old[0], left), give(old[1], right)];
            if new != old {
                changed.push((span, old, new));
            }
        };
        let mut free = Vec::new();
        for side in 0..self.lines.len() as u32 {
            let [low, high] = self.lines.side(side as usize);
            let holds = [2 * side, 2 * side + 1].map(|half| self.holds_left(half));
            if holds[0] != holds[1] && work.sides_from(low, high).is_none() {
                free.push((Span { low, high }, holds));
            }
        }
        let spans: Vec<Span> = free.iter().map(|&(span, _)| span).collect();
        for (&(span, holds), land) in free.iter().zip(lands(work, &spans)) {
            change(span, [land; 2], holds);
        }
        let points = self.lines.at.iter().map(|p| p.y);
        let (south, north) = points.fold((i32::MAX, i32::MIN), |(l, h), y| (l.min(y), h.max(y)));
        if let (Some(west), Some(east)) = (self.lines.at.first(), self.lines.at.last()) {
            let (low, high) = (Pt { x: west.x, y: south }, Pt { x: east.x, y: north });
            let mut spans: Vec<Span> = work.near_box(low, high, 0.0).collect();
            spans.sort_unstable();
            for span in spans {
                let Some(old) = work.sides(span) else { continue };
                if old.iter().any(|&grid| rule(grid) != grid) {
                    change(span, old, self.holds(span));
                }
            }
        }
        changed
    }
}
