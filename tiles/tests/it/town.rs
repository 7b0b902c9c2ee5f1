//! Made-up towns: a jittered lattice with winding borders, in which grids may be rings around other
//! grids, lie in several parts, or leave holes in the territory.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use model::{Area, Code, Level, Polygon, Position, Unit, UnitId, UnitTree};
use proptest::prelude::*;
use spatial::{GridMap, Partition, RepairSettings};

/// How a town is made; the same plan makes the same town.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Cells from west to east; the owners say how many rows.
    pub(crate) columns: usize,
    /// Points on each side of a cell.
    pub(crate) winding: usize,
    /// How far points stray, as a share of the cell.
    pub(crate) stray: f64,
    /// The grid of each cell, a number below the count of cells; `None` is no-man's-land.
    pub(crate) owners: Vec<Option<usize>>,
    pub(crate) levels: u8,
    pub(crate) seed: u64,
    /// South-west corner and cell, in degrees.
    pub(crate) at: (f64, f64),
    pub(crate) cell: f64,
}

impl Plan {
    /// One grid a cell.
    pub(crate) fn plain(columns: usize, rows: usize, levels: u8, seed: u64) -> Self {
        Self {
            columns,
            winding: 12,
            stray: 0.25,
            owners: (0..columns * rows).map(Some).collect(),
            levels,
            seed,
            at: (103.6, 35.9),
            cell: 0.003,
        }
    }
}

pub(crate) fn plans() -> impl Strategy<Value = Plan> {
    let size = (2..8_usize, 2..8_usize, 0..9_usize, 1..=4_u8);
    let place =
        (any::<u64>(), -170.0..170.0_f64, -75.0..75.0_f64, prop_oneof![Just(0.003), Just(0.02)]);
    (size, place, 0.0..0.3_f64).prop_flat_map(|((columns, rows, winding, levels), place, stray)| {
        let cells = columns * rows;
        // Most cells for themselves, some with any other, some nobody's.
        let owner = prop_oneof![
            6 => Just(usize::MAX).prop_map(Some),
            2 => (0..cells).prop_map(Some),
            1 => Just(None),
        ];
        prop::collection::vec(owner, cells).prop_map(move |owners| {
            let own = |(cell, owner): (usize, &Option<usize>)| {
                owner.map(|owner| if owner == usize::MAX { cell } else { owner })
            };
            let mut owners: Vec<Option<usize>> = owners.iter().enumerate().map(own).collect();
            owners[0] = Some(0);
            let (seed, lon, lat, cell) = place;
            Plan { columns, winding, stray, owners, levels, seed, at: (lon, lat), cell }
        })
    })
}

/// The town of a plan.
pub(crate) fn build(plan: &Plan) -> GridMap {
    let mut grids: Vec<usize> = plan.owners.iter().flatten().copied().collect();
    grids.sort_unstable();
    grids.dedup();
    let mut areas = vec![Area::default(); grids.len()];
    let mut homes = vec![(0, 0); grids.len()];
    for (cell, owner) in plan.owners.iter().enumerate() {
        let Some(owner) = owner else { continue };
        let grid = grids.binary_search(owner).unwrap();
        let (column, row) = (cell % plan.columns, cell / plan.columns);
        let outer = ring(plan, column, row);
        areas[grid].polygons.push(Polygon { outer, holes: Vec::new() });
        homes[grid] = (column, row);
    }
    let built = Partition::build(&areas, &RepairSettings::default()).unwrap();
    GridMap::new(tree(plan, &homes), built.partition).unwrap()
}

/// Upper units are blocks of the lattice, of 2, 4, 8 … cells a side.
fn tree(plan: &Plan, homes: &[(usize, usize)]) -> UnitTree {
    let depth = usize::from(plan.levels);
    let block = |level: usize, (column, row): (usize, usize)| {
        (column >> (depth - level), row >> (depth - level))
    };
    let mut units = Vec::new();
    let mut above: Vec<((usize, usize), u32)> = Vec::new();
    for level in 1..=depth {
        let mut own: Vec<((usize, usize), (usize, usize))> =
            homes.iter().map(|&home| (block(level, home), home)).collect();
        if level < depth {
            own.sort_unstable();
            own.dedup_by_key(|(block, _)| *block);
        }
        let first = u32::try_from(units.len()).unwrap();
        let mut here = Vec::new();
        for (place, (at, home)) in (0..).zip(own) {
            let parent = block(level.max(2) - 1, home);
            let parent = above.iter().find(|known| known.0 == parent).map(|known| known.1);
            units.push(Unit {
                code: Code::try_from(format!("{level}{place:05}").as_str()).unwrap(),
                name: format!("第{place}号"),
                level: Level::new(u8::try_from(level).unwrap()).unwrap(),
                parent: parent.map(UnitId),
                households: (place % 3 != 0).then_some(place * 7),
                kind: None,
            });
            here.push((at, first + place));
        }
        above = here;
    }
    UnitTree::new(units).unwrap()
}

/// The border of a cell, counter-clockwise; shared sides have the very same points.
fn ring(plan: &Plan, column: usize, row: usize) -> Vec<Position> {
    let corner = |dx, dy| (column + dx, row + dy);
    let mut ring = Vec::new();
    for (from, to) in [
        (corner(0, 0), corner(1, 0)),
        (corner(1, 0), corner(1, 1)),
        (corner(1, 1), corner(0, 1)),
        (corner(0, 1), corner(0, 0)),
    ] {
        let mut side = side(plan, from.min(to), from.max(to));
        if from > to {
            side.reverse();
        }
        side.pop();
        ring.extend(side);
    }
    ring
}

fn side(plan: &Plan, from: (usize, usize), to: (usize, usize)) -> Vec<Position> {
    let (a, b) = (node(plan, from), node(plan, to));
    let points = plan.winding + 1;
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    (0..=points)
        .map(|i| {
            let share =
                f64::from(u32::try_from(i).unwrap()) / f64::from(u32::try_from(points).unwrap());
            // Winding stays within a narrow lens around the side, so that sides do not cross.
            let room = 0.3 * plan.stray * share * (1.0 - share);
            let key = ((from.0 * 64 + from.1) * 64 + to.0) * 64 + to.1;
            let off = room * random(plan.seed, key * 64 + i);
            let (lon, lat) = (a.0 + dx * share - dy * off, a.1 + dy * share + dx * off);
            Position::from_degrees(lon, lat).unwrap()
        })
        .collect()
}

fn node(plan: &Plan, (column, row): (usize, usize)) -> (f64, f64) {
    let key = (1 << 40) + (column * 4096 + row) * 2;
    let at = |count: usize, key: usize| {
        (f64::from(u32::try_from(count).unwrap()) + plan.stray * random(plan.seed, key)) * plan.cell
    };
    (plan.at.0 + at(column, key), plan.at.1 + at(row, key + 1))
}

/// A number between -1 and 1 (the mixer of `SplitMix64`).
fn random(seed: u64, key: usize) -> f64 {
    let mut mixed = seed ^ (key as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    f64::from(u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap()) / f64::from(u32::MAX) * 2.0
        - 1.0
}
