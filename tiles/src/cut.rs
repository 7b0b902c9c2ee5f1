//! Cutting an area, given by its rings, by the tile's window.
//!
//! The area lies to the right of its rings as a walker on the map sees it (outer rings clockwise on
//! the map, holes counter-clockwise). Where the rings leave the window, the area goes on along the
//! window's border, clockwise, to where a ring comes back. So the pieces are rings of their own, and
//! no seam runs along the border as it does when polygons are cut one side after the other.

use crate::clip::{HIGH, LOW, inside, is_aside, is_proper, pass};
use crate::rings::Rings;
use crate::world::{EXTENT, TilePoint};

const SPAN: i64 = HIGH - LOW;

/// Cuts areas, one after the other; holds what is reused from one to the next.
#[derive(Debug, Default)]
pub(crate) struct Cutter {
    /// The points of the chains, one chain after the other. A chain is a stretch of a ring in the window,
    /// from the border to the border, nowhere else on it.
    points: Vec<TilePoint>,
    /// Where each finished chain ends.
    ends: Vec<usize>,
    /// Whether a ring was seen to run along the border, and if so, with the area in the window.
    runs: Option<bool>,
    events: Vec<Event>,
    /// Ends that leave and have not entered again yet.
    open: Vec<Event>,
    /// For each chain the one that follows it, and the border between them.
    follows: Vec<Option<(usize, i64, i64)>>,
    entered: Vec<bool>,
    done: Vec<bool>,
}

/// A chain's end on the border.
#[derive(Clone, Copy, Debug)]
struct Event {
    /// How far along the border from the north-west corner, clockwise on the map.
    place: i64,
    chain: usize,
    /// The area follows the border from where a chain leaves to where one enters.
    leaves: bool,
}

impl Cutter {
    /// The part of the area of `rings` that lies in the window, into `pieces`.
    pub(crate) fn cut(&mut self, rings: &Rings, pieces: &mut Rings) {
        pieces.clear();
        self.points.clear();
        self.ends.clear();
        self.runs = None;
        for ring in rings.iter() {
            if let Some(start) = ring.iter().position(|&at| !within(at)) {
                self.gather(ring, start);
            } else {
                copy(ring, pieces);
            }
        }
        self.list_events();
        let (least, most) = arrange(&mut self.events, 0);
        // How often the area covers the border's start: as often as keeps all of it above nothing.
        let covered = if least < most {
            -least
        } else {
            // Chains that come back where they left tell nothing: then all of the border is covered or
            // none of it.
            let covered = self.runs.unwrap_or_else(|| covers_border(rings, &self.events));
            i64::from(covered)
        };
        if self.ends.is_empty() {
            if covered > 0 {
                walk_border(-1, 4 * SPAN - 1, pieces);
                pieces.close();
            }
            return;
        }
        arrange(&mut self.events, covered);
        self.join(pieces);
    }
}

/// Whether a point is in the window and not on its border.
fn within(at: TilePoint) -> bool {
    inside(at) && !on_border(at)
}

/// Whether a point of the window is on its border.
fn on_border(at: TilePoint) -> bool {
    at.x == LOW || at.x == HIGH || at.y == LOW || at.y == HIGH
}

/// Takes over a ring that lies in the window.
fn copy(ring: &[TilePoint], pieces: &mut Rings) {
    let next = ring.iter().skip(1).chain(ring.first());
    for passage in ring.iter().zip(next).filter_map(|(&a, &b)| pass(a, b)) {
        for &at in passage.points() {
            pieces.push(at);
        }
    }
    pieces.close();
}

/// Whether a segment that lies in the window crosses neither the rim of the tile proper nor comes to the
/// window's border: nothing is to be cut there.
fn is_calm(a: TilePoint, b: TilePoint) -> bool {
    let beyond = |at: TilePoint| (at.x < 0, at.x > EXTENT, at.y < 0, at.y > EXTENT);
    is_proper(a) && is_proper(b) || within(a) && within(b) && beyond(a) == beyond(b)
}

impl Cutter {
    /// Adds the chains of one ring; its point at `start` is on the border or outside. Where it only
    /// touches the border or runs along it, nothing is added: the border itself does for that.
    fn gather(&mut self, ring: &[TilePoint], start: usize) {
        let (head, tail) = ring.split_at(start);
        let mut a = tail[0];
        for &b in tail[1..].iter().chain(head).chain(&tail[..1]) {
            let from = std::mem::replace(&mut a, b);
            if is_calm(from, b) {
                self.go_on(from);
                self.points.push(b);
                continue;
            }
            if is_aside(from, b) {
                continue;
            }
            let Some(passage) = pass(from, b) else { continue };
            for pair in passage.points().windows(2) {
                self.follow(pair[0], pair[1]);
            }
        }
    }

    /// The points of the chain since the border.
    fn chain(&self) -> &[TilePoint] {
        &self.points[self.ends.last().copied().unwrap_or(0)..]
    }

    /// Adds a point to the chain, unless it stands there.
    fn go_on(&mut self, at: TilePoint) {
        if self.chain().last() != Some(&at) {
            self.points.push(at);
        }
    }

