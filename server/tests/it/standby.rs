//! A service on a database of two servers, one of which dies under load.

use crate::pair::Pair;
use crate::program::Service;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

fn report(external: &str) -> Value {
    json!({
        "source": "test", "external": external, "kind": "噪音扰民",
        "lon": 103.757, "lat": 36.06,
    })
}

#[test]
fn the_death_of_the_primary_loses_nothing_and_lists_are_read_on() {
    let Some((pair, url)) = Pair::start() else { return };
    let mut service = Service::start(Path::new(&url), &["--demo", "qilihe"]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    let (service, stop) = (&service, AtomicBool::new(false));
    let kept: Vec<String> = std::thread::scope(|scope| {
        let send = |caller: u32| {
            let mut kept = Vec::new();
            for n in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let external = format!("C{caller}-{n}");
                match service.post("/api/v1/incidents", &report(&external)).status {
                    200 | 201 => kept.push(external),
                    503 => std::thread::sleep(Duration::from_millis(200)),
                    other => panic!("{other}"),
                }
            }
            kept
        };
        let callers: Vec<_> = (0..3).map(|caller| scope.spawn(move || send(caller))).collect();
        std::thread::sleep(Duration::from_millis(500));
        pair.script("halt", "first");
        let away = Instant::now();
        let mut lists = 0;
        while away.elapsed() < Duration::from_secs(5) {
            lists += u32::from(service.get("/api/v1/incidents?limit=5").status == 200);
            std::thread::sleep(Duration::from_millis(50));
        }
        pair.script("promote", "second");
        // Written on without anybody's help: one that is new is taken in.
        let begun = Instant::now();
        while service.post("/api/v1/incidents", &report("after")).status != 201 {
            assert!(begun.elapsed() < Duration::from_secs(20), "nothing is taken in");
        }
        std::thread::sleep(Duration::from_millis(300));
        stop.store(true, Ordering::Relaxed);
        assert!(lists > 5, "{lists} lists while the primary was away");
        callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect()
    });
    assert!(kept.len() > 10, "{}", kept.len());
    for external in &kept {
        let again = service.post("/api/v1/incidents", &report(external));
        assert_eq!(again.status, 200, "{external} was acknowledged and is lost");
    }
}
