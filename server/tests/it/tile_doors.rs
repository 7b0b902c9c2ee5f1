//! Tiles by their addresses: of the drawings of other days, of layers for some, as OGC API Tiles.

use crate::program::Service;
use crate::stats::town;
use serde_json::{Value, json};

/// The path of an address of the service itself.
fn path(service: &Service, href: &Value) -> String {
    let href = href.as_str().unwrap();
    href.strip_prefix(service.url()).unwrap_or_else(|| panic!("{href} leads away")).to_owned()
}

/// The link of a relation.
fn link<'a>(told: &'a Value, rel: &str) -> &'a Value {
    let links = told["links"].as_array().unwrap();
    let found = links.iter().find(|link| link["rel"].as_str().unwrap().ends_with(rel));
    &found.unwrap_or_else(|| panic!("no {rel} in {told}"))["href"]
}

#[test]
fn the_drawing_of_another_day_has_tiles_of_its_own() {
    let folder = town();
    let service = Service::start(&folder.path().join("s.gpkg"), &[]);
    let tiles = |on: &str| {
        let told = service.get(&format!("/tiles/grids-2.json{on}")).json();
        let template = path(&service, &told["tiles"][0]);
        let at = template.replace("{z}", "13").replace("{x}", "6458").replace("{y}", "3214");
        (template, service.get(&at))
    };
    let ((may_at, may), (june_at, june)) = (tiles("?on=2026-05-31"), tiles(""));
    assert_ne!(may_at, june_at);
    assert_eq!((may.status, june.status), (200, 200));
    assert_ne!(may.body, june.body);
    assert_eq!(tiles("?on=2026-06-01").0, june_at);
    // Service points come and go while the drawing stays: no version stands for them.
    let points = service.get("/tiles/service-points.json").json();
    assert!(path(&service, &points["tiles"][0]).starts_with("/tiles/service-points/"));
    assert_eq!(service.get("/tiles/grids.json?on=2025-12-31").status, 404);
    assert_eq!(service.get("/tiles/grids.json?on=May").status, 400);
    assert_eq!(service.get(&may_at.replace("{z}/{x}/{y}", "3/9/9")).status, 400);
    assert_eq!(service.get("/tiles/grids@0123456789abcdef/3/6/3").status, 404);
}

#[test]
fn who_works_with_incidents_sees_new_ones_at_once() {
    let folder = town();
    let mut service = Service::start(&folder.path().join("s.gpkg"), &[]);
    let at = "/tiles/incidents/13/6458/3215?from=2026-05-01&to=2026-05-31";
    assert_eq!(service.get(at).status, 401);
    assert_eq!(service.get("/tiles/incidents.json").status, 401);
    service.sign_in("dispatcher", "dispatcher-of-test");
    let before = service.get(at);
    assert_eq!((before.status, &*before.media), (200, "application/vnd.mapbox-vector-tile"));
    assert_eq!(service.get(at).body, before.body);
    let report = json!({
        "source": "12345", "external": "B1", "kind": "z", "occurred": "2026-05-05T12:00:00+08:00",
        "lon": 103.806, "lat": 36.066, "text": "never on a map",
    });
    let added = service.post("/api/v1/incidents", &report);
    assert_eq!(added.status, 201, "{}", added.text());
    let after = service.get(at);
    assert!(after.body.len() > before.body.len());
    assert!(!after.text().contains("never"));
    let told = service.get("/tiles/incidents.json?from=2026-05-01&to=2026-05-31").json();
    assert!(path(&service, &told["tiles"][0]).ends_with("{y}?from=2026-05-01&to=2026-05-31"));
    assert_eq!(told["vector_layers"][0]["fields"]["state"], "String");
    // A period without any is an empty layer, not a missing one.
    let none = "from=2020-05-01&to=2020-05-31";
    assert_eq!(service.get(&format!("/tiles/incidents/13/6458/3215?{none}")).status, 204);
    let told = service.get(&format!("/tiles/density.json?{none}")).json();
    assert_eq!(told["vector_layers"], json!([]));
    assert_eq!(service.get("/tiles/density/9/403/200?from=2026-05-01&to=2026-05-31").status, 200);
    for (bad, status) in [
        ("incidents/3/6/3?from=2026-05-02&to=2026-05-01", 400),
        ("incidents/3/6/3?from=1990-05-02&to=2026-05-01", 400),
        ("incidents/3/6/3?from=x", 400),
        ("incidents@1/3/6/3", 404),
        ("patrols/3/6/3?plan=77", 404),
    ] {
        assert_eq!(service.get(&format!("/tiles/{bad}")).status, status, "{bad}");
    }
}