    /// Goes on along a segment in the window.
    fn follow(&mut self, from: TilePoint, to: TilePoint) {
        self.go_on(from);
        self.go_on(to);
        if on_border(to) {
            let start = self.ends.last().copied().unwrap_or(0);
            match *self.chain() {
                [_] => self.points.truncate(start),
                [from, to] if share_a_side(from, to) => {
                    let along = (along_border(to) - along_border(from)).rem_euclid(4 * SPAN);
                    self.runs = Some(along <= SPAN);
                    self.points.truncate(start);
                }
                _ => self.ends.push(self.points.len()),
            }
        }
    }

    /// The points of a finished chain.
    fn points_of(&self, chain: usize) -> &[TilePoint] {
        let start = chain.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.points[start..self.ends[chain]]
    }

    /// Both ends of each chain, in the order of the border.
    fn list_events(&mut self) {
        self.events.clear();
        for chain in 0..self.ends.len() {
            let points = self.points_of(chain);
            let ends = [(points.first(), false), (points.last(), true)];
            let ends = ends
                .map(|(at, leaves)| at.map(|&at| Event { place: along_border(at), chain, leaves }));
            self.events.extend(ends.into_iter().flatten());
        }
        self.events.sort_unstable_by_key(|event| (event.place, event.leaves, event.chain));
    }

    /// Joins chains along the border into rings: each leaving end with the next entering end that is
    /// still free, as brackets match.
    fn join(&mut self, pieces: &mut Rings) {
        let count = self.ends.len();
        self.open.clear();
        self.follows.clear();
        self.follows.resize(count, None);
        for flags in [&mut self.entered, &mut self.done] {
            flags.clear();
            flags.resize(count, false);
        }
        // Twice around, so that what leaves near the border's end meets what enters near its start.
        for turn in [0, 4 * SPAN] {
            for event in &self.events {
                if event.leaves {
                    if turn == 0 {
                        self.open.push(*event);
                    }
                } else if !self.entered[event.chain]
                    && let Some(from) = self.open.pop()
                {
                    self.entered[event.chain] = true;
                    self.follows[from.chain] = Some((event.chain, from.place, event.place + turn));
                }
            }
        }
        for first in 0..count {
            let mut chain = first;
            while !std::mem::replace(&mut self.done[chain], true) {
                for &at in self.points_of(chain) {
                    pieces.push(at);
                }
                let Some((next, from, to)) = self.follows[chain] else { break };
                walk_border(from, to, pieces);
                chain = next;
            }
            pieces.close();
        }
    }
}

fn share_a_side(a: TilePoint, b: TilePoint) -> bool {
    let edge = |a: i64, b: i64| a == b && (a == LOW || a == HIGH);
    edge(a.x, b.x) || edge(a.y, b.y)
}

/// Orders events at one place so that the border turns covered and bare in turn, given how often the
/// area covers the border's start. Returns the least and the most cover between places.
fn arrange(events: &mut [Event], covered: i64) -> (i64, i64) {
    let (mut cover, mut least, mut most) = (covered, covered, covered);
    for group in events.chunk_by_mut(|a, b| a.place == b.place) {
        for next in 0..group.len() {
            let wanted = cover <= 0;
            if let Some(other) = (next..group.len()).find(|&i| group[i].leaves == wanted) {
                group.swap(next, other);
            }
            cover += if group[next].leaves { 1 } else { -1 };
        }
        (least, most) = (least.min(cover), most.max(cover));
    }
    (least, most)
}

/// Pushes the corners passed on the way along the border.
fn walk_border(from: i64, to: i64, pieces: &mut Rings) {
    let corners =
        [(LOW, LOW), (HIGH, LOW), (HIGH, HIGH), (LOW, HIGH)].map(|(x, y)| TilePoint { x, y });
    let mut corner = from.div_euclid(SPAN) + 1;
    while corner * SPAN < to {
        if let Some(&at) = usize::try_from(corner % 4).ok().and_then(|at| corners.get(at)) {
            pieces.push(at);
        }
        corner += 1;
    }
}

/// How far along the border a point of it lies, clockwise on the map from the north-west corner.
fn along_border(at: TilePoint) -> i64 {
    if at.y == LOW {
        at.x - LOW
    } else if at.x == HIGH {
        SPAN + at.y - LOW
    } else if at.y == HIGH {
        2 * SPAN + HIGH - at.x
    } else {
        3 * SPAN + HIGH - at.y
    }
}

/// Whether the area of `rings` covers the window's border, which they only touch, at `events`.
///
/// Looks north from a place on the northern side of the window that is not touched.
fn covers_border(rings: &Rings, events: &[Event]) -> bool {
    let mut free = 0;
    for event in events {
        if event.place > free + 2 {
            break;
        }
        free = event.place;
    }
    // Half a step beside the steps: no point is there.
    let twice = 2 * (LOW + free + 1) + 1;
    let mut covered = false;
    for ring in rings.iter() {
        let next = ring.iter().cycle().skip(1);
        for (&a, &b) in ring.iter().zip(next) {
            let (west, east) = if a.x < b.x { (a, b) } else { (b, a) };
            if 2 * west.x < twice && twice < 2 * east.x {
                // Where the side passes, times twice its width, against the window's border.
                let wide = i128::from;
                let width = wide(east.x - west.x);
                let down = wide(twice - 2 * west.x) * wide(east.y - west.y);
                covered ^= 2 * width * wide(LOW - west.y) > down;
            }
        }
    }
    covered
}

#[cfg(test)]
#[path = "cut_tests.rs"]
mod tests;
