//! Searching from outside: what everybody finds, and what nobody does.

use crate::program::Service;
use serde_json::{Value, json};
use std::fmt::Write as _;
use tempfile::TempDir;

fn demo() -> (Service, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start(&folder.path().join("city.gpkg"), &["--demo", "qilihe"]);
    (service, folder)
}

fn find(service: &Service, query: &str, more: &str) -> Vec<Value> {
    let mut path = "/api/v1/search?q=".to_owned();
    for byte in query.bytes() {
        write!(path, "%{byte:02X}").unwrap();
    }
    let answer = service.get(&format!("{path}{more}"));
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    answer.json()["hits"].as_array().unwrap().clone()
}

#[test]
fn everybody_finds_units_points_and_roads_as_they_type() {
    let (service, _folder) = demo();
    let first = |query: &str| {
        let hit = find(&service, query, "").into_iter().next();
        let hit = hit.unwrap_or_else(|| panic!("{query} finds nothing"));
        json!([hit["kind"], hit["name"], hit["how"], hit["ranges"]])
    };
    for (query, kind, name, how, ranges) in [
        ("西园", "unit", "西园街道", "prefix", json!([[0, 2]])),
        ("xiyuanjiedao", "unit", "西园街道", "pinyin", json!([[0, 4]])),
        ("ＸＹＪＤ", "unit", "西园街道", "initials", json!([[0, 4]])),
        ("龔家灣街道", "unit", "龚家湾街道", "exact", json!([[0, 5]])),
        ("西圆街道", "unit", "西园街道", "same-sound", json!([[0, 4]])),
        ("七里河", "city", "七里河区", "prefix", json!([[0, 3]])),
        ("fw001", "service-point", "西园街道政务服务大厅", "exact", json!([[0, 5]])),
        ("南滨河路", "road", "南滨河路", "exact", json!([[0, 4]])),
    ] {
        assert_eq!(first(query), json!([kind, name, how, ranges]), "{query}");
    }
    let grid = find(&service, "620103001001002", "&limit=1").remove(0);
    assert_eq!(grid["within"], json!(["西园街道", "下西园社区"]));
    assert!(grid["bounds"][0].as_f64() < grid["lon"].as_f64() && grid["level"] == 3);
    let road = find(&service, "西津路8号", "").remove(0);
    assert_eq!((&road["left_out"], &road["kind"]), (&json!("8号"), &json!("road")));
    let here = format!("/api/v1/grids/at?lon={}&lat={}", road["lon"], road["lat"]);
    assert_eq!(service.get(&here).status, 200, "a road has a position in the city");
    let near = "&near=103.85,35.89&limit=3";
    let hits = find(&service, "便民服务中心", near);
    assert_eq!(hits.len(), 3);
    assert!(hits.iter().all(|hit| hit["kind"] == "service-point"));
}

#[test]
fn nobody_finds_a_place_that_is_not_public() {
    let (mut service, _folder) = demo();
    service.sign_in("dispatcher", "dispatcher-of-test");
    let places = service.get("/api/v1/places").json();
    // Of the demo city service points alone are for everybody.
    let places = places["places"].as_array().unwrap();
    let hidden: Vec<&Value> = places.iter().filter(|it| it["kind"] != "service-point").collect();
    assert!(hidden.len() > 20, "the demo city has checkpoints and bases: {}", hidden.len());
    for place in hidden {
        for text in ["name", "code"] {
            for hit in find(&service, place[text].as_str().unwrap(), "&limit=50") {
                assert!(hit["code"] != place["code"], "{place} is found: {hit}");
                let public = ["city", "unit", "service-point", "road"];
                assert!(public.iter().any(|kind| hit["kind"] == *kind), "{hit}");
            }
        }
    }
}

#[test]
fn a_query_that_cannot_be_is_refused_and_a_strange_one_answered() {
    let (service, _folder) = demo();
    for bad in ["", "?q=a&limit=0", "?q=a&limit=51", "?q=a&near=1", "?q=a&near=36,103.8", "?p=a"] {
        assert_eq!(service.get(&format!("/api/v1/search{bad}")).status, 400, "{bad}");
    }
    for strange in ["", "\u{0}\u{7}", "😀", "\u{301}\u{301}", &"西".repeat(600)] {
        find(&service, strange, "");
    }
}
