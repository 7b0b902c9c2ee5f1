//! Real files made by others, where they are at hand.

use crate::checker::area_twice;
use crate::files::{geojson, json_gz};
use model::Area;
use spatial::{FaultKind, Partition, RepairSettings, ground_area, nest};

/// The areas of a packed GeoJSON file of the police of Chicago, with one property each; `None`,
/// said aloud, when the file is not there.
pub(crate) fn chicago(name: &str, property: &str) -> Option<Vec<(String, Area)>> {
    let layer = json_gz(&format!("admin-chicago-police/{name}"))?;
    let features = layer["features"].as_array().unwrap().iter();
    let codes =
        features.map(|it| it["properties"][property].as_str().unwrap_or_default().to_owned());
    Some(codes.zip(geojson(&layer)).collect())
}

/// One area a code: several features may be parts of one.
pub(crate) fn merged(features: Vec<(String, Area)>) -> Vec<(String, Area)> {
    let mut by_code = std::collections::BTreeMap::<String, Area>::new();
    for (code, area) in features {
        by_code.entry(code).or_default().polygons.extend(area.polygons);
    }
    by_code.into_iter().collect()
}

#[test]
fn the_beats_of_chicago_are_a_partition() {
    let Some(beats) = chicago("police_beats.geojson.gz", "BEAT_NUM") else { return };
    let areas: Vec<Area> = merged(beats).into_iter().map(|(_, area)| area).collect();
    let built = Partition::build(&areas, &RepairSettings::default()).unwrap();
    let known = [FaultKind::RepeatedPoint, FaultKind::MultiPart, FaultKind::Hole];
    assert!(built.faults.iter().all(|fault| known.contains(&fault.kind)), "{:?}", built.faults);
    assert_eq!(built.partition.grid_count(), 275);
    let parts: i128 =
        built.partition.grids().map(|grid| area_twice(&built.partition.area(grid))).sum();
    let whole = built.partition.outline(|_| true);
    assert_eq!(area_twice(&whole), parts);
    let drawn: f64 = areas.iter().map(|area| ground_area(area).get()).sum();
    assert!((ground_area(&whole).get() - drawn).abs() < 1.0);
    // Built again from what came out: the same, and nothing to say but parts.
    let again: Vec<Area> = built.partition.grids().map(|grid| built.partition.area(grid)).collect();
    let twice = Partition::build(&again, &RepairSettings::default()).unwrap();
    assert_eq!(twice.partition, built.partition);
}

#[test]
fn the_beats_of_chicago_nest_in_its_districts() {
    let Some(beats) = chicago("police_beats.geojson.gz", "BEAT_NUM") else { return };
    let Some(districts) = chicago("police_districts.geojson.gz", "DIST_NUM") else { return };
    let beats = merged(beats);
    let areas: Vec<Area> = beats.iter().map(|(_, area)| area.clone()).collect();
    let partition = Partition::build(&areas, &RepairSettings::default()).unwrap().partition;
    let (codes, parents): (Vec<String>, Vec<Area>) = merged(districts).into_iter().unzip();
    let nested = nest(&partition, &parents).unwrap();
    let misfits = (0..beats.len())
        .filter(|&k| {
            // Beat 0123 lies in district 1.
            let district = beats[k].0.get(..2).unwrap_or_default().trim_start_matches('0');
            nested.parents[k].is_none_or(|parent| codes[parent].trim_start_matches('0') != district)
        })
        .map(|k| (&beats[k].0, nested.parents[k], nested.shares[k]))
        .collect::<Vec<_>>();
    assert!(misfits.is_empty(), "{misfits:?}");
}
