//! Administrative areas as cities and countries publish them.

use crate::shared::{bounds, bytes, close, layers};
use exchange::{GridFields, Note, Part, ReadSettings, grids_of, read_layers};
use std::io::Write;
use std::process::{Command, Stdio};

#[test]
fn chicago_beats_become_275_units() {
    let Some(layers) = layers("admin-chicago-police/police_beats.geojson.gz") else { return };
    let [layer] = &*layers else { panic!("one layer") };
    assert_eq!(layer.features.len(), 277);
    assert_eq!(layer.name, "police_beats");
    assert!(close(bounds(layer), [-87.940, 41.645, -87.524, 42.023], 0.001), "{:?}", bounds(layer));
    let found = grids_of(layer, &GridFields::default());
    assert_eq!(found.fields.code.as_deref(), Some("BEAT_NUM"));
    assert_eq!(found.fields.parent.as_deref(), Some("DISTRICT"));
    assert_eq!(found.fields.name, None);
    assert_eq!(found.units.len(), 275);
    let beat = found.units.iter().find(|unit| unit.code == "3100").unwrap();
    assert_eq!(beat.area.polygons.len(), 3);
    assert!(matches!(found.notes[..], [Note::Merged(seen)] if seen.count == 2));
    assert_eq!(found.faults, []);
}

#[test]
fn chicago_community_areas_warn_of_their_reference_system() {
    let Some(layers) = layers("admin-chicago-police/community_areas.geojson.gz") else { return };
    let layer = &layers[0];
    let warnings: Vec<_> = layer.notes.iter().filter(|note| note.warns()).collect();
    assert!(
        matches!(&warnings[..], [Note::CrsDoubtful { name }] if name.ends_with("4236")),
        "{warnings:?}"
    );
    assert!(close(bounds(layer), [-87.9401, 41.6445, -87.5241, 42.0231], 0.0002));
    // They are indeed in the system named: converted, they meet the outline of the beats.
    let shifted = layer.notes.iter().any(
        |note| matches!(note, Note::Shifted { metres, .. } if (500.0..1_000.0).contains(metres)),
    );
    assert!(shifted, "{:?}", layer.notes);
    let found = grids_of(layer, &GridFields::default());
    assert_eq!(found.units.len(), 77);
    assert!(found.units.iter().any(|unit| unit.code == "35" && unit.name == "DOUGLAS"));
}

#[test]
fn chicago_districts_are_23() {
    let Some(layers) = layers("admin-chicago-police/police_districts.geojson.gz") else { return };
    let found = grids_of(&layers[0], &GridFields::default());
    assert_eq!(found.fields.code.as_deref(), Some("DIST_NUM"));
    assert_eq!(found.units.len(), 23, "{:?}", found.faults);
}

#[test]
fn taiwan_comes_in_four_levels() {
    let Some(layers) = layers("admin-taiwan/villages-10t.topojson.gz") else { return };
    let names: Vec<_> = layers.iter().map(|layer| layer.name.as_str()).collect();
    assert_eq!(names, ["villages", "towns", "counties", "nation"]);
    let counts: Vec<_> = layers.iter().map(|layer| layer.features.len()).collect();
    assert_eq!(counts, [7_701, 368, 22, 1]);
    let fields = |place: usize| {
        let found = grids_of(&layers[place], &GridFields::default());
        (
            found.fields.code.unwrap_or_default(),
            found.fields.name.unwrap_or_default(),
            found.units.len(),
        )
    };
    assert_eq!(fields(0), ("VILLCODE".to_owned(), "VILLNAME".to_owned(), 7_701));
    assert_eq!(fields(1), ("TOWNCODE".to_owned(), "TOWNNAME".to_owned(), 368));
    assert_eq!(fields(2), ("COUNTYCODE".to_owned(), "COUNTYNAME".to_owned(), 22));
    assert!(close(bounds(&layers[0]), [118.144, 21.896, 122.008, 26.384], 0.001));
}

#[test]
fn american_shapefiles_in_feet_lie_where_they_should() {
    for (path, count, around, code) in [
        (
            "admin-denver-2018/denver_precincts_2018_orig-shp.zip",
            356,
            [-105.11, 39.61, -104.60, 39.92],
            "",
        ),
        (
            "admin-denver-2018/denver_blocks_2020-shp.zip",
            10_149,
            [-105.11, 39.61, -104.60, 39.92],
            "GEOID20",
        ),
        ("admin-flawed/volusia-precincts-2016-shp.zip", 125, [-81.68, 28.61, -80.74, 29.43], ""),
        (
            "admin-flawed/rockland-election-districts-2012-shp.zip",
            276,
            [-74.24, 40.99, -73.89, 41.33],
            "",
        ),
    ] {
        let Some(layers) = layers(path) else { return };
        let [layer] = &*layers else { panic!("one layer") };
        assert_eq!(layer.features.len(), count, "{path}");
        assert!(close(bounds(layer), around, 0.03), "{path}: {:?}", bounds(layer));
        let found = grids_of(layer, &GridFields::default());
        assert!(
            code.is_empty() || found.fields.code.as_deref() == Some(code),
            "{:?}",
            found.fields
        );
    }
}

#[test]
fn jinan_roads_without_a_reference_system_are_assumed_in_degrees() {
    let Some(layers) = layers("roads-jinan/jinan-road-network-shp.zip") else { return };
    let edges = layers.iter().find(|layer| layer.name == "edges").unwrap();
    assert_eq!(edges.features.len(), 28_597);
    assert!(edges.notes.contains(&Note::CrsAssumed));
    assert!(close(bounds(edges), [116.748, 36.536, 117.510, 37.146], 0.001));
}

#[test]
fn london_is_read_in_full_precision() {
    let Some(packed) = bytes("admin-england-output-areas/london_exact.geojson.tar.zst") else {
        return;
    };
    let folder = std::env::temp_dir().join(format!("gridbeat-london-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let unpack = || {
        let mut tar = Command::new("tar")
            .args(["--zstd", "-xf", "-", "-C"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        tar.stdin.take()?.write_all(&packed).ok()?;
        tar.wait().ok()?.success().then_some(())
    };
    if unpack().is_none() {
        eprintln!("skipped: tar and zstd are not here");
        return;
    }
    let mut counts = Vec::new();
    let mut open = vec![folder.clone()];
    while let Some(at) = open.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let name = path.to_string_lossy();
            let part = Part { name: &name, bytes: &bytes };
            let layers = read_layers(&[part], &ReadSettings::default()).unwrap();
            assert_eq!(layers[0].faults, [], "{name}");
            let found = grids_of(&layers[0], &GridFields::default());
            let code = found.fields.code.unwrap_or_default().to_lowercase();
            assert!(code.ends_with("cd"), "{name}: {code}");
            counts.push(found.units.len());
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    // Three levels of 33 boroughs: 983 MSOA, 4,835 LSOA and 25,053 output areas.
    assert_eq!((counts.len(), counts.iter().sum::<usize>()), (99, 983 + 4_835 + 25_053));
}
