//! Scraps: thin pieces of a grid that overlaps or gaps cut off from the rest of it.
//!
//! Where two borders drawn apart cross each other again and again, what lies between them falls
//! into gaps, overlaps and, near a third grid, into slivers of one grid. Once gaps and overlaps are
//! settled such a sliver lies alone between neighbours. A piece is a scrap when it is not the
//! largest of its grid, narrow, and beside land that had to be settled; it goes to the neighbour
//! with the longest shared border. Areas that fitted together from the start have none.

use crate::faces::{Faces, group};
use crate::linework::Linework;
use crate::partition::NOBODY;
use crate::region::{Regions, Scale, place};
use crate::{Fault, FaultKind, RepairSettings};
use model::GridId;

/// Gives scraps away: changes `owner` of faces. `odd` tells of a face whether it had to be settled.
pub(crate) fn give_away(
    lines: &Linework,
    faces: &Faces,
    odd: impl Fn(u32) -> bool,
    settings: RepairSettings,
    owner: &mut [u32],
    faults: &mut Vec<Fault>,
) {
    let pieces = Regions::join(lines, faces, |a, b| owner[a as usize] == owner[b as usize]);
    let small = smaller_pieces(lines, faces, &pieces, owner);
    let count = small.iter().filter(|&&number| number != u32::MAX).count() as u32;
    let piece_of = |half: u32| pieces.of_face[faces.of_half[half as usize] as usize];
    let halves = 0..faces.of_half.len() as u32;
    let keys: Vec<u32> = halves.map(|half| small[piece_of(half) as usize].min(count)).collect();
    let (from, grouped) = group(&keys, count as usize + 1);
    for number in 0..count as usize {
        let own = &grouped[from[number] as usize..from[number + 1] as usize];
        let border: Vec<u32> =
            own.iter().copied().filter(|&half| piece_of(half) != piece_of(half ^ 1)).collect();
        let beside_odd = border.iter().any(|&half| odd(faces.of_half[(half ^ 1) as usize]));
        let scale = Scale::of(lines, &border);
        let area_m2 = scale.area(lines, &border);
        let length_m: f64 = border.iter().map(|&half| scale.length(lines, half)).sum();
        if !beside_odd || 2.0 * area_m2 >= settings.width_max_m * length_m {
            continue;
        }
        let grid = owner[faces.of_half[border[0] as usize] as usize];
        let beside = border.iter().map(|&half| {
            (owner[faces.of_half[(half ^ 1) as usize] as usize], scale.length(lines, half))
        });
        let Some(to) = longest(beside.filter(|&(other, _)| other != NOBODY && other != grid))
        else {
            continue;
        };
        for &half in own {
            owner[faces.of_half[half as usize] as usize] = to;
        }
        let grids = vec![GridId(grid.min(to)), GridId(grid.max(to))];
        let at = place(lines, &border).position();
        let sliver = Fault::land(FaultKind::Sliver, at, grids, (area_m2, length_m));
        faults.push(sliver.mended(true));
    }
}

/// Numbers the pieces that belong to a grid and are not its largest; the others have `u32::MAX`.
fn smaller_pieces(lines: &Linework, faces: &Faces, pieces: &Regions, owner: &[u32]) -> Vec<u32> {
    let mut turns = vec![0_i128; pieces.len()];
    for (face, turn) in faces.turns(lines).into_iter().enumerate() {
        turns[pieces.of_face[face] as usize] += turn;
    }
    let owner_of = |piece: u32| owner[pieces.first_face(piece) as usize];
    let mut order: Vec<u32> =
        (0..pieces.len() as u32).filter(|&piece| owner_of(piece) != NOBODY).collect();
    order.sort_by_key(|&piece| (owner_of(piece), std::cmp::Reverse(turns[piece as usize]), piece));
    let mut small = vec![u32::MAX; pieces.len()];
    let smaller = order.windows(2).filter(|pair| owner_of(pair[0]) == owner_of(pair[1]));
    for (number, pair) in (0..).zip(smaller) {
        small[pair[1] as usize] = number;
    }
    small
}

/// The grid with the largest sum; of equal sums the smallest number.
pub(crate) fn longest(shared: impl Iterator<Item = (u32, f64)>) -> Option<u32> {
    let mut shared: Vec<(u32, f64)> = shared.collect();
    shared.sort_by_key(|&(grid, _)| grid);
    let sums = shared
        .chunk_by(|a, b| a.0 == b.0)
        .map(|same| (same[0].0, same.iter().map(|(_, length)| length).sum::<f64>()));
    sums.reduce(|best, next| if best.1 >= next.1 { best } else { next }).map(|(grid, _)| grid)
}
