//! What readers wait for: a point's grid, a tile.

#![expect(clippy::unwrap_used, reason = "a bench that cannot start must stop")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::date;
use model::{Area, Bounds, GridId, Position, Ring};
use samples::Like;
use spatial::{GridMap, Partition, RepairSettings};
use std::hint::black_box;
use tiles::{TileId, TileSet};

const SIZES: [Like; 3] = [Like::Qilihe, Like::Huangnan, Like::City10k];
const POINTS: usize = 4_096;

fn map_of(like: Like) -> GridMap {
    let town = samples::make(like, 1, date(2026, 10, 31)).unwrap();
    let built = Partition::build(&town.areas, &RepairSettings::default()).unwrap();
    GridMap::new(town.tree, built.partition).unwrap()
}

/// Points spread over a box by a multiplicative generator, the same every time.
fn points(bounds: Bounds) -> Vec<Position> {
    let mut state = 1_u64;
    let mut next = |from: i32, to: i32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let width = u64::from(to.abs_diff(from)) + 1;
        from + i32::try_from((state >> 33) % width).unwrap()
    };
    let (low, high) = (bounds.min, bounds.max);
    let at = |_| {
        let lon = next(low.lon_e7(), high.lon_e7());
        Position::from_e7(lon, next(low.lat_e7(), high.lat_e7())).unwrap()
    };
    (0..POINTS).map(at).collect()
}

/// Whether a side is crossed on the way west from `at`, once `at` is shifted to the north-east by
/// less than a step.
fn is_crossed(at: Position, a: Position, b: Position) -> bool {
    let [(x, y), (ax, ay), (bx, by)] =
        [at, a, b].map(|it| (i64::from(it.lon_e7()), i64::from(it.lat_e7())));
    let turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    (ay <= y) != (by <= y) && if by > ay { turn <= 0 } else { turn >= 0 }
}

/// The plain twin: even-odd over every ring of the grids whose box holds the point.
fn scan(grids: &[(Bounds, Area)], at: Position) -> Option<GridId> {
    let crossings = |ring: &Ring| {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).filter(|(a, b)| is_crossed(at, **a, **b)).count()
    };
    let holds = |area: &Area| area.rings().map(crossings).sum::<usize>() % 2 == 1;
    let found = grids.iter().position(|(bounds, area)| bounds.contains(at) && holds(area))?;
    Some(GridId(u32::try_from(found).unwrap()))
}

fn assign(c: &mut Criterion) {
    let mut group = c.benchmark_group("assign");
    for like in SIZES {
        let map = map_of(like);
        let partition = map.partition();
        let areas = (0..).map(GridId).take(partition.grid_count()).map(|grid| partition.area(grid));
        let grids: Vec<(Bounds, Area)> = areas.map(|area| (area.bounds().unwrap(), area)).collect();
        let points = points(partition.bounds().unwrap());
        for at in &points {
            let found = map.assign(*at).filter(|it| !it.outer).map(|it| it.grid);
            assert_eq!(found, scan(&grids, *at), "{at:?}");
        }
        group.throughput(Throughput::Elements(POINTS as u64));
        group.bench_function(BenchmarkId::new("index", like.as_str()), |b| {
            b.iter(|| points.iter().filter_map(|at| map.assign(black_box(*at))).count());
        });
        group.bench_function(BenchmarkId::new("scan", like.as_str()), |b| {
            b.iter(|| points.iter().filter_map(|at| scan(&grids, black_box(*at))).count());
        });
    }
    group.finish();
}

fn tile(c: &mut Criterion) {
    let mut group = c.benchmark_group("tile");
    for like in SIZES {
        let map = map_of(like);
        let tiles = TileSet::build(&map, &[]);
        let (middle, _) = tiles.info("grids").unwrap().center.unwrap();
        for z in [10, 12, 14] {
            let at = tile_of(middle, z);
            let bytes = tiles.tile("grids", at).unwrap();
            assert!(!bytes.is_empty(), "{like:?} {z}");
            group.bench_function(BenchmarkId::new(format!("z{z}"), like.as_str()), |b| {
                b.iter(|| tiles.tile("grids", black_box(at)));
            });
        }
    }
    group.finish();
}

/// The tile that a place is on (Web Mercator).
fn tile_of(at: Position, z: u8) -> TileId {
    let across = f64::from(1_u32 << z);
    let x = (at.lon() + 180.0) / 360.0 * across;
    let y = (1.0 - at.lat().to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * across;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 2^z")]
    TileId::new(z, x as u32, y as u32).unwrap()
}

criterion_group!(reads, assign, tile);
criterion_main!(reads);
