//! Taking incidents in through the program: singly, in batches, many at once.

use crate::program::Service;
use serde_json::{Value, json};

fn report(external: &str) -> Value {
    json!({
        "source": "test", "external": external, "kind": "噪音扰民",
        "lon": 103.757, "lat": 36.06,
    })
}

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
