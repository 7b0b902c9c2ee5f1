//! Cutting an area, given by its rings, by the tile's window.
//!
//! The area lies to the right of its rings as a walker on the map sees it (outer rings clockwise on
//! the map, holes counter-clockwise). Where the rings leave the window, the area goes on along the
//! window's border, clockwise, to where a ring comes back. So the pieces are rings of their own, and
//! no seam runs along the border as it does when polygons are cut one side after the other.

use crate::clip::{HIGH, LOW, clip, inside};
use crate::rings::{Rings, Side, side};
use crate::world::TilePoint;

const SPAN: i64 = HIGH - LOW;

/// A stretch of a ring in the window, from the border to the border.
#[derive(Debug)]
struct Chain {
    points: Vec<TilePoint>,
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
    let mut chains = Vec::new();
    let mut crossing = Vec::new();
    for ring in rings.iter() {
        if ring.iter().all(|&at| inside(at)) {
            copy(ring, pieces);
        } else {
            crossing.push(ring);
            gather(ring, &mut chains);
        }
    }
    let mut events = events(&chains);
    let (least, most) = arrange(&mut events, 0);
    // How often the area covers the border's start: as often as keeps all of it above nothing.
    let covered = if least < most {
        -least
    } else {
        // Chains that come back where they left tell nothing; then the corner is asked for.
        i64::from(holds_corner(&crossing))
    };
    if chains.is_empty() {
        if covered > 0 {
            walk_border(0, 4 * SPAN, pieces);
            pieces.close();
        }
        return;
    }
    arrange(&mut events, covered);
    join(&chains, &events, pieces);
}

fn copy(ring: &[TilePoint], pieces: &mut Rings) {
    for &at in ring {
        pieces.push(at);
    }
    pieces.close();
}

/// The chains of one ring that is partly outside. One that only touches the border is left out.
fn gather(ring: &[TilePoint], chains: &mut Vec<Chain>) {
    let Some(start) = ring.iter().position(|&at| !inside(at)) else { return };
    let mut points: Vec<TilePoint> = Vec::new();
    for step in 0..ring.len() {
        let a = ring[(start + step) % ring.len()];
        let b = ring[(start + step + 1) % ring.len()];
        let Some((from, to)) = clip(a, b) else { continue };
        for at in [from, to] {
            if points.last() != Some(&at) {
                points.push(at);
            }
        }
        if !inside(b) {
            if points.len() > 1 {
                chains.push(Chain { points: std::mem::take(&mut points) });
            }
            points.clear();
        }
    }
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
    for (turn, event) in [0, around].into_iter().flat_map(|turn| events.iter().map(move |e| (turn, e)))
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
    if to - from == 4 * SPAN && from == 0 {
        pieces.push(corners[0]);
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

/// Whether the area holds the window's corner, by rings that do not cross the window.
///
/// The point asked for is half a step inside, where no such ring can be: they touch the border at
/// most.
fn holds_corner(rings: &[&[TilePoint]]) -> bool {
    let twice = TilePoint { x: 2 * LOW + 1, y: 2 * LOW + 1 };
    rings.iter().filter(|ring| side(ring, twice) == Side::Inside).count() % 2 == 1
}

#[cfg(test)]
#[path = "cut_tests.rs"]
mod tests;
