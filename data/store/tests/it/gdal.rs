//! GDAL opens a store as an ordinary GeoPackage.

use crate::given::{self, entry, incidents};
use crate::home::on_a_file;
use std::process::Command;

#[test]
fn gdal_opens_the_layers() {
    if Command::new("ogrinfo").arg("--version").output().is_err() {
        eprintln!("gdal_opens_the_layers: skipped, ogrinfo (gdal-bin) is not installed");
        return;
    }
    on_a_file(async |home| {
        let store = home.open().await;
        store.publish_drawing(&given::drawing("2026-06-01T00:00:00Z"), &entry()).await.unwrap();
        // A drawing that is not in force yet does not show.
        store.publish_drawing(&given::drawing("9000-01-01T00:00:00Z"), &entry()).await.unwrap();
        store.put_places(&given::places(), &entry()).await.unwrap();
        store.add_incidents(&incidents(0, 50), &entry()).await.unwrap();
        store.put_overlays(&given::overlays(), &entry()).await.unwrap();
        store.add_plan(&crate::work::plan("{}"), &entry()).await.unwrap();
        // Once while it is open here, once as the one file that is left.
        ask_gdal(&home.url);
        store.seal().await.unwrap();
        ask_gdal(&home.url);
    });
}

fn ask_gdal(path: &str) {
    let out = Command::new("ogrinfo").args(["-ro", "-al", "-so", path]).output().unwrap();
    let (told, warned) =
        (String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap());
    assert!(out.status.success() && warned.is_empty(), "{warned}");
    let layers: Vec<&str> = told.split("Layer name: ").skip(1).collect();
    assert_eq!(layers.len(), 12, "{told}");
    let extent = |west_south, east_north| format!("Extent: ({west_south}) - ({east_north})");
    let town = extent("103.700000, 36.000000", "103.780000, 36.080000");
    let places = extent("103.700000, 36.000000", "103.800001, 36.065432");
    let incidents = extent("103.700000, 36.000000", "103.701034, 36.000475");
    for (layer, expected) in layers.iter().zip([
        ["units\n", "Geometry: Multi Polygon", "Feature Count: 6", &town],
        ["places\n", "Geometry: Unknown (any)", "Feature Count: 3", &places],
        ["incidents\n", "Geometry: Point", "Feature Count: 50", &incidents],
        ["grids\n", "Geometry: Multi Polygon", "Feature Count: 4", &town],
        ["level_1\n", "Geometry: Multi Polygon", "Feature Count: 2", &town],
        ["level_2\n", "Geometry: Multi Polygon", "Feature Count: 0", "households: Integer"],
        ["level_3\n", "Geometry: Multi Polygon", "Feature Count: 0", "households: Integer"],
        ["level_4\n", "Geometry: Multi Polygon", "Feature Count: 0", "households: Integer"],
        ["level_5\n", "Geometry: Multi Polygon", "Feature Count: 0", "households: Integer"],
        ["overlays\n", "Geometry: Multi Polygon", "Feature Count: 2", "set_code: String"],
        ["plans\n", "Geometry: Line String", "Feature Count: 1", "day: String"],
        ["drawing\n", "Geometry: None", "Feature Count: 2", "version: String"],
    ]) {
        for expected in expected {
            assert!(layer.contains(expected), "{expected}\n---\n{layer}");
        }
    }
    for column in
        ["code: String", "name: String", "level: Integer", "parent: String", "households: Integer"]
    {
        assert!(layers[0].contains(column), "{column}\n{}", layers[0]);
    }
    assert!(layers[2].contains("occurred: DateTime"), "{}", layers[2]);
    assert!(layers[1].contains("valid_from: DateTime"), "{}", layers[1]);
    assert!(layers[9].contains("valid_to: DateTime"), "{}", layers[9]);
    for word in ["account", "session", "password", "change"] {
        assert!(!told.contains(word), "GDAL lists {word}");
    }
    let out = Command::new("ogrinfo").args(["-ro", "-al", path]).output().unwrap();
    let warned = String::from_utf8(out.stderr).unwrap();
    let told = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success() && warned.is_empty(), "{warned}");
    assert!(told.contains("POINT (103.7123457 36.0654321)"), "{told}");
    assert!(told.contains("occurred (DateTime) = 2025/12/31 16:07:00+00"), "{told}");
}
