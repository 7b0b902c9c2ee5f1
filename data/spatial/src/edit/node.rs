//! Cuts new lines and the borders near them until they meet at shared ends only.
//!
//! The method is that of the crate's `noding` module, snap rounding, made local. A crossing is rounded to
//! the lattice; the unit square around it is a *hot pixel*, and so is that of every point drawn.
//! Every line or border that meets a hot pixel is bent through its middle. What is bent so makes
//! the pixels of the vertices it meets hot in turn, until nothing is left to bend. The lines bent
//! are thus those that rounding the whole map would bend, as far as they hang together with the new
//! lines; all others meet no hot pixel, and the argument that bending makes no crossing (Guibas and
//! Marimont, "Rounding arrangements dynamically", 1995) holds for the lot. A bent line may come to
//! lie on a vertex it did not meet before; so the whole is done again until nothing meets.

use super::Refused;
use super::draft::Draft;
use super::tree::{Numbered, Span, along, in_box};
use crate::exact::{Pt, crossing, meets_pixel, on_segment, side};
use crate::near::{Frame, pairs};
use rstar::RTree;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// The most rounds. Two are usual; the limit only guards against an endless loop.
const ROUNDS_MAX: usize = 64;

/// The most pieces that one edit may work on: a few seconds.
const PIECES_MAX: usize = 100_000;

/// New lines and old borders, noded.
#[derive(Debug)]
pub(super) struct Noded {
    /// The new lines cut up: from, to, and the number of the line.
    pub(super) lines: Vec<(Pt, Pt, usize)>,
    /// The pieces of border that must be replaced, each with the vertices that take its place, from
    /// its lower end to the other.
    pub(super) bent: Vec<(Span, Vec<Pt>)>,
}

/// Nodes new lines with the draft. O(k log n) for k pieces near the lines.
pub(super) fn node(draft: &Draft, lines: &[[Pt; 2]]) -> Result<Noded, Refused> {
    let segs = lines.iter().enumerate().map(|(number, &[a, b])| Seg {
        a,
        b,
        of: Of::Line(number),
        fresh: true,
    });
    let mut noder = Noder { draft, segs: segs.collect(), olds: Vec::new(), taken: BTreeMap::new() };
    let drawn: Vec<Pt> = lines.iter().flatten().copied().collect();
    let mut round = Round::default();
    for &at in &drawn {
        round.heat(at);
    }
    for _ in 0..ROUNDS_MAX {
        if !noder.round(round)? {
            return Ok(noder.noded());
        }
        round = Round::default();
    }
    Err(Refused::TooTangled { at: drawn[0].position() })
}

/// What a straight line of the local set is part of.
#[derive(Clone, Copy)]
enum Of {
    /// A new line, by number.
    Line(usize),
    /// A piece of border, by its place in `olds`.
    Old(usize),
}

#[derive(Clone, Copy)]
struct Seg {
    a: Pt,
    b: Pt,
    of: Of,
    /// Not yet held against the draft.
    fresh: bool,
}

impl Seg {
    fn span(&self) -> Span {
        Span::new(self.a, self.b)
    }

    fn ends(&self) -> [Pt; 2] {
        [self.a, self.b]
    }
}

/// The state of one round.
#[derive(Default)]
struct Round {
    hot: BTreeSet<Pt>,
    queue: Vec<Pt>,
    /// By line of the set: where to cut it.
    cuts: Vec<Vec<Pt>>,
    /// By line of the set: whether some cut is not exactly on it.
    bent: Vec<bool>,
    /// The lines of the set as the round began.
    local: RTree<Numbered>,
    /// Pieces taken into the set in this round, and still whole: their numbers.
    whole: BTreeMap<Span, usize>,
}

impl Round {
    fn heat(&mut self, at: Pt) {
        if self.hot.insert(at) {
            self.queue.push(at);
        }
    }
}

struct Noder<'a> {
    draft: &'a Draft,
    segs: Vec<Seg>,
    /// Pieces of the draft taken into the set.
    olds: Vec<Span>,
    /// Their places in `olds`.
    taken: BTreeMap<Span, usize>,
}

