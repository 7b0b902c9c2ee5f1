//! Counts by unit, level and period, by the units in force on any day; and what became of each unit.

use crate::program::Service;
use crate::tool::{gridbeat, two_streets};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::{TempDir, tempdir};

/// Two drawings: from June on G0 and G1 have each other's land.
pub(crate) fn town() -> TempDir {
    let folder = tempdir().unwrap();
    let path = folder.path();
    two_streets(path, Some("所属街道"));
    let text = std::fs::read_to_string(path.join("grids.geojson")).unwrap();
    let swapped = text.replace("\"G0\"", "\"G\"").replace("\"G1\"", "\"G0\"");
    std::fs::write(path.join("june.geojson"), swapped.replace("\"G\"", "\"G1\"")).unwrap();
    for (grids, from) in [
        ("grids.geojson", "2026-01-01T00:00:00+08:00"),
        ("june.geojson", "2026-06-01T00:00:00+08:00"),
    ] {
        let import = ["import", "grids", "streets.geojson", grids, "--store", "s.gpkg"];
        gridbeat(path, &[&import[..], &["--valid-from", from]].concat()).ends(0);
        if from.starts_with("2026-01") {
            incidents(path);
        }
    }
    folder
}

/// Two in what was G0 first, one in what was G1, one in the other street, one far away.
fn incidents(path: &Path) {
    let rows = "编号,类型,发生时间,经度,纬度\n\
        A1,x,2026-05-01 00:00,103.805,36.065\n\
        A2,x,2026-05-31 23:59,103.806,36.065\n\
        A3,x,2026-05-02 08:00,103.815,36.065\n\
        A4,x,2026-04-30 23:59,103.835,36.065\n\
        A5,x,2026-05-03 08:00,103.99,36.065\n";
    std::fs::write(path.join("i.csv"), rows).unwrap();
    let import = ["import", "incidents", "i.csv", "--store", "s.gpkg", "--source", "12345"];
    gridbeat(path, &import);
}

fn rows(out: &str) -> Vec<(String, String)> {
    let row = |line: &str| {
        let parts: Vec<&str> = line.split(',').collect();
        (parts[1].to_owned(), parts[4].to_owned())
    };
    let counted = out.lines().skip(1).map(row);
    let mut counted: Vec<_> = counted.filter(|(_, incidents)| incidents != "0").collect();
    counted.sort();
    counted
}

fn pairs(counts: &[(&str, &str)]) -> Vec<(String, String)> {
    counts.iter().map(|(code, count)| ((*code).to_owned(), (*count).to_owned())).collect()
}

#[test]
fn counts_go_by_the_units_in_force_on_the_day_asked_for() {
    let folder = town();
    let stats = |more: &[&str]| {
        gridbeat(folder.path(), &[&["stats", "--store", "s.gpkg"], more].concat()).ends(0)
    };
    // The store still says G0 of A1 and A2: the counts do not ask it.
    let by_may = stats(&["--on", "2026-05-31"]);
    assert_eq!(rows(&by_may.out), pairs(&[("G0", "2"), ("G1", "1"), ("G3", "1")]));
    assert!(by_may.err.contains("1 incidents lie outside"), "{}", by_may.err);
    let by_june = stats(&["--on", "2026-06-01"]);
    assert_eq!(rows(&by_june.out), pairs(&[("G0", "1"), ("G1", "2"), ("G3", "1")]));
    let streets = stats(&["--level", "1", "--from", "2026-05-01", "--to", "2026-05-31"]);
    assert_eq!(rows(&streets.out), pairs(&[("02", "3")]));
    let last_day = stats(&["--from", "2026-05-31", "--to", "2026-05-31", "--on", "2026-05-01"]);
    assert_eq!(rows(&last_day.out), pairs(&[("G0", "1")]));
    let refused = |more: &[&str], why: &str| {
        gridbeat(folder.path(), &[&["stats", "--store", "s.gpkg"], more].concat()).refuses(why);
    };
    refused(&["--on", "2025-12-31"], "no drawing is in force on 2025-12-31");
    refused(&["--level", "3"], "--level must be 1 to 2");
    refused(&["--from", "2026-05-02", "--to", "2026-05-01"], "--to is before --from");
    gridbeat(folder.path(), &["stats", "--store", "none.gpkg"]).refuses("none.gpkg");
}

