//! What all edits with new lines share: putting bent borders in place, learning whose land a line
//! lies in, and taking needless vertices out again.

use super::Refused;
use super::course::straighten;
use super::node::Noded;
use super::tree::Span;
use super::work::Work;
use crate::exact::{Pt, on_segment};
use crate::partition::NOBODY;
use std::collections::{BTreeMap, VecDeque};

/// A piece of border that was bent.
pub(super) struct Bent {
    sides: [u32; 2],
    way: Vec<Pt>,
    /// By point of the way: whether it became a vertex only now.
    new: Vec<bool>,
}

/// Puts bent borders in the place of the straight ones.
pub(super) fn put_bent(work: &mut Work<'_>, noded: &Noded) -> Result<Vec<Bent>, Refused> {
    let mut done = Vec::new();
    for (span, way) in &noded.bent {
        let Some(sides) = work.sides(*span) else { continue };
        let new = way.iter().map(|&at| !work.is_vertex(at)).collect();
        done.push(Bent { sides, way: way.clone(), new });
    }
    let mut parts: BTreeMap<Span, Vec<[u32; 2]>> = BTreeMap::new();
    for bent in &done {
        for pair in bent.way.windows(2) {
            let [left, right] = bent.sides;
            let sides = if pair[0] < pair[1] { [left, right] } else { [right, left] };
            parts.entry(Span::new(pair[0], pair[1])).or_default().push(sides);
        }
    }
    for (span, _) in &noded.bent {
        work.set(*span, None);
    }
    for (span, mut all) in parts {
        all.extend(work.sides(span));
        let Some(sides) = between(&all) else {
            return Err(Refused::TooTangled { at: span.low.position() });
        };
        work.set(span, (sides[0] != sides[1]).then_some(sides));
    }
    Ok(done)
}

/// The land on both sides of pieces that fell into one: from left to right each piece has on its
/// left what the last had on its right, and only the outermost remain. `None` when they do not
/// follow each other so.
fn between(all: &[[u32; 2]]) -> Option<[u32; 2]> {
    let mut lefts: Vec<u32> = all.iter().map(|sides| sides[0]).collect();
    for right in all.iter().map(|sides| sides[1]) {
        if let Some(place) = lefts.iter().position(|&left| left == right) {
            lefts.swap_remove(place);
        }
    }
    let mut rights: Vec<u32> = all.iter().map(|sides| sides[1]).collect();
    for left in all.iter().map(|sides| sides[0]) {
        if let Some(place) = rights.iter().position(|&right| right == left) {
            rights.swap_remove(place);
        }
    }
    match (lefts.as_slice(), rights.as_slice()) {
        ([], []) => Some([NOBODY; 2]),
        (&[left], &[right]) => Some([left, right]),
        _ => None,
    }
}

/// Whose land each of these lines lies in. They meet borders and each other at ends only, and run
/// along no border.
pub(super) fn lands(work: &Work<'_>, lines: &[Span]) -> Vec<u32> {
    let mut at: BTreeMap<Pt, Vec<usize>> = BTreeMap::new();
    let mut land: Vec<Option<u32>> = Vec::with_capacity(lines.len());
    for (k, line) in lines.iter().enumerate() {
        let seen = work.sector(line.low, line.high).or_else(|| work.sector(line.high, line.low));
        land.push(seen);
        for end in [line.low, line.high].into_iter().filter(|&end| !work.is_vertex(end)) {
            at.entry(end).or_default().push(k);
        }
    }
    // Where no border is, all lines that meet lie in the same land.
    let spread = |land: &mut Vec<Option<u32>>, start: usize| {
        let mut queue = VecDeque::from([start]);
        while let Some(k) = queue.pop_front() {
            for end in [lines[k].low, lines[k].high] {
                for &other in at.get(&end).map_or(&[][..], Vec::as_slice) {
                    if land[other].is_none() {
                        land[other] = land[k];
                        queue.push_back(other);
                    }
                }
            }
        }
    };
    for k in 0..lines.len() {
        if land[k].is_some() {
            spread(&mut land, k);
        }
    }
    for k in 0..lines.len() {
        if land[k].is_none() {
            land[k] = Some(work.land_at(lines[k].low));
            spread(&mut land, k);
        }
    }
    land.into_iter().map(|land| land.unwrap_or(NOBODY)).collect()
}

/// Takes out vertices, of those where a border ended that is gone, that lie exactly on the straight
/// line between their neighbours.
pub(super) fn tidy(work: &mut Work<'_>, mut ends: Vec<Pt>) {
    ends.sort_unstable();
    ends.dedup();
    for at in ends {
        let fan: Vec<(Pt, [u32; 2])> = work.fan(at).collect();
        if let [(from, [left, right]), (to, _)] = *fan
            && on_segment(from, to, at)
        {
            straighten(work, &[from, at, to], [right, left]);
        }
    }
}

/// Takes vertices out of bent borders again where no line ends, if the border can be straight there.
pub(super) fn heal(work: &mut Work<'_>, bent: &[Bent]) {
    for Bent { sides, way, new } in bent {
        let stays = |pair: &[Pt]| work.sides_from(pair[0], pair[1]) == Some(*sides);
        if way.windows(2).all(stays) && straighten(work, way, *sides) {
            continue;
        }
        let mut way = way.clone();
        let mut new = new.clone();
        let mut k = 1;
        while k + 1 < way.len() {
            let part = [way[k - 1], way[k], way[k + 1]];
            let stays = |pair: &[Pt]| work.sides_from(pair[0], pair[1]) == Some(*sides);
            let free = new[k] && work.fan(way[k]).count() == 2 && part.windows(2).all(stays);
            if free && straighten(work, &part, *sides) {
                way.remove(k);
                new.remove(k);
            } else {
                k += 1;
            }
        }
    }
}
