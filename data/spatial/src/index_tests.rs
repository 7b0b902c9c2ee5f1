//! The index after edits against one built anew, and the shapes that fill its rarer branches.

#![expect(clippy::cast_precision_loss, reason = "places to ask about may be anywhere")]

use super::{Found, Index, plain};
use crate::{Partition, RepairSettings};
use model::{Area, Bounds, Polygon, Position};
use proptest::prelude::*;

fn at(x: i32, y: i32) -> Position {
    Position::from_e7(x, y).unwrap()
}

fn built(areas: &[Area]) -> Partition {
    Partition::build(areas, &RepairSettings::NOTHING).unwrap().partition
}

fn area(points: &[(i32, i32)]) -> Area {
    let outer = points.iter().map(|&(x, y)| at(x, y)).collect();
    Area { polygons: vec![Polygon { outer, holes: vec![] }] }
}

/// `n` by `n` blocks, `size` steps wide, with corners out of place by what `off` says.
fn blocks(n: usize, size: i32, off: impl Fn(usize, usize) -> (i32, i32)) -> Vec<Area> {
    let corner = |column: usize, row: usize| {
        let (dx, dy) = off(column, row);
        (column as i32 * size + dx, row as i32 * size + dy)
    };
    (0..n * n)
        .map(|k| {
            let (c, r) = (k % n, k / n);
            area(&[corner(c, r), corner(c + 1, r), corner(c + 1, r + 1), corner(c, r + 1)])
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_updated_index_answers_as_one_built_anew(
        n in 3_usize..10,
        size in prop_oneof![Just(40_i32), Just(3_000), Just(90_000), Just(7_000_000)],
        edits in prop::collection::vec((any::<u32>(), any::<u32>(), any::<u32>()), 1..6),
        asked in prop::collection::vec((0.0..1.0, 0.0..1.0), 60),
    ) {
        let mut moved = vec![(0, 0); (n + 1) * (n + 1)];
        let mut owner: Vec<usize> = (0..n * n).collect();
        let make = |moved: &[(i32, i32)], owner: &[usize]| {
            let single = blocks(n, size, |column, row| moved[row * (n + 1) + column]);
            let mut areas = vec![Area::default(); n * n];
            for (block, &grid) in owner.iter().enumerate() {
                areas[grid].polygons.extend(single[block].polygons.clone());
            }
            built(&areas)
        };
        let mut partition = make(&moved, &owner);
        let mut index = Index::new(&partition);
        for (what, where_, how) in edits {
            let cell = |column: usize, row: usize, cells: i32| {
                // Corners all around may be out of place themselves.
                let low = |k: usize| (k as i32 - 1) * size - size / 3;
                let high = |k: usize| (k as i32 + cells) * size + size / 3;
                Bounds { min: at(low(column), low(row)), max: at(high(column), high(row)) }
            };
            let changed = if what % 2 == 0 {
                // An inner corner is moved by up to a third of a block.
                let (column, row) =
                    (1 + where_ as usize % (n - 1), 1 + how as usize % (n - 1));
                let by = |r: u32| (r / 7 % (2 * size / 3) as u32) as i32 - size / 3;
                moved[row * (n + 1) + column] = (by(where_), by(how));
                cell(column, row, 1)
            } else {
                // A block goes to another grid.
                let block = where_ as usize % (n * n);
                owner[block] = how as usize % (n * n);
                cell(block % n, block / n, 1)
            };
            partition = make(&moved, &owner);
            let fresh = Index::new(&partition);
            // Out of reach, or too much at once: built anew, as the edit of a drawing does.
            if !index.follow(&[changed], |bounds| Index::pieces_in(&partition, bounds)) {
                index = fresh.clone();
            }
            let bounds = partition.bounds().unwrap();
            let (low, high) = (plain(bounds.min), plain(bounds.max));
            let vertices: Vec<Position> =
                partition.edges().flat_map(|edge| edge.points.to_vec()).collect();
            let inside = asked.iter().map(|&(x, y)| {
                let along = |k: usize, t: f64| low[k] + ((high[k] - low[k]) as f64 * t) as i64;
                at(along(0, x) as i32, along(1, y) as i32)
            });
            for point in inside.chain(vertices) {
                prop_assert_eq!(index.find(point), fresh.find(point), "at {:?}", point);
                prop_assert_eq!(index.mark(point), fresh.mark(point));
            }
        }
    }
}

#[test]
fn thousands_of_sides_that_meet_in_one_point_fill_tables_and_not_the_memory() {
    let rim = |k: i32| {
        let turn = f64::from(k) / 2_000.0 * std::f64::consts::TAU;
        ((5_000_000.0 * turn.cos()) as i32, (5_000_000.0 * turn.sin()) as i32)
    };
    let wedge = |k: i32| area(&[(0, 0), rim(k), rim(k + 1)]);
    let areas: Vec<Area> = (0..2_000).map(wedge).collect();
    let partition = built(&areas);
    let index = Index::new(&partition);
    assert!(index.bytes() < 4_000_000, "{} bytes", index.bytes());
    for k in 0..2_000 {
        let (x, y) = rim(k);
        let (u, v) = rim(k + 1);
        for part in [1, 10, 100] {
            let inside =
                at(i32::midpoint(x, u) / part * 9 / 10, i32::midpoint(y, v) / part * 9 / 10);
            assert_eq!(index.find(inside).grid, k as u32, "{part}");
        }
    }
    assert_eq!(index.find(at(0, 0)).touched, Some(0));
}

#[test]
fn a_partition_around_the_earth_is_not_mistaken_for_one_beside_it() {
    let ends = (1_800_000_000, 900_000_000);
    let world = [
        area(&[(-ends.0, -ends.1), (0, -ends.1), (0, ends.1), (-ends.0, ends.1)]),
        area(&[(0, -ends.1), (ends.0, -ends.1), (ends.0, ends.1), (0, ends.1)]),
    ];
    let index = Index::new(&built(&world));
    assert_eq!(index.find(at(-5, 7)).grid, 0);
    assert_eq!(index.find(at(5, -7)).grid, 1);
    assert_eq!(index.find(at(ends.0, ends.1)).touched, Some(1));
    let mut marks = [9; 3];
    index.marks(&[at(-ends.0, 0), at(ends.0, 0), at(0, 0)], &mut marks, |_| {});
    assert_eq!(marks, [1, 2, 2]);
    // Half the Earth away from a small partition, on either side.
    for x in [-1_799_000_000, 1_700_000_000] {
        let index = Index::new(&built(&[area(&[(x, 0), (x + 9, 0), (x + 9, 9), (x, 9)])]));
        let mut marks = [9; 3];
        index.marks(&[at(-x, 5), at(x + 5, 5), at(x + 5, -899_999_999)], &mut marks, |_| {});
        assert_eq!(marks, [0, 1, 0]);
    }
}

#[test]
fn no_land_has_no_points() {
    let index = Index::new(&Partition::default());
    assert_eq!(index.find(at(0, 0)), Found { grid: super::NOBODY, touched: None });
    let mut marks = [9; 2];
    index.marks(&[at(0, 0), at(-1, 2)], &mut marks, |_| {});
    assert_eq!(marks, [0, 0]);
}
