//! Coverages made by others, where they are at hand: every tile of every zoom is exact.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use crate::decoded::{covering, decode};
use crate::oracle::faults;
use exchange::{Part, ReadSettings, read_layers};
use model::{Area, Code, Level, Shape, Unit, UnitId, UnitTree};
use spatial::{GridMap, Partition, RepairSettings};
use std::path::Path;
use tiles::{TileId, TileSet};

/// The map of a real file, one grid a feature, mended, under units of a hundred grids each; `None`,
/// said aloud, without the file.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn map(name: &str) -> Option<GridMap> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = ["../../shared/data", "../../../shared/data"]
        .map(|shared| here.join(shared).join(name))
        .into_iter()
        .find(|path| path.exists());
    let Some(path) = found else {
        eprintln!("skipped: {name} is not here");
        return None;
    };
    #[expect(clippy::disallowed_methods, reason = "a test may read a file")]
    let bytes = std::fs::read(path).unwrap();
    let parts = [Part { name, bytes: &bytes }];
    let layers = read_layers(&parts, &ReadSettings::default()).unwrap();
    let features = layers.into_iter().flat_map(|layer| layer.features);
    let areas: Vec<Area> = features
        .filter_map(|feature| match feature.shape {
            Some(Shape::Area(area)) => Some(area),
            _ => None,
        })
        .collect();
    let built = Partition::build(&areas, &RepairSettings::default()).unwrap();
    let unit = |level: u8, place: usize, parent: Option<u32>| Unit {
        code: Code::try_from(format!("{level}{place:07}").as_str()).unwrap(),
        name: format!("No. {place}"),
        level: Level::new(level).unwrap(),
        parent: parent.map(UnitId),
        households: None,
        kind: None,
    };
    let above = areas.len().div_ceil(100);
    let units = (0..above).map(|place| unit(1, place, None)).chain(
        (0..areas.len()).map(|place| unit(2, place, Some(u32::try_from(place / 100).unwrap()))),
    );
    Some(GridMap::new(UnitTree::new(units.collect()).unwrap(), built.partition).unwrap())
}

/// Looks at every tile of each zoom that has few, and at so many of the others.
fn check(name: &str) {
    const TILES: usize = 25;
    let Some(map) = map(name) else { return };
    let set = TileSet::build(&map, &[]);
    let mut looked = 0;
    for z in 0..=17 {
        let all = covering(z, set.bounds().unwrap());
        for &(x, y) in all.iter().step_by(all.len() / TILES + 1) {
            let bytes = set.tile("grids", TileId::new(z, x, y).unwrap()).unwrap();
            let faults = faults(&decode(&bytes));
            assert!(faults.is_empty(), "{name} {z}/{x}/{y}: {faults:#?}");
            looked += 1;
        }
    }
    assert!(looked > 50);
}

#[test]
fn the_police_beats_of_chicago() {
    check("admin-chicago-police/police_beats.geojson.gz");
}

#[test]
fn precincts_of_denver_as_they_were_drawn() {
    check("admin-denver-2018/denver_precincts_2018_orig-shp.zip");
}

#[test]
fn flawed_precincts_once_mended() {
    check("admin-flawed/volusia-precincts-2016-shp.zip");
    check("admin-flawed/rockland-election-districts-2012-shp.zip");
}

#[test]
fn villages_of_taiwan() {
    check("admin-taiwan/villages-10t.topojson.gz");
}
