//! The courses of arcs at every zoom of a band: thinned, then led along the steps.

use crate::arcs::Strung;
use crate::index::BoxIndex;
use crate::rank::rank;
use crate::route::{Hot, Pixels};
use crate::thin::{Nearby, thin};
use crate::world::{TilePoint, WorldBox, WorldPoint};
use rayon::prelude::*;
use std::ops::RangeInclusive;

/// A place on the steps of a zoom, counted from the corner of the world.
pub(crate) type Step = [u32; 2];

/// Vertices found together.
const RUN: usize = 32;
/// Arcs done in one go.
const BATCH: usize = 64;

/// The courses of all arcs at one zoom.
pub(crate) struct Courses {
    pub(crate) steps: Vec<Step>,
    /// Where the steps of each arc end.
    pub(crate) ends: Vec<usize>,
}

/// The courses of some arcs.
struct Batch {
    /// By zoom.
    courses: Vec<Courses>,
    /// By arc.
    boxes: Vec<WorldBox>,
    touched: Vec<u32>,
    crowded: Vec<[u32; 2]>,
}

/// All vertices, found by place.
struct Crowd<'a> {
    strung: &'a Strung,
    index: BoxIndex,
    /// The arc of each run, and its vertices among all.
    runs: Vec<(u32, std::ops::Range<usize>)>,
}

/// By vertex a bit for each zoom that draws it, and the vertices of other arcs near each arc.
struct Thinned {
    masks: Vec<u32>,
    near: Vec<usize>,
    near_ends: Vec<usize>,
}

/// Draws all arcs at all `zooms`, and writes into their infos where they are drawn. Every arc by
/// itself: the outcome does not depend on how many threads work.
pub(crate) fn draw_all(strung: &mut Strung, zooms: &RangeInclusive<u8>) -> Vec<Courses> {
    let crowd = Crowd::new(strung);
    let arcs: Vec<usize> = (0..strung.infos.len()).collect();
    let thinned: Vec<Thinned> =
        arcs.par_chunks(BATCH).map(|batch| crowd.thin(batch, zooms)).collect();
    let masks: Vec<u32> = thinned.iter().flat_map(|one| &one.masks).copied().collect();
    let batches: Vec<Batch> = arcs
        .par_chunks(BATCH)
        .zip(&thinned)
        .map(|(batch, near)| lead_batch(strung, batch, near, &masks, zooms))
        .collect();
    let mut all: Vec<Courses> =
        zooms.clone().map(|_| Courses { steps: Vec::new(), ends: Vec::new() }).collect();
    let mut arc = strung.infos.iter_mut();
    for batch in batches {
        for (all, own) in all.iter_mut().zip(batch.courses) {
            let start = all.steps.len();
            all.steps.extend(own.steps);
            all.ends.extend(own.ends.iter().map(|end| start + end));
        }
        // The arcs come last: a zip asks its first part once too often.
        let own = batch.boxes.into_iter().zip(batch.touched).zip(batch.crowded);
        for (((bounds, touched), crowded), info) in own.zip(&mut arc) {
            info.bounds = info.bounds.union(bounds);
            (info.touched, info.crowded) = (touched, crowded);
        }
    }
    all
}

impl<'a> Crowd<'a> {
    fn new(strung: &'a Strung) -> Self {
        let mut runs = Vec::new();
        for arc in 0..strung.infos.len() {
            let first = strung.first(arc);
            let count = strung.line(arc).len();
            let number = u32::try_from(arc).unwrap_or(u32::MAX);
            let starts = (0..count).step_by(RUN);
            runs.extend(
                starts.map(|start| (number, first + start..first + count.min(start + RUN))),
            );
        }
        let boxes: Vec<WorldBox> = runs
            .iter()
            .map(|(_, run)| {
                strung.points()[run.clone()].iter().fold(WorldBox::EMPTY, |all, &at| all.with(at))
            })
            .collect();
        Self { strung, index: BoxIndex::new(&boxes), runs }
    }

    /// The vertices of other arcs in a box, into `near`.
    fn others(&self, arc: usize, within: WorldBox, found: &mut Vec<u32>, near: &mut Vec<usize>) {
        self.index.meeting(within, found);
        for &run in found.iter() {
            let (of, run) = &self.runs[run as usize];
            if *of as usize == arc {
                continue;
            }
            let points = self.strung.points();
            near.extend(run.clone().filter(|&vertex| within.contains(points[vertex])));
        }
    }

    fn thin(&self, batch: &[usize], zooms: &RangeInclusive<u8>) -> Thinned {
        let mut all = Thinned { masks: Vec::new(), near: Vec::new(), near_ends: Vec::new() };
        let (mut found, mut nearby) = (Vec::new(), Vec::new());
        for &arc in batch {
            let line = self.strung.line(arc);
            let bounds = self.strung.infos[arc].bounds;
            let start = all.near.len();
            self.others(arc, widened(bounds, zooms), &mut found, &mut all.near);
            all.near_ends.push(all.near.len());
            nearby.clear();
            let others = all.near[start..].iter().map(|&vertex| self.strung.points()[vertex]);
            nearby.extend(
                others.filter(|&at| bounds.contains(at)).map(|at| Nearby { at, own: None }),
            );
            all.masks.extend(masks(line, &mut nearby, zooms));
        }
        all
    }
}

