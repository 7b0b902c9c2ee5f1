//! Taking incidents in through the program: singly, in batches, many at once.

use crate::load::report;
use crate::program::Service;
use serde_json::{Value, json};

#[test]
fn a_batch_keeps_what_is_right_and_says_what_is_wrong_row_by_row() {
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start(&folder.path().join("city.gpkg"), &["--demo", "qilihe"]);
    let batch = |rows: &[Value]| json!({ "incidents": rows });
    assert_eq!(service.post("/api/v1/incidents/batch", &batch(&[report("1")])).status, 401);
    service.sign_in("dispatcher", "dispatcher-of-test");
    let with = |field: &str, value: Value| {
        let mut row = report("bad");
        row[field] = value;
        row
    };
    let rows = [
        report("a"),
        with("lon", json!(1e9)),
        report("b"),
        report("a"),
        with("class", json!("awful")),
        with("reporter", json!("somebody")),
        json!(7),
        json!({ "source": "test" }),
        with("external", json!("")),
        report("c"),
    ];
    let answer = service.post("/api/v1/incidents/batch", &batch(&rows));
    assert_eq!(answer.status, 200, "{}", answer.json());
    let told = answer.json();
    assert_eq!((&told["new"], &told["again"], &told["refused"]), (&json!(3), &json!(1), &json!(6)));
    let kept: Vec<Option<u64>> =
        told["rows"].as_array().unwrap().iter().map(|row| row["id"].as_u64()).collect();
    let (a, b, c) = (kept[0].unwrap(), kept[2].unwrap(), kept[9].unwrap());
    assert_eq!(kept, [Some(a), None, Some(b), Some(a), None, None, None, None, None, Some(c)]);
    for (row, word) in [(1, "lon"), (4, "class"), (5, "reporter"), (7, "external"), (8, "external")]
    {
        let error = told["rows"][row]["error"].as_str().unwrap();
        assert!(error.contains(word), "{error}");
    }
    let shown = service.get(&format!("/api/v1/incidents/{b}")).json();
    assert_eq!(shown["external"], "b");
    assert!(shown["grid"]["code"].is_string(), "{shown}");
    // All wrong, all known, too many, none.
    let wrong = service.post("/api/v1/incidents/batch", &batch(&[json!(null)])).json();
    assert_eq!((&wrong["new"], &wrong["refused"]), (&json!(0), &json!(1)));
    let again = service.post("/api/v1/incidents/batch", &batch(&rows)).json();
    assert_eq!((&again["new"], &again["again"]), (&json!(0), &json!(4)));
    for bad in [batch(&[]), batch(&vec![json!(1); 2001]), json!([]), json!({ "incidents": 3 })] {
        assert_eq!(service.post("/api/v1/incidents/batch", &bad).status, 400);
    }
}

#[test]
fn callers_at_once_are_each_answered_and_each_is_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("city.gpkg");
    let mut service = Service::start(&file, &["--demo", "qilihe"]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    let answers: Vec<(u16, Value)> = std::thread::scope(|scope| {
        let service = &service;
        let ask = move |caller: u32| {
            // Every number is sent by two callers.
            let send = move |n: u32| {
                let answer =
                    service.post("/api/v1/incidents", &report(&format!("{}", caller / 2 * 25 + n)));
                (answer.status, answer.json()["id"].clone())
            };
            (0..25).map(send).collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..8).map(|caller| scope.spawn(move || ask(caller))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|(status, _)| *status == 201).count(), 100);
    assert_eq!(answers.iter().filter(|(status, _)| *status == 200).count(), 100);
    service.kill();
    let mut service = Service::start(&file, &[]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    for (_, id) in answers {
        assert_eq!(service.get(&format!("/api/v1/incidents/{id}")).status, 200, "{id} is lost");
    }
}

#[test]
fn incidents_are_found_by_unit_text_and_box() {
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start(&folder.path().join("city.gpkg"), &["--demo", "qilihe"]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    let all = |service: &mut Service, query: &str| -> Vec<Value> {
        let mut all: Vec<Value> = Vec::new();
        let mut after = String::new();
        loop {
            let page = service.get(&format!("/api/v1/incidents?limit=2000{query}{after}")).json();
            all.extend(page["incidents"].as_array().unwrap().iter().cloned());
            let Some(next) = page["next"].as_u64() else { return all };
            after = format!("&after={next}");
        }
    };
    let every = all(&mut service, "");
    assert!(every.len() > 100, "{}", every.len());
    let grid = every.iter().find(|one| one["grid"].is_object()).unwrap()["units"].clone();
    for (number, unit) in (1..).zip(grid.as_array().unwrap()) {
        let of_unit = |one: &&Value| one["units"].as_array().unwrap().contains(unit);
        let expected: Vec<&Value> = every.iter().filter(of_unit).collect();
        let code = unit["code"].as_str().unwrap();
        let found = all(&mut service, &format!("&unit={code}&level={number}"));
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{unit}");
        // Page by page, few at a time.
        let few = service.get(&format!("/api/v1/incidents?limit=3&unit={code}&level={number}"));
        let few = few.json();
        assert_eq!(few["incidents"].as_array().unwrap()[..], found[..3.min(found.len())]);
        assert_eq!(few["next"].is_null(), found.len() <= 3, "{few}");
    }
    let mut row = report("said");
    row["text"] = json!("楼下烧烤摊 Noise 到深夜");
    assert_eq!(service.post("/api/v1/incidents", &row).status, 201);
    for (said, count) in [("%E7%83%A7%E7%83%A4", 1), ("noise", 1), ("%E7%83%A4%E7%83%A7", 0)] {
        let found = all(&mut service, &format!("&text={said}&bbox=103.7,36.0,103.8,36.1"));
        let own = found.iter().filter(|one| one["external"] == "said").count();
        assert_eq!(own, count, "{said}: {found:?}");
    }
    let long = "x".repeat(65);
    for bad in ["level=1", "unit=none", "text=", &format!("text={long}"), "unit=none&level=9"] {
        let status = service.get(&format!("/api/v1/incidents?{bad}")).status;
        assert!((400..405).contains(&status), "{bad}: {status}");
    }
}
