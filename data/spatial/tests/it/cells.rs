//! H3 cells: ids as others print them, counts against a plain map, covers against a plain clip.

use crate::assigning::map;
use crate::towns::{at, cases, square, town};
use model::{Area, GridId, Position};
use proptest::prelude::*;
use spatial::{
    Cell, CellCounts, CellCover, CellError, CellResolution, CoverError, compact, ground_area,
    uncompact,
};
use std::collections::BTreeMap;

fn res(resolution: u8) -> CellResolution {
    CellResolution::try_from(resolution).unwrap()
}

fn deg(lon: f64, lat: f64) -> Position {
    Position::from_degrees(lon, lat).unwrap()
}

fn small(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// A town of `n` by `n` grids somewhere on the Earth.
fn moved(n: usize, size: i32, seeds: &[u32], corner: Position) -> Vec<Area> {
    let mut areas = town(n, size, seeds);
    for area in &mut areas {
        for polygon in &mut area.polygons {
            for point in &mut polygon.outer {
                *point = at(corner.lon_e7() + point.lon_e7(), corner.lat_e7() + point.lat_e7());
            }
        }
    }
    areas
}

#[test]
fn ids_are_those_of_the_h3_documentation() {
    // The READMEs of h3-js and h3-py.
    let cells = [
        (-122.055_323_8, 37.361_559_3, 7, "87283472bffffff"),
        (-122.418_307_270_836, 37.775_270_215_195_9, 9, "8928308280fffff"),
    ];
    let (lon, lat, resolution, id) = cells[1];
    let cell = Cell::of(deg(lon, lat), res(resolution));
    assert_eq!(cell.to_string(), id);
    assert_eq!("617700169958293503".parse(), Ok(cell));
    assert_eq!("  0X8928308280FFFFF ".parse(), Ok(cell));
    assert_eq!(cell.id(), 0x0892_8308_280f_ffff);
    assert_eq!(cell.boundary().len(), 6);
    assert_eq!(Cell::of(cell.centre(), cell.resolution()), cell);
    let (lon, lat, resolution, id) = cells[0];
    assert_eq!(Cell::of(deg(lon, lat), res(resolution)).to_string(), id);
}

#[test]
fn what_is_no_cell_is_refused_with_a_reason() {
    for text in ["", "0x", "+8928308280fffff", "hexagon", "8928308280fffff8928308280fffff", "８"] {
        assert!(matches!(text.parse::<Cell>(), Err(CellError::NotANumber { .. })), "{text}");
    }
    // A number, an edge, base cell 122, a direction that a pentagon lacks.
    for text in
        ["0", "17", "1148928308280fff", "80f5fffffffffff", "821c0ffffffffff1", "81087ffffffffff"]
    {
        let not = text.parse::<Cell>();
        assert!(
            matches!(not, Err(CellError::NotACell { .. } | CellError::NotANumber { .. })),
            "{text}"
        );
    }
    assert_eq!(CellResolution::try_from(16), Err(CellError::NoResolution { resolution: 16 }));
    assert_eq!(CellResolution::all().count(), 16);
}

#[test]
fn pentagons_the_poles_and_the_antimeridian_are_cells_like_others() {
    let pentagon: Cell = "811c3ffffffffff".parse().unwrap();
    assert!(pentagon.is_pentagon());
    assert!(pentagon.boundary().len() >= 5);
    for resolution in CellResolution::all() {
        for point in [deg(0.0, 90.0), deg(17.0, -90.0), deg(180.0, 10.0), deg(-180.0, 10.0)] {
            let cell = Cell::of(point, resolution);
            let area = cell.area();
            assert!(!area.polygons.is_empty());
            let ground = ground_area(&area).get();
            assert!(ground > 0.0, "{cell} at {point:?}: {ground}");
        }
        assert_eq!(Cell::of(deg(180.0, 10.0), resolution), Cell::of(deg(-180.0, 10.0), resolution));
    }
    assert_eq!(Cell::of(deg(180.0, 10.0), res(3)).area().polygons.len(), 2);
}

#[test]
fn seven_children_compact_into_their_parent() {
    let parent = Cell::of(deg(103.8, 36.06), res(8));
    let children = uncompact(&[parent], res(9)).unwrap();
    assert_eq!(children.len(), 7);
    let twice: Vec<Cell> = children.iter().chain(&children).copied().collect();
    assert_eq!(compact(&twice), Ok(vec![parent]));
    assert_eq!(compact(&children[1..]).unwrap(), children[1..]);
    assert!(matches!(compact(&[parent, children[0]]), Err(CellError::Mixed { .. })));
    assert!(matches!(uncompact(&children, res(8)), Err(CellError::Mixed { .. })));
    assert!(matches!(uncompact(&[parent], res(15)), Ok(cells) if cells.len() == 823_543));
    let coarse = Cell::of(deg(103.8, 36.06), res(2));
    assert!(matches!(uncompact(&[coarse], res(15)), Err(CellError::TooMany { .. })));
}

#[test]
fn a_cover_too_fine_for_its_territory_is_refused() {
    let map = map(&[square(0, 0, 1_000_000_000, 800_000_000)]);
    assert!(matches!(CellCover::new(&map, res(12)), Err(CoverError::TooManyCells { .. })));
    assert!(CellCover::new(&map, res(1)).is_ok());
}

#[test]
fn a_recount_lies_between_its_bounds_and_adds_up() {
    let areas = moved(4, 100_000, &[7, 77, 777], deg(103.8, 36.06));
    let map = map(&areas);
    let cover = CellCover::new(&map, res(9)).unwrap();
    // A point on each tenth of a grid's diagonal.
    let points: Vec<Position> = (0..4_000)
        .map(|k| deg(103.8 + 0.000_01 * f64::from(k), 36.06 + 0.000_01 * f64::from(k * 37 % 4_000)))
        .collect();
    let mut truth = vec![0_u64; areas.len()];
    for point in &points {
        if let Some(found) = map.assign(*point) {
            truth[found.grid.0 as usize] += 1;
        }
    }
    let counts = CellCounts::of(points.iter().copied(), res(9));
    let recounts = cover.recount(&counts, areas.len());
    for (recount, truth) in recounts.iter().zip(truth) {
        assert!(recount.at_least <= truth && truth <= recount.at_most, "{recount:?} {truth}");
        assert!(recount.expected >= small(recount.at_least) - 1e-6, "{recount:?}");
        assert!(recount.expected <= small(recount.at_most) + 1e-6, "{recount:?}");
    }
    let spread: f64 = recounts.iter().map(|recount| recount.expected).sum();
    assert!(spread <= small(counts.total()) + 1e-6);
}

/// What of a polygon lies left of a line, as a plain clip in floating point finds it.
fn left_of(ring: &[[f64; 2]], a: [f64; 2], b: [f64; 2]) -> Vec<[f64; 2]> {
    let side = |p: [f64; 2]| (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
    let mut kept = Vec::new();
    for (k, &to) in ring.iter().enumerate() {
        let from = ring[(k + ring.len() - 1) % ring.len()];
        let (was, is) = (side(from), side(to));
        if (was < 0.0) != (is < 0.0) {
            let t = was / (was - is);
            kept.push([from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]);
        }
        if is >= 0.0 {
            kept.push(to);
        }
    }
    kept
}

fn shoelace(ring: &[[f64; 2]]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

/// The area that a ring has in a cell: added up over triangles, some of them turned round, since a
/// cell across an edge of the icosahedron has more corners and need not be convex.
fn within(ring: &[[f64; 2]], cell: &[[f64; 2]]) -> f64 {
    let of_triangle = |[a, b, c]: [[f64; 2]; 3]| {
        let sign = shoelace(&[a, b, c]).signum();
        let [b, c] = if sign > 0.0 { [b, c] } else { [c, b] };
        let sides = [(a, b), (b, c), (c, a)];
        sign * shoelace(&sides.iter().fold(ring.to_vec(), |ring, &(a, b)| left_of(&ring, a, b)))
    };
    cell[1..].windows(2).map(|pair| of_triangle([cell[0], pair[0], pair[1]])).sum()
}

/// By cell and grid: the share of the cell, as each grid clipped by each cell gives it.
fn slow(areas: &[Area], cells: &[Cell], origin: Position) -> BTreeMap<(Cell, u32), f64> {
    let plain = |ring: &[Position]| -> Vec<[f64; 2]> {
        let flat = |p: &Position| {
            [f64::from(p.lon_e7() - origin.lon_e7()), f64::from(p.lat_e7() - origin.lat_e7())]
        };
        ring.iter().map(flat).collect()
    };
    let mut shares = BTreeMap::new();
    for &cell in cells {
        let hexagon = plain(&cell.boundary());
        for (grid, area) in (0..).zip(areas) {
            let clipped: f64 =
                area.polygons.iter().map(|polygon| within(&plain(&polygon.outer), &hexagon)).sum();
            let share = clipped / shoelace(&hexagon);
            if share > 1e-6 {
                shares.insert((cell, grid), share);
            }
        }
    }
    shares
}

fn adds_up(cover: &CellCover, grids: usize) -> Result<(), TestCaseError> {
    for &(cell, outside) in cover.cells() {
        let pieces = cover.of_cell(cell);
        let inside: f64 = pieces.iter().map(|piece| piece.of_cell).sum();
        prop_assert!((inside + outside - 1.0).abs() < 1e-9, "{cell}: {inside} + {outside}");
        prop_assert!(!pieces.is_empty());
    }
    for grid in (0..grids as u32).map(GridId) {
        let all: f64 = cover.pieces_of_grid(grid).map(|piece| piece.of_grid).sum();
        prop_assert!((all - 1.0).abs() < 1e-9, "{grid:?}: {all}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn a_cover_agrees_with_clipping_each_grid_by_each_cell(
        n in 1_usize..4,
        seeds in prop::collection::vec(any::<u32>(), 8),
        lon in -179.0..178.0,
        lat in -80.0..80.0,
        size in prop_oneof![Just(20_000), Just(100_000)],
    ) {
        let corner = deg(lon, lat);
        let areas = moved(n, size, &seeds, corner);
        let map = map(&areas);
        let built: Vec<Area> =
            (0..areas.len() as u32).map(|grid| map.partition().area(GridId(grid))).collect();
        let cover = CellCover::new(&map, res(9)).unwrap();
        adds_up(&cover, areas.len())?;
        let cells: Vec<Cell> = cover.cells().iter().map(|&(cell, _)| cell).collect();
        let expected = slow(&built, &cells, corner);
        for (&(cell, grid), &share) in &expected {
            let found = cover.of_cell(cell).iter().find(|piece| piece.grid == GridId(grid));
            // The twin measures in the plane and does not round crossings.
            let found = found.map_or(0.0, |piece| piece.of_cell);
            prop_assert!((found - share).abs() < 2e-3, "{cell} {grid}: {found} {share}");
        }
        let sum: f64 = expected.values().sum();
        let of_cells: f64 = cover.pieces().iter().map(|piece| piece.of_cell).sum();
        prop_assert!((sum - of_cells).abs() < 1e-2 * sum.max(1.0), "{sum} {of_cells}");
        // Asked cell by cell, the grids are the same.
        let again = CellCover::of_cells(&map, &cells).unwrap();
        prop_assert_eq!(again.pieces().len(), cover.pieces().len());
        for (one, other) in again.pieces().iter().zip(cover.pieces()) {
            prop_assert_eq!((one.cell, one.grid), (other.cell, other.grid));
            prop_assert!((one.of_cell - other.of_cell).abs() < 1e-9);
            prop_assert!((one.of_grid - other.of_grid).abs() < 1e-3, "{one:?} {other:?}");
        }
        let alone = CellCover::of_grid(&map, GridId(0), res(9)).unwrap();
        let own: Vec<(Cell, f64)> =
            cover.pieces_of_grid(GridId(0)).map(|piece| (piece.cell, piece.of_cell)).collect();
        prop_assert_eq!(alone.pieces().len(), own.len());
        for (piece, (cell, share)) in alone.pieces().iter().zip(own) {
            prop_assert!(piece.cell == cell && (piece.of_cell - share).abs() < 1e-4);
        }
    }

    #[test]
    fn covers_add_up_anywhere_on_the_earth(
        west in prop_oneof![Just(-1_800_000_000), Just(1_799_000_000), -1_800_000_000..1_799_000_000],
        south in prop_oneof![Just(-900_000_000), Just(899_000_000), -900_000_000..899_000_000],
        resolution in 0_u8..8,
    ) {
        let half = |k: i32| 500_000 * k;
        let map = map(&[
            square(west, south, west + half(1), south + half(1)),
            square(west + half(1), south, west + half(2), south + half(1)),
            square(west, south + half(1), west + half(2), south + half(2)),
        ]);
        let cover = CellCover::new(&map, res(resolution)).unwrap();
        adds_up(&cover, 3)?;
    }

    #[test]
    fn counts_agree_with_a_plain_map_and_roll_up_by_parent(
        points in prop::collection::vec((0_i32..3_000_000, 0_i32..3_000_000), 0..200),
        fine in 0_u8..16,
        coarse in 0_u8..16,
    ) {
        let points: Vec<Position> =
            points.iter().map(|&(x, y)| at(1_038_000_000 + x, 360_000_000 + y)).collect();
        let counts = CellCounts::of(points.iter().copied(), res(fine));
        let backward = CellCounts::of(points.iter().rev().copied(), res(fine));
        prop_assert_eq!(&counts, &backward);
        let mut plain: BTreeMap<Cell, u64> = BTreeMap::new();
        for point in &points {
            *plain.entry(Cell::of(*point, res(fine))).or_default() += 1;
        }
        prop_assert!(counts.iter().eq(plain.iter().map(|(cell, count)| (*cell, *count))));
        prop_assert_eq!(CellCounts::from_counts(counts.iter(), res(fine)), Ok(counts.clone()));
        prop_assert_eq!(counts.total(), points.len() as u64);
        let rolled = counts.rolled_up(res(coarse));
        prop_assert_eq!(rolled.is_some(), coarse <= fine);
        if let Some(rolled) = rolled {
            let mut parents: BTreeMap<Cell, u64> = BTreeMap::new();
            for (cell, count) in plain {
                *parents.entry(cell.parent(res(coarse)).unwrap()).or_default() += count;
            }
            prop_assert!(rolled.iter().eq(parents));
        }
    }

    #[test]
    fn any_number_is_a_cell_or_refused_and_prints_as_it_reads(
        id in prop_oneof![any::<u64>(), any::<u64>().prop_map(|id| id >> 12 | 0x0800_0000_0000_0000)],
        lon in -1_800_000_000..=1_800_000_000,
        lat in -900_000_000..=900_000_000,
        resolution in 0_u8..16,
        text in "\\PC{0,20}",
    ) {
        let _ = text.parse::<Cell>();
        if let Ok(cell) = Cell::try_from(id) {
            prop_assert_eq!(cell.id(), id);
            let _ = (cell.area(), cell.centre());
        }
        let cell = Cell::of(at(lon, lat), res(resolution));
        prop_assert_eq!(cell.to_string().parse(), Ok(cell));
        prop_assert_eq!(cell.id().to_string().parse(), Ok(cell));
        prop_assert_eq!(cell.resolution(), res(resolution));
    }
}
