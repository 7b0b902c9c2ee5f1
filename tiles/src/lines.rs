//! Drawing borders on one tile: each line once, with the coarsest level it parts.

use crate::arcs::ArcInfo;
use crate::band::Band;
use crate::clip::clip_line;
use crate::fields::Fields;
use crate::graph::Ancestry;
use crate::mvt::{Kind, Writer};
use crate::sheet::{Sheet, point};
use crate::world::{Frame, TilePoint};

/// A straight piece of a line, from its lesser end, with the units on its right and left.
type Piece = ((TilePoint, TilePoint), [u32; 2]);

/// Writes the borders on a tile, one feature of many lines for each level that has some; `fields` by
/// level, the rim first.
pub(crate) fn borders(
    frame: Frame,
    band: &Band,
    ancestry: &Ancestry,
    fields: &Fields,
    writer: &mut Writer<'_>,
) {
    let Some(sheet) = band.sheet(frame.zoom()) else { return };
    let mut found = Vec::new();
    band.finder.meeting(frame.reach(), &mut found);
    if !band.in_order {
        found.sort_by_cached_key(|&arc| band.arcs.get(arc as usize).map(ArcInfo::key));
    }
    let (alone, shared): (Vec<u32>, Vec<u32>) =
        found.into_iter().partition(|&arc| is_alone(band, sheet, arc));
    let pieces = resolve(band, sheet, ancestry, &shared);
    let mut line = Vec::new();
    // Beyond the finest sheet courses are enlarged.
    let is_as_written = frame.zoom() == sheet.zoom;
    for level in 0..=band.level {
        let geometry = writer.geometry();
        for &arc in &alone {
            let border = band.arcs.get(arc as usize).map(|info| usize::from(info.border));
            if border != Some(level) {
                continue;
            }
            let ends = [0, 1].map(|way| sheet.start(arc * 2 + way));
            if let ([Some(start), Some(end)], true) =
                (ends, is_as_written && is_on(frame, band, arc))
            {
                let [start, end] = [start, end].map(|step| frame.place(point(step), sheet.zoom));
                geometry.line_along(start, sheet.stroke(arc * 2), end);
                continue;
            }
            line.clear();
            line.extend(points(sheet, arc).map(|at| frame.place(at, sheet.zoom)));
            clip_line(&line, |part| geometry.line(part));
        }
        for &((a, b), _) in pieces.iter().filter(|(_, border)| *border == level) {
            let line = [a, b].map(|at| frame.place(at, sheet.zoom));
            clip_line(&line, |part| geometry.line(part));
        }
        writer.feature(Kind::Line, None, fields.tags(level));
    }
}

/// Whether an arc lies wholly on the tile proper.
fn is_on(frame: Frame, band: &Band, arc: u32) -> bool {
    band.arcs.get(arc as usize).is_some_and(|info| frame.is_on(info.bounds))
}

fn points(sheet: &Sheet, arc: u32) -> impl Iterator<Item = TilePoint> {
    let steps = sheet.course(arc as usize).iter();
    steps.map(|&step| point(step))
}

/// Whether no part of an arc can be part of another one too.
fn is_alone(band: &Band, sheet: &Sheet, arc: u32) -> bool {
    let touched =
        band.arcs.get(arc as usize).is_some_and(|info| info.touched >> sheet.zoom & 1 == 1);
    !touched && sheet.course(arc as usize).len() > 2
}

/// The straight pieces of some arcs, each once, with the level that it parts when everything is drawn:
/// where a unit between two others has become a line, the other two meet. A piece with one unit on
/// both sides is left out.
fn resolve(
    band: &Band,
    sheet: &Sheet,
    ancestry: &Ancestry,
    arcs: &[u32],
) -> Vec<((TilePoint, TilePoint), usize)> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut line: Vec<TilePoint> = Vec::new();
    for &arc in arcs {
        let Some(info) = band.arcs.get(arc as usize) else { continue };
        line.clear();
        line.extend(points(sheet, arc));
        for pair in line.windows(2) {
            let [right, left] = info.sides;
            pieces.push(if pair[0] < pair[1] {
                ((pair[0], pair[1]), [right, left])
            } else {
                ((pair[1], pair[0]), [left, right])
            });
        }
    }
    pieces.sort_unstable();
    let same = pieces.chunk_by(|one, other| one.0 == other.0);
    same.filter_map(|same| {
        let mut rights: Vec<u32> = same.iter().map(|&(_, [right, _])| right).collect();
        let mut lefts: Vec<u32> = same.iter().map(|&(_, [_, left])| left).collect();
        // Going across, each unit but the first and the last is entered and left again.
        rights.retain(|right| match lefts.iter().position(|left| left == right) {
            None => true,
            Some(place) => {
                lefts.swap_remove(place);
                false
            }
        });
        let (&right, &left) = (rights.first()?, lefts.first()?);
        Some((same[0].0, ancestry.coarsest_border(band.level, [right, left])))
    })
    .collect()
}
