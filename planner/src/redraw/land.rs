//! From drawn land to a ground: what borders on what, and how far.

use super::ground::{Atom, Border, Ground};
use spatial::{Partition, length};
use std::collections::BTreeMap;

/// Metres in a degree of latitude, near enough to compare places.
const DEGREE_M: f64 = 111_200.0;

/// The ground of a partition: an atom for each of its grids, without weights, communities or present
/// grids, which are the caller's to fill in; a border for each two that share a line. An atom stands at the
/// middle of its box. O(vertices + edges log edges).
pub fn ground_of(partition: &Partition) -> Ground {
    let mut shared: BTreeMap<[u32; 2], f64> = BTreeMap::new();
    let mut outside = vec![0.0; partition.grid_count()];
    for edge in partition.edges() {
        let metres = length(edge.points);
        match (edge.left, edge.right) {
            (Some(a), Some(b)) => {
                *shared.entry([a.0.min(b.0), a.0.max(b.0)]).or_default() += metres;
            }
            (Some(only), None) | (None, Some(only)) => outside[only.0 as usize] += metres,
            (None, None) => {}
        }
    }
    // East and north in metres from the south-west corner, by the length of a degree there.
    let corner = partition.bounds().map(|bounds| bounds.min);
    let atoms = partition.grids().zip(outside).map(|(grid, outside_m)| {
        let area = partition.area(grid);
        let at = partition.bounds_of(grid).zip(corner).map(|(bounds, corner)| {
            let middle = |low: i32, high: i32, from: i32| {
                f64::midpoint(f64::from(low), f64::from(high)) - f64::from(from)
            };
            let steps = [
                middle(bounds.min.lon_e7(), bounds.max.lon_e7(), corner.lon_e7()),
                middle(bounds.min.lat_e7(), bounds.max.lat_e7(), corner.lat_e7()),
            ];
            let shrunk =
                libm::cos(f64::from(corner.lat_e7()) * 1e-7 * std::f64::consts::PI / 180.0);
            [steps[0] * 1e-7 * DEGREE_M * shrunk, steps[1] * 1e-7 * DEGREE_M]
        });
        let area_m2 = spatial::ground_area(&area).get() as f64;
        Atom { area_m2, outside_m, at, ..Atom::default() }
    });
    let atoms = atoms.collect();
    let borders =
        shared.into_iter().map(|(atoms, length_m)| Border { atoms, length_m, cost: 1.0 }).collect();
    Ground { atoms, borders }
}

/// Links what hangs together with nothing else in its community to the nearest atom that does, by a
/// border of no length: an island belongs with the shore across from it. The links, island first.
/// O(islands × atoms).
pub fn link_islands(ground: &mut Ground) -> Vec<[u32; 2]> {
    let mut communities: BTreeMap<u32, Vec<Vec<u32>>> = BTreeMap::new();
    for piece in pieces(ground) {
        let community = ground.atoms[piece[0] as usize].community;
        communities.entry(community).or_default().push(piece);
    }
    let mut links = Vec::new();
    for mut pieces in communities.into_values() {
        // The largest is the mainland; of equals the one with the lowest number.
        pieces.sort_by_key(|piece| (std::cmp::Reverse(piece.len()), piece[0]));
        let mut pieces = pieces.into_iter();
        let Some(mut mainland) = pieces.next() else { continue };
        for island in pieces {
            let apart = |a: u32, b: u32| {
                let [a, b] = [a, b].map(|atom| ground.atoms[atom as usize].at);
                a.zip(b).map_or(f64::INFINITY, |(a, b)| libm::hypot(a[0] - b[0], a[1] - b[1]))
            };
            let nearest = island
                .iter()
                .flat_map(|&from| mainland.iter().map(move |&to| (from, to)))
                .min_by(|a, b| apart(a.0, a.1).total_cmp(&apart(b.0, b.1)));
            if let Some((from, to)) = nearest {
                links.push([from, to]);
            }
            mainland.extend(island);
        }
    }
    let link = |&atoms: &[u32; 2]| Border { atoms, length_m: 0.0, cost: 1.0 };
    ground.borders.extend(links.iter().map(link));
    links
}

/// What hangs together inside communities.
fn pieces(ground: &Ground) -> Vec<Vec<u32>> {
    let mut near: Vec<Vec<u32>> = vec![Vec::new(); ground.atoms.len()];
    for border in &ground.borders {
        let [a, b] = border.atoms;
        if ground.atoms[a as usize].community == ground.atoms[b as usize].community {
            near[a as usize].push(b);
            near[b as usize].push(a);
        }
    }
    let mut met = vec![false; near.len()];
    let mut pieces = Vec::new();
    for start in 0..near.len() as u32 {
        if std::mem::replace(&mut met[start as usize], true) {
            continue;
        }
        let mut piece = vec![start];
        let mut head = 0;
        while let Some(&at) = piece.get(head) {
            head += 1;
            for &to in &near[at as usize] {
                if !std::mem::replace(&mut met[to as usize], true) {
                    piece.push(to);
                }
            }
        }
        pieces.push(piece);
    }
    pieces
}
