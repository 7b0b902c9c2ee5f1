//! What tiles cost: building a set, cutting tiles, the whole pyramid with gzip, following an edit.
//!
//! `tiling [SIDE [DIR]]` makes a coverage of SIDE × SIDE grids (45 when left out), 64 vertices each, and says
//! what each piece of work takes. Cutting is on one thread. With a folder it writes the coverage there
//! as `grids.geojson`, a feature a line, and the tiles it has timed, for others to be timed on.

use benches::coverage::coverage;
use model::{Area, Code, Level, Position, Unit, UnitTree};
use spatial::{Draft, Edit, EditRules, GridMap, Partition, RepairSettings};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;
use tiles::{TileId, TileSet};

/// Degrees of longitude for each column: in the middle, where grids are closest, a tile of zoom 14 shows some
/// 90 of them.
const WIDE: f64 = 0.003_64;
/// Straight pieces of each side of a grid.
const PIECES: usize = 16;

fn main() -> Result<(), benches::Failure> {
    let side: usize = std::env::args().nth(1).map_or(Ok(45), |side| side.parse())?;
    let columns = f64::from(u32::try_from(side)?);
    let areas = coverage(side, PIECES, WIDE * columns);
    let folder = std::env::args().nth(2).map(PathBuf::from);
    if let Some(folder) = &folder {
        write_areas(&areas, &folder.join("grids.geojson"))?;
    }
    let built = Partition::build(&areas, &RepairSettings::NOTHING)?;
    let map = GridMap::new(tree(side * side)?, built.partition)?;
    let mut out = std::io::stdout().lock();
    let begun = Instant::now();
    let set = TileSet::build(&map, &[]);
    writeln!(out, "build {} grids: {:.1} ms", side * side, ms(begun))?;
    let bounds = set.bounds().ok_or("nothing there")?;
    let middle = |a: f64, b: f64| a / 2.0 + b / 2.0;
    let at =
        (middle(bounds.min.lon(), bounds.max.lon()), middle(bounds.min.lat(), bounds.max.lat()));
    for layer in ["grids-1", "grids"] {
        for z in [8, 10, 11, 12, 13, 14, 16] {
            let tile = holding(at, z).ok_or("no tile")?;
            let bytes = set.tile(layer, tile).ok_or("no layer")?;
            if let Some(folder) = folder.as_ref().filter(|_| layer == "grids-1") {
                let name = format!("ours-{z}-{}-{}.mvt", tile.x(), tile.y());
                std::fs::write(folder.join(name), &bytes)?;
            }
            let rounds = 200;
            let mut times: Vec<f64> = (0..rounds)
                .map(|_| {
                    let begun = Instant::now();
                    std::hint::black_box(set.tile(layer, tile));
                    ms(begun) * 1_000.0
                })
                .collect();
            times.sort_by(f64::total_cmp);
            writeln!(
                out,
                "{layer} z{z}: {} bytes, least {:.0} µs, median {:.0} µs",
                bytes.len(),
                times[0],
                times[rounds / 2]
            )?;
            if layer == "grids" {
                other_format(&format!("{layer} z{z}"), &bytes, &mut out)?;
            }
        }
    }
    pyramid(&set, &mut out)?;
    edits(&map, set, &mut out)
}

/// What the same tile takes in the other format.
fn other_format(
    what: &str,
    tile: &[u8],
    out: &mut impl std::io::Write,
) -> Result<(), benches::Failure> {
    let mut least = f64::INFINITY;
    for _ in 0..50 {
        let begun = Instant::now();
        std::hint::black_box(tiles::to_mlt(tile));
        least = least.min(ms(begun) * 1_000.0);
    }
    let other = tiles::to_mlt(tile).ok_or("no tile")?;
    let (packed, other_packed) = (benches::gzip(tile), benches::gzip(&other));
    writeln!(
        out,
        "{what} as a MapLibre Tile: {} bytes, {other_packed} with gzip for {packed}, least {least:.0} µs more",
        other.len()
    )?;
    Ok(())
}