/// A box and what lines in it may be led through.
pub(crate) fn widened(bounds: WorldBox, zooms: &RangeInclusive<u8>) -> WorldBox {
    bounds.widened(Pixels::of(*zooms.start()).reach() * 2)
}

/// For each vertex of a line a bit for each zoom that draws it. `nearby` are the vertices of others in
/// the box of the line.
pub(crate) fn masks(
    line: &[WorldPoint],
    nearby: &mut Vec<Nearby>,
    zooms: &RangeInclusive<u8>,
) -> Vec<u32> {
    let mut ranks = Vec::new();
    rank(line, &mut ranks);
    nearby.extend((0..).zip(line).map(|(own, &at)| Nearby { at, own: Some(own) }));
    nearby.sort_unstable();
    let mut masks = vec![0; line.len()];
    let mut kept = Vec::new();
    for zoom in zooms.clone() {
        thin(line, &ranks, zoom, nearby, &mut kept);
        for &place in &kept {
            masks[place as usize] |= 1 << zoom;
        }
    }
    masks
}

fn lead_batch(
    strung: &Strung,
    batch: &[usize],
    thinned: &Thinned,
    masks: &[u32],
    zooms: &RangeInclusive<u8>,
) -> Batch {
    let mut out = Batch {
        courses: zooms.clone().map(|_| Courses { steps: Vec::new(), ends: Vec::new() }).collect(),
        boxes: vec![WorldBox::EMPTY; batch.len()],
        touched: vec![0; batch.len()],
        crowded: vec![[0; 2]; batch.len()],
    };
    let (mut hots, mut led) = (Vec::new(), Vec::new());
    let mut start = 0;
    for (place, &arc) in batch.iter().enumerate() {
        let line = strung.line(arc);
        let own = &masks[strung.first(arc)..][..line.len()];
        let end = thinned.near_ends[place];
        let near = &thinned.near[start..end];
        start = end;
        let ends = [line.first(), line.last()];
        for (zoom, courses) in zooms.clone().zip(&mut out.courses) {
            let pixels = Pixels::of(zoom);
            hots.clear();
            hots.extend(near.iter().filter(|&&vertex| masks[vertex] >> zoom & 1 == 1).map(
                |&vertex| {
                    let at = strung.points()[vertex];
                    Hot { middle: pixels.middle(at), foreign: !ends.contains(&Some(&at)) }
                },
            ));
            let touched = lead(line, own, zoom, &mut hots, &mut led);
            out.touched[place] |= u32::from(touched) << zoom;
            for (all, now) in out.crowded[place].iter_mut().zip(crowded(line, own, zoom)) {
                *all |= u32::from(now) << zoom;
            }
            for &middle in &led {
                out.boxes[place] = out.boxes[place].with(clamped(middle));
                courses.steps.push(pixels.step(middle));
            }
            courses.ends.push(courses.steps.len());
        }
    }
    out
}

/// Whether another vertex of a line that is drawn at `zoom` falls together with its first, and with its
/// last one.
pub(crate) fn crowded(line: &[WorldPoint], masks: &[u32], zoom: u8) -> [bool; 2] {
    let pixels = Pixels::of(zoom);
    [line.first(), line.last()].map(|end| {
        end.is_some_and(|&end| {
            let middle = pixels.middle(end);
            line.iter().zip(masks).any(|(&at, mask)| {
                mask >> zoom & 1 == 1 && at != end && pixels.middle(at) == middle
            })
        })
    })
}

/// Leads the vertices of a line that are drawn at `zoom` through its own pixels and those of the
/// others, `hots` in any order, into `led`. Says whether it touches itself or another vertex.
pub(crate) fn lead(
    line: &[WorldPoint],
    masks: &[u32],
    zoom: u8,
    hots: &mut Vec<Hot>,
    led: &mut Vec<TilePoint>,
) -> bool {
    let pixels = Pixels::of(zoom);
    let kept = line.iter().zip(masks).filter(|&(_, mask)| mask >> zoom & 1 == 1);
    let mut drawn = Vec::with_capacity(line.len());
    for (&at, _) in kept {
        hots.push(Hot { middle: pixels.middle(at), foreign: false });
        drawn.push(TilePoint { x: i64::from(at.x), y: i64::from(at.y) });
    }
    hots.sort_unstable();
    hots.dedup_by(|next, before| {
        let same = next.middle == before.middle;
        before.foreign |= same && next.foreign;
        same
    });
    pixels.lead(&drawn, hots, led)
}

/// The middle of a pixel at the far rim of the world lies just beyond it.
pub(crate) fn clamped(middle: TilePoint) -> WorldPoint {
    let onto = |at: i64| u32::try_from(at).unwrap_or(u32::MAX);
    WorldPoint { x: onto(middle.x), y: onto(middle.y) }
}
