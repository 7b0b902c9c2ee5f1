//! Readers on any bytes. They panic when something is wrong; most is: a reader that panics itself.

use exchange::{
    AddedColumn, CsvTable, GridFields, IncidentSettings, Layer, Limits, Part, PlaceSettings,
    PointColumns, ReadSettings, decode_gpkg_shape, encode_gpkg_geometry, grids_of, places_of,
    read_incidents, read_layers, read_places, read_roads, sample_places, write_roads,
};
use model::{Code, GridId, Position};
use std::io::BufRead;

/// Small, so that reaching a limit is quick and memory that ignores one is seen.
fn settings(crs: Option<String>) -> ReadSettings {
    let limits = Limits {
        unpacked_bytes_max: 1 << 20,
        features_max: 1_000,
        points_max: 10_000,
        ratio_max: 100,
    };
    ReadSettings { limits, crs, ..ReadSettings::default() }
}

fn use_layers(layers: &[Layer]) {
    for layer in layers {
        let _ = grids_of(layer, &GridFields::default());
        let _ = places_of(layer, &PlaceSettings::default());
        assert!(layer.notes.iter().all(|note| note.to_string().len() < 10_000));
    }
}

/// One file of any kind.
pub fn layers(bytes: &[u8]) {
    if let Ok(layers) = read_layers(&[Part { name: "a.bin", bytes }], &settings(None)) {
        use_layers(&layers);
    }
}

/// Four files, each after its length in two bytes.
pub fn shapefile(bytes: &[u8]) {
    let mut rest = bytes;
    let mut next = || {
        let Some((&length, after)) = rest.split_first_chunk() else { return rest };
        let length = usize::from(u16::from_le_bytes(length)).min(after.len());
        let (part, after) = after.split_at(length);
        rest = after;
        part
    };
    let parts = ["a.shp", "a.dbf", "a.prj", "a.cpg"].map(|name| Part { name, bytes: next() });
    for parts in [&parts[..], &parts[..1], &parts[..2]] {
        if let Ok(layers) = read_layers(parts, &settings(None)) {
            use_layers(&layers);
        }
    }
}

/// A text as the coordinate system of a file with numbers of many sizes.
pub fn crs(bytes: &[u8]) {
    const FILE: &[u8] = br#"{"type":"MultiPoint","coordinates":[[103.8,36.06],[35412345,3991234],[4e5,4e6],[0,0],[-2e7,2e7]]}"#;
    let name = String::from_utf8_lossy(bytes).into_owned();
    if let Ok(layers) =
        read_layers(&[Part { name: "a.geojson", bytes: FILE }], &settings(Some(name)))
    {
        use_layers(&layers);
    }
}

/// A blob that can be read is the same shape when written and read again.
pub fn gpkg(bytes: &[u8]) {
    if let Ok(Some(shape)) = decode_gpkg_shape(bytes) {
        let blob = encode_gpkg_geometry(&shape);
        let again = decode_gpkg_shape(&blob).expect("what was written can be read");
        assert_eq!(again, Some(shape));
    }
}

/// Rows of incidents and places.
pub fn tables(bytes: &[u8]) {
    if let Ok(source) = Code::try_from("fuzz")
        && let Ok(incidents) = read_incidents(bytes, IncidentSettings::new(source))
    {
        let _ = incidents.count();
    }
    let _ = sample_places(bytes, &PlaceSettings::default());
    let _ = read_places(bytes, &PlaceSettings::default());
}

/// Every row is counted once, whatever pieces the input comes in.
pub fn assign(bytes: &[u8]) {
    let added = AddedColumn {
        header: "grid".to_owned(),
        texts: vec!["a \"grid\", quoted".to_owned()],
        of_grid: vec![0],
    };
    let copy = |input: &mut dyn BufRead, output: &mut Vec<u8>| {
        let table = CsvTable::open(input, PointColumns::default()).ok()?;
        let mut find = |positions: &[Position], grids: &mut Vec<Option<GridId>>| {
            grids.extend(positions.iter().map(|at| (at.lon_e7() % 2 == 0).then_some(GridId(0))));
        };
        table.assign(output, std::slice::from_ref(&added), &mut find).ok()
    };
    let mut whole = Vec::new();
    let counts = copy(&mut &*bytes, &mut whole);
    if let Some(counts) = &counts {
        assert_eq!(counts.rows, counts.inside + counts.outside + counts.invalid);
    }
    let mut pieces = Vec::new();
    let again = copy(&mut std::io::BufReader::with_capacity(7, bytes), &mut pieces);
    assert_eq!(again, counts);
    assert_eq!(pieces, whole);
}

/// Roads of any bytes are whole, and the same when written and read again.
pub fn roads(bytes: &[u8]) {
    if let Ok(roads) = read_roads(&[Part { name: "a.osm.pbf", bytes }], &settings(None)) {
        assert!(roads.network.is_whole());
        let written = write_roads(&roads.network);
        let again = read_roads(&[Part { name: "a.osm.pbf", bytes: &written }], &settings(None));
        assert_eq!(again.expect("what was written can be read").network.ways, roads.network.ways);
    }
}