/// The coverage as GeoJSON, longitude first, a feature a line.
fn write_areas(areas: &[Area], file: &Path) -> Result<(), benches::Failure> {
    let mut out = BufWriter::new(File::create(file)?);
    writeln!(out, "{{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (place, area) in areas.iter().enumerate() {
        let rings: Vec<String> = area
            .rings()
            .map(|ring| {
                let closed = ring.iter().chain(ring.first());
                let points = closed.map(|at| format!("[{:.7},{:.7}]", at.lon(), at.lat()));
                format!("[{}]", points.collect::<Vec<_>>().join(","))
            })
            .collect();
        let comma = if place + 1 < areas.len() { "," } else { "" };
        writeln!(
            out,
            "{{\"type\":\"Feature\",\"id\":{place},\"properties\":{{\"code\":\"6201{place:08}\",\
             \"name\":\"第{place}网格\",\"households\":{}}},\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{}]}}}}{comma}",
            300 + place % 100,
            rings.join(",")
        )?;
    }
    writeln!(out, "]}}")?;
    Ok(out.flush()?)
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}

/// One level of grids.
fn tree(grids: usize) -> Result<UnitTree, benches::Failure> {
    let unit = |place: usize| -> Result<Unit, benches::Failure> {
        Ok(Unit {
            code: Code::try_from(format!("6201{place:08}").as_str())?,
            name: format!("第{place}网格"),
            level: Level::TOP,
            parent: None,
            households: Some(300 + u32::try_from(place % 100)?),
            kind: None,
        })
    };
    Ok(UnitTree::new((0..grids).map(unit).collect::<Result<_, _>>()?)?)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in the square")]
fn holding((lon, lat): (f64, f64), z: u8) -> Option<TileId> {
    let tiles = f64::from(1_u32 << z);
    let north = lat.to_radians().tan().asinh() / std::f64::consts::PI;
    TileId::new(z, ((lon + 180.0) / 360.0 * tiles) as u32, ((1.0 - north) / 2.0 * tiles) as u32)
}

/// All tiles of zoom 0 to 16 with gzip, on all threads.
fn pyramid(set: &TileSet, out: &mut impl std::io::Write) -> Result<(), benches::Failure> {
    let begun = Instant::now();
    let mut here: Vec<TileId> = TileId::new(0, 0, 0).into_iter().collect();
    let (mut count, mut raw, mut packed) = (0, 0, 0);
    let mut largest = 0;
    for z in 0..=16 {
        if z > 0 {
            here = set.tiles_below(&here);
        }
        for (plain, gzip) in set.cut_many(&here, |bytes| (bytes.len(), benches::gzip(&bytes))) {
            count += usize::from(plain > 0);
            (raw, packed) = (raw + plain, packed + gzip);
            largest = largest.max(gzip);
        }
    }
    writeln!(
        out,
        "pyramid z0-16: {:.0} ms wall, {count} tiles, {raw} bytes, {packed} with gzip, largest {largest}",
        ms(begun)
    )?;
    Ok(())
}

/// A vertex moved, and the tiles that this changes cut anew; many times over.
fn edits(
    map: &GridMap,
    mut set: TileSet,
    out: &mut impl std::io::Write,
) -> Result<(), benches::Failure> {
    let mut draft = Draft::new(map.partition());
    let vertices: Vec<Position> = map.partition().edges().map(|edge| edge.points[0]).collect();
    let mut times: Vec<[f64; 3]> = Vec::new();
    let mut named = 0;
    for round in 0..300_usize {
        let from = vertices[round * 7_919 % vertices.len()];
        let to = Position::from_e7(from.lon_e7() + 900, from.lat_e7() + 700).ok_or("far")?;
        let Ok(done) = draft.apply(&Edit::MoveVertex { from, to }, EditRules::default()) else {
            continue;
        };
        let begun = Instant::now();
        let (next, dirty) = set.edited(&draft, map.tree(), &done.boxes, &done.grids);
        let edited = ms(begun);
        let finest = dirty.iter().last().and_then(|tile| next.tile("grids", tile));
        std::hint::black_box(finest);
        let first = ms(begun);
        let stale: Vec<TileId> = dirty.iter().collect();
        std::hint::black_box(next.cut_many(&stale, |bytes| benches::gzip(&bytes)));
        times.push([edited, first, ms(begun)]);
        named += dirty.len();
        set = next;
    }
    let count = times.len().max(1);
    for (place, what) in
        ["set", "set and one tile", "set and all dirty tiles with gzip"].iter().enumerate()
    {
        let mut own: Vec<f64> = times.iter().map(|one| one[place]).collect();
        own.sort_by(f64::total_cmp);
        let at = |share: usize| own.get(count * share / 100).copied().unwrap_or_default();
        writeln!(out, "edit, {what}: median {:.2} ms, p99 {:.2} ms", at(50), at(99))?;
    }
    writeln!(out, "edits: {count}, tiles named for each {}", named / count)?;
    Ok(())
}