impl Noder<'_> {
    /// Cuts what meets; whether anything did.
    fn round(&mut self, mut round: Round) -> Result<bool, Refused> {
        let begun = self.segs.len();
        round.cuts = vec![Vec::new(); begun];
        round.bent = vec![false; begun];
        let numbered = self.segs.iter().enumerate();
        let numbered = numbered.map(|(number, seg)| Numbered { span: seg.span(), number });
        round.local = RTree::bulk_load(numbered.collect());
        self.meet_each_other(&mut round)?;
        for number in 0..begun {
            if std::mem::replace(&mut self.segs[number].fresh, false) {
                self.meet_draft(number, &mut round);
            }
        }
        while let Some(at) = round.queue.pop() {
            self.bend(at, &mut round);
            if self.segs.len() > PIECES_MAX {
                return Err(Refused::TooTangled { at: at.position() });
            }
        }
        Ok(self.cut(round))
    }

    /// Lines of the set against each other.
    fn meet_each_other(&self, round: &mut Round) -> Result<(), Refused> {
        let frames: Vec<Frame> = self
            .segs
            .iter()
            .map(|Seg { a, b, .. }| [a.x.min(b.x), a.y.min(b.y), a.x.max(b.x), a.y.max(b.y)])
            .collect();
        let complete = pairs(&frames, &mut |one, other| {
            match meeting(self.segs[one].ends(), self.segs[other].ends()) {
                Meeting::None => {}
                Meeting::Cross(at) => round.heat(at),
                Meeting::Touch(touches) => {
                    for (inside, at) in touches.into_iter().flatten() {
                        round.cuts[[one, other][inside]].push(at);
                    }
                }
            }
            round.hot.len() <= PIECES_MAX
        });
        let at = || self.segs[0].a.position();
        if complete { Ok(()) } else { Err(Refused::TooTangled { at: at() }) }
    }

    /// A line of the set against the pieces of the draft that are not in it.
    fn meet_draft(&mut self, number: usize, round: &mut Round) {
        let Seg { a, b, .. } = self.segs[number];
        let mut near: Vec<Span> = self.draft.near_line(a, b).collect();
        near.sort_unstable();
        for span in near {
            if self.taken.contains_key(&span) && !round.whole.contains_key(&span) {
                continue;
            }
            match meeting([a, b], [span.low, span.high]) {
                Meeting::None => {}
                Meeting::Cross(at) => round.heat(at),
                Meeting::Touch(touches) => {
                    for (inside, at) in touches.into_iter().flatten() {
                        let cut = if inside == 0 { number } else { self.take(span, round) };
                        round.cuts[cut].push(at);
                    }
                }
            }
        }
    }

    /// The number of a piece of the draft in the set, taken in if it is not there.
    fn take(&mut self, span: Span, round: &mut Round) -> usize {
        if let Some(&number) = round.whole.get(&span) {
            return number;
        }
        let number = self.segs.len();
        self.taken.insert(span, self.olds.len());
        round.whole.insert(span, number);
        self.segs.push(Seg {
            a: span.low,
            b: span.high,
            of: Of::Old(self.olds.len()),
            fresh: false,
        });
        self.olds.push(span);
        round.cuts.push(Vec::new());
        round.bent.push(false);
        number
    }

    /// Bends everything that meets the pixel of a point through it.
    fn bend(&mut self, at: Pt, round: &mut Round) {
        let meets = |span: Span| !span.ends_at(at) && meets_pixel(span.low, span.high, at);
        let mut through: Vec<usize> = in_box(&round.local, at, at, 1.0)
            .filter(|near| meets(near.span))
            .map(|near| near.number)
            .collect();
        let mut near: Vec<Span> =
            self.draft.near_box(at, at, 1.0).filter(|&span| meets(span)).collect();
        near.sort_unstable();
        for span in near {
            if !self.taken.contains_key(&span) || round.whole.contains_key(&span) {
                through.push(self.take(span, round));
            }
        }
        for number in through {
            round.cuts[number].push(at);
            let Seg { a, b, .. } = self.segs[number];
            if on_segment(a, b, at) || std::mem::replace(&mut round.bent[number], true) {
                continue;
            }
            let local: Vec<Numbered> = along(&round.local, a, b).collect();
            let ends = local.iter().map(|near| near.span).chain(self.draft.near_line(a, b));
            // The ends of pieces that were cut in earlier rounds are ends of their parts, too.
            for end in ends.flat_map(|span| [span.low, span.high]) {
                if end != a && end != b && meets_pixel(a, b, end) {
                    round.heat(end);
                }
            }
        }
    }

    /// Cuts the lines of the set where they are to be cut; whether there was anything to cut.
    fn cut(&mut self, round: Round) -> bool {
        let mut parts = Vec::with_capacity(self.segs.len());
        for (seg, mut cuts) in self.segs.iter().zip(round.cuts) {
            cuts.retain(|&at| at != seg.a && at != seg.b);
            if cuts.is_empty() {
                parts.push(*seg);
                continue;
            }
            // Along the way of the line, all of its pixels follow each other so.
            let step = |from: i32, to: i32, at: i32| {
                if to >= from { i64::from(at) } else { -i64::from(at) }
            };
            cuts.sort_unstable_by_key(|at| {
                (step(seg.a.x, seg.b.x, at.x), step(seg.a.y, seg.b.y, at.y))
            });
            cuts.dedup();
            let way = [seg.a].into_iter().chain(cuts).chain([seg.b]).collect::<Vec<_>>();
            parts.extend(way.windows(2).map(|pair| Seg {
                a: pair[0],
                b: pair[1],
                of: seg.of,
                fresh: true,
            }));
        }
        let changed = parts.len() > self.segs.len();
        self.segs = parts;
        changed
    }

    fn noded(self) -> Noded {
        let mut noded = Noded { lines: Vec::new(), bent: Vec::new() };
        let mut ways: Vec<Vec<Pt>> = vec![Vec::new(); self.olds.len()];
        for Seg { a, b, of, .. } in self.segs {
            match of {
                Of::Line(number) => noded.lines.push((a, b, number)),
                Of::Old(old) => {
                    if ways[old].is_empty() {
                        ways[old].push(a);
                    }
                    ways[old].push(b);
                }
            }
        }
        noded.bent = self.olds.into_iter().zip(ways).collect();
        noded
    }
}