#[test]
fn a_program_of_the_field_finds_the_tiles_from_the_landing_page() {
    let folder = town();
    let service = Service::start(&folder.path().join("s.gpkg"), &[]);
    let landing = service.get("/ogc").json();
    let get = |href: &Value| {
        let answer = service.get(&path(&service, href));
        assert_eq!((answer.status, &*answer.media), (200, "application/json"), "{href}");
        answer.json()
    };
    let conforms = get(link(&landing, "/conformance"));
    let conforms = conforms["conformsTo"].as_array().unwrap();
    assert!(conforms.contains(&"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core".into()));
    let sets = get(link(&landing, "tiling-schemes"));
    let set = get(link(&sets["tileMatrixSets"][0], "self"));
    assert_eq!(set["tileMatrices"][12]["matrixWidth"], 4096);
    let cell = set["tileMatrices"][0]["cellSize"].as_f64().unwrap();
    assert!((cell - 156_543.033_928_041).abs() < 1e-6, "{cell}");

    let collections = get(link(&landing, "/data"));
    let layers = collections["collections"].as_array().unwrap();
    let names: Vec<&str> = layers.iter().map(|layer| layer["id"].as_str().unwrap()).collect();
    assert_eq!(names, ["grids-1", "grids-2", "borders", "labels", "service-points"]);
    let of_all = get(link(&landing, "tilesets-vector"));
    let of_one = get(link(&layers[1], "tilesets-vector"));
    assert_eq!(get(link(&layers[1], "self")), layers[1]);
    for (name, tilesets) in [("grids", of_all), ("grids-2", of_one)] {
        let tileset = get(link(&tilesets["tilesets"][0], "self"));
        assert_eq!(
            tileset["layers"].as_array().unwrap().len(),
            if name == "grids" { 4 } else { 1 }
        );
        let limits = tileset["tileMatrixSetLimits"].as_array().unwrap();
        let limit = limits.iter().find(|limit| limit["tileMatrix"] == "13").unwrap();
        assert_eq!((&limit["minTileCol"], &limit["minTileRow"]), (&6458.into(), &3214.into()));
        let template = path(&service, link(&tileset, "item"));
        let at = template.replace("{tileMatrix}", "13").replace("{tileRow}", "3214");
        let tile = service.get(&at.replace("{tileCol}", "6458"));
        assert_eq!((tile.status, &*tile.media), (200, "application/vnd.mapbox-vector-tile"));
        let plain = service.get(&format!("/tiles/{name}/13/6458/3214"));
        assert_eq!(tile.body, plain.body);
        assert_eq!(service.get(&at.replace("{tileCol}", "x")).status, 400);
    }
    for missing in [
        "/ogc/tileMatrixSets/WorldCRS84Quad",
        "/ogc/tiles/WorldCRS84Quad",
        "/ogc/tiles/WorldCRS84Quad/3/3/6",
        "/ogc/collections/nothing",
        "/ogc/collections/nothing/tiles",
        "/ogc/collections/incidents/tiles/WebMercatorQuad/3/3/6",
    ] {
        assert_eq!(service.get(missing).status, 404, "{missing}");
    }
}

#[test]
fn the_map_is_a_picture_too() {
    let folder = town();
    let service = Service::start(&folder.path().join("s.gpkg"), &[]);
    let unit = &service.get("/api/v1/units?level=1").json()["units"][0];
    let name = unit["name"].as_str().unwrap();
    let own = format!("/maps/1/{}", unit["code"].as_str().unwrap());
    for at in ["/maps/city".to_owned(), own] {
        let svg = service.get(&format!("{at}.svg?width=600"));
        assert_eq!((svg.status, &*svg.media), (200, "image/svg+xml"));
        let text = svg.text();
        assert!(text.contains("width=\"600\"") && text.contains(name), "{text}");
        let grids = service.get("/api/v1/units?level=2").json()["units"].as_array().unwrap().len();
        // Beside one unit only its neighbours are drawn.
        let drawn = text.matches("<path fill=\"#").count();
        assert!(
            if at.contains("city") { drawn == grids } else { (1..grids).contains(&drawn) },
            "{text}"
        );
        let png = service.get(&format!("{at}.png?width=300&lang=en"));
        assert_eq!((png.status, &*png.media), (200, "image/png"));
        let wide = u32::from_be_bytes(png.body[16..20].try_into().unwrap());
        assert_eq!((&png.body[1..4], wide), (&b"PNG"[..], 300));
        // Not white all over.
        assert!(png.body.len() > 2_000, "{}", png.body.len());
    }
    for (at, status) in [
        ("/maps/city.jpg", 404),
        ("/maps/town.svg", 404),
        ("/maps/1/none.svg", 404),
        ("/maps/9/1.svg", 404),
        ("/maps/x/1.svg", 404),
        ("/maps/city.svg?width=9", 400),
        ("/maps/city.svg?lang=fr", 400),
        ("/maps/city.svg?on=2025-12-31", 404),
    ] {
        assert_eq!(service.get(at).status, status, "{at}");
    }
}
