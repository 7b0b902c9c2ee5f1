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
