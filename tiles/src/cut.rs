//! Cutting an area, given by its rings, by the tile's window.
//!
//! The area lies to the right of its rings as a walker on the map sees it (outer rings clockwise on
//! the map, holes counter-clockwise). Where the rings leave the window, the area goes on along the
//! window's border, clockwise, to where a ring comes back. So the pieces are rings of their own, and
//! no seam runs along the border as it does when polygons are cut one side after the other.

use crate::clip::{HIGH, LOW, inside, pass};
use crate::rings::Rings;
use crate::world::TilePoint;

const SPAN: i64 = HIGH - LOW;

/// A stretch of a ring in the window, from the border to the border, nowhere else on it.
#[derive(Debug)]
struct Chain {
    points: Vec<TilePoint>,
}

/// What a ring leaves in the window.
#[derive(Debug, Default)]
struct Gathered {
    chains: Vec<Chain>,
    /// Whether a ring was seen to run along the border, and if so, with the area in the window.
    runs: Option<bool>,
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

/// The part of the area of `rings` that lies in the window, into `pieces`.
pub(crate) fn cut(rings: &Rings, pieces: &mut Rings) {
    pieces.clear();
    let mut found = Gathered::default();
    for ring in rings.iter() {
        if let Some(start) = ring.iter().position(|&at| !within(at)) {
            found.gather(ring, start);
        } else {
            copy(ring, pieces);
        }
    }
    let mut events = events(&found.chains);
    let (least, most) = arrange(&mut events, 0);
    // How often the area covers the border's start: as often as keeps all of it above nothing.
    let covered = if least < most {
        -least
    } else {
        // Chains that come back where they left tell nothing: then all of the border is covered or
        // none of it.
        let covered = found.runs.unwrap_or_else(|| covers_border(rings, &events));
        i64::from(covered)
    };
    if found.chains.is_empty() {
        if covered > 0 {
            walk_border(-1, 4 * SPAN - 1, pieces);
            pieces.close();
        }
        return;
    }
    arrange(&mut events, covered);
    join(&found.chains, &events, pieces);
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

impl Gathered {
    /// Adds the chains of one ring; its point at `start` is on the border or outside. Where it only
    /// touches the border or runs along it, nothing is added: the border itself does for that.
    fn gather(&mut self, ring: &[TilePoint], start: usize) {
        let mut points: Vec<TilePoint> = Vec::new();
        for step in 0..ring.len() {
            let a = ring[(start + step) % ring.len()];
            let b = ring[(start + step + 1) % ring.len()];
            let Some(passage) = pass(a, b) else { continue };
            for pair in passage.points().windows(2) {
                self.follow(pair[0], pair[1], &mut points);
            }
        }
    }

    /// Goes on along a segment in the window; `points` are those since the border.
    fn follow(&mut self, from: TilePoint, to: TilePoint, points: &mut Vec<TilePoint>) {
        for at in [from, to] {
            if points.last() != Some(&at) {
                points.push(at);
            }
        }
        if on_border(to) {
            match points[..] {
                [_] => {}
                [from, to] if share_a_side(from, to) => {
                    let along = (along_border(to) - along_border(from)).rem_euclid(4 * SPAN);
                    self.runs = Some(along <= SPAN);
                }
                _ => self.chains.push(Chain { points: std::mem::take(points) }),
            }
            points.clear();
        }
    }
}

fn share_a_side(a: TilePoint, b: TilePoint) -> bool {
    let edge = |a: i64, b: i64| a == b && (a == LOW || a == HIGH);
    edge(a.x, b.x) || edge(a.y, b.y)
}

/// Both ends of each chain, in the order of the border.
fn events(chains: &[Chain]) -> Vec<Event> {
    let mut events = Vec::with_capacity(chains.len() * 2);
    for (chain, Chain { points }) in chains.iter().enumerate() {
        let ends = [(points.first(), false), (points.last(), true)];
        for (at, leaves) in ends {
            let Some(&at) = at else { continue };
            events.push(Event { place: along_border(at), chain, leaves });
        }
    }
    events.sort_unstable_by_key(|event| (event.place, event.leaves, event.chain));
    events
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

/// Joins chains along the border into rings: each leaving end with the next entering end that is
/// still free, as brackets match.
fn join(chains: &[Chain], events: &[Event], pieces: &mut Rings) {
    // For each chain the one that follows it, and the border between them.
    let mut follows = vec![None; chains.len()];
    let mut entered = vec![false; chains.len()];
    let mut open: Vec<Event> = Vec::new();
    // Twice around, so that what leaves near the border's end meets what enters near its start.
    let around = 4 * SPAN;
    for (turn, event) in
        [0, around].into_iter().flat_map(|turn| events.iter().map(move |e| (turn, e)))
    {
        if event.leaves {
            if turn == 0 {
                open.push(*event);
            }
        } else if !entered[event.chain]
            && let Some(from) = open.pop()
        {
            entered[event.chain] = true;
            follows[from.chain] = Some((event.chain, from.place, event.place + turn));
        }
    }
    let mut done = vec![false; chains.len()];
    for first in 0..chains.len() {
        let mut chain = first;
        while !done[chain] {
            done[chain] = true;
            for &at in &chains[chain].points {
                pieces.push(at);
            }
            let Some((next, from, to)) = follows[chain] else { break };
            walk_border(from, to, pieces);
            chain = next;
        }
        pieces.close();
    }
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