/// How two straight lines meet away from a shared end.
pub(super) enum Meeting {
    None,
    /// They cross near this point.
    Cross(Pt),
    /// Ends of one lie inside the other: which is touched inside (0 or 1), and where.
    Touch([Option<(usize, Pt)>; 4]),
}

/// How two straight lines meet.
pub(super) fn meeting([a, b]: [Pt; 2], [c, d]: [Pt; 2]) -> Meeting {
    let (of_c, of_d) = (side(a, b, c), side(a, b, d));
    if of_c == of_d && of_c != Ordering::Equal {
        return Meeting::None;
    }
    let (of_a, of_b) = (side(c, d, a), side(c, d, b));
    if of_a == of_b && of_a != Ordering::Equal {
        return Meeting::None;
    }
    let opposite = |p: Ordering, q: Ordering| p != Ordering::Equal && p == q.reverse();
    if opposite(of_c, of_d) && opposite(of_a, of_b) {
        return crossing(a, b, c, d).map_or(Meeting::None, Meeting::Cross);
    }
    let touch = |inside: usize, at: Pt, [p, q]: [Pt; 2]| {
        (at != p && at != q && on_segment(p, q, at)).then_some((inside, at))
    };
    let touches =
        [touch(0, c, [a, b]), touch(0, d, [a, b]), touch(1, a, [c, d]), touch(1, b, [c, d])];
    if touches == [None; 4] { Meeting::None } else { Meeting::Touch(touches) }
}
