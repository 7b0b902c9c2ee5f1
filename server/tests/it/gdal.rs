//! GDAL reads the tiles of every layer.

use crate::program::Service;
use serde_json::json;
use std::process::Command;

/// A tile in the middle of the demo city, and one of all of it.
const MIDDLE: &str = "12/3228/1609";
const WHOLE: &str = "10/807/402";

#[test]
#[expect(clippy::print_stderr, reason = "says that it was skipped")]
fn gdal_reads_the_tiles_of_every_layer() {
    if Command::new("ogrinfo").arg("--version").output().is_err() {
        eprintln!("gdal_reads_the_tiles_of_every_layer: skipped, ogrinfo (gdal-bin) is missing");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start(&folder.path().join("city.gpkg"), &["--demo", "qilihe"]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    service.plan(&json!({ "seconds": 1 }));
    for (layer, within) in [
        ("grids", &["grids-1", "grids-2", "borders"][..]),
        ("service-points", &["service-points"]),
        ("places", &["places"]),
        ("roads", &["roads"]),
        ("incidents", &["incidents"]),
        ("density", &["density"]),
        ("hotspots", &["hotspots"]),
        ("patrols", &["patrols"]),
    ] {
        let tile = if layer == "hotspots" { WHOLE } else { MIDDLE };
        let answer = service.get(&format!("/tiles/{layer}/{tile}"));
        assert_eq!(answer.status, 200, "{layer}: {}", answer.text());
        let file = folder.path().join(format!("{layer}.mvt"));
        std::fs::write(&file, &answer.body).unwrap();
        let source = format!("MVT:{}", file.display());
        let out = Command::new("ogrinfo").args(["-ro", "-al", "-so", &source]).output().unwrap();
        let told = String::from_utf8_lossy(&out.stdout);
        assert!(out.status.success() && out.stderr.is_empty(), "{layer}: {out:?}");
        for name in within {
            let part = told.split("Layer name: ").find(|part| part.lines().next() == Some(name));
            let part = part.unwrap_or_else(|| panic!("{layer} has no {name}: {told}"));
            let count = part.lines().find_map(|line| line.strip_prefix("Feature Count: ")).unwrap();
            assert!(count.parse::<u32>().unwrap() > 0, "{name}: {part}");
        }
    }
}
