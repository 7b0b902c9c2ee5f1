//! Administrative areas as cities and countries publish them.

use crate::shared::{bounds, close, layers};
use exchange::{GridFields, Note, grids_of};

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