#[test]
fn the_service_tells_counts_and_lineage_and_what_was_so_on_a_day() {
    let folder = town();
    let mut service = Service::start(&folder.path().join("s.gpkg"), &[]);
    for path in ["/api/v1/counts?from=2026-05-01&to=2026-05-31", "/api/v1/drawings/2/lineage"] {
        assert_eq!(service.get(path).status, 401, "{path}");
    }
    service.sign_in("dispatcher", "dispatcher-of-test");
    let counts = |query: &str| -> BTreeMap<String, u64> {
        let told = service.get(&format!("/api/v1/counts?level=2&{query}")).json();
        let counts = told["units"].as_array().unwrap();
        let told = |count: &Value| {
            (count["code"].as_str().unwrap().to_owned(), count["incidents"].as_u64().unwrap())
        };
        counts.iter().map(told).collect()
    };
    let may = "from=2026-05-01&to=2026-05-31";
    let (by_may, by_june) = (counts(&format!("{may}&on=2026-05-31")), counts(may));
    assert_eq!(by_may.values().sum::<u64>(), 3);
    assert_ne!(by_may, by_june);
    for bad in [
        "from=2026-05-01",
        "from=x&to=y",
        "from=2026-05-02&to=2026-05-01",
        "from=1900-01-01&to=2026-01-01",
    ] {
        assert_eq!(service.get(&format!("/api/v1/counts?{bad}")).status, 400, "{bad}");
    }
    assert_eq!(service.get(&format!("/api/v1/counts?{may}&on=2025-01-01")).status, 404);

    let drawings = service.get("/api/v1/drawings").json();
    assert_eq!(drawings["drawings"].as_array().unwrap().len(), 2);
    let lineage = service.get("/api/v1/drawings/2/lineage").json();
    assert_eq!((&lineage["before"], &lineage["level"]), (&1.into(), &2.into()));
    let pair = |before: &str, after: &str| -> Value {
        let all = lineage["pairs"].as_array().unwrap();
        let found = all.iter().find(|pair| pair["before"] == before && pair["after"] == after);
        found.cloned().unwrap_or_default()
    };
    let moved = pair("G0", "G1");
    assert_eq!(moved["incidents"], 2);
    assert_eq!(moved["of_before"]["area"], 1.0);
    assert_eq!(moved["of_after"]["households"], 1.0);
    assert_eq!(pair("G0", "G0"), Value::Null);
    assert_eq!(pair("G7", "G7")["of_before"]["incidents"], Value::Null);
    let table = service.get("/api/v1/drawings/2/lineage.csv?level=1");
    assert_eq!((table.status, &*table.media), (200, "text/csv; charset=utf-8"));
    let text = String::from_utf8(table.body).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    for missing in ["1/lineage", "9/lineage", "2/lineage?before=7"] {
        assert_eq!(service.get(&format!("/api/v1/drawings/{missing}")).status, 404, "{missing}");
    }
    assert_eq!(service.get("/api/v1/drawings/2/lineage?level=9").status, 400);

    let named = |on: &str| {
        let at = format!("/api/v1/grids/at?lon=103.805&lat=36.065&on={on}");
        service.get(&at).json()["grid"]["code"].clone()
    };
    assert_eq!((named("2026-05-31"), named("2026-06-01")), ("G0".into(), "G1".into()));
    let units = service.get("/api/v1/units?level=2&on=2026-05-31&code=G0").json();
    assert_eq!(units["units"][0]["bounds"][0], 103.8);
    assert_eq!(service.get("/api/v1/units?on=tomorrow").status, 400);
    assert_eq!(service.get("/api/v1/service-points?on=2026-05-31").status, 200);
    assert_eq!(service.get("/api/v1/service-points?on=2026-05-31&open=now").status, 400);
    assert_eq!(service.get("/api/v1/places?on=2026-05-31").status, 200);
}
