//! Incidents as callers send them, one after the other, while something goes wrong.

use crate::program::Service;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What a caller sends.
pub(crate) fn report(external: &str) -> Value {
    json!({
        "source": "test", "external": external, "kind": "噪音扰民",
        "lon": 103.757, "lat": 36.06,
    })
}

/// Ends the callers, however the test goes.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Does something while callers send; one that is sent away for a while comes again. The external
/// numbers of those that were acknowledged.
pub(crate) fn under_load(service: &Service, callers: u32, meanwhile: impl FnOnce()) -> Vec<String> {
    let stop = AtomicBool::new(false);
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
    std::thread::scope(|scope| {
        let send = &send;
        let callers: Vec<_> = (0..callers).map(|k| scope.spawn(move || send(k))).collect();
        {
            let _stop = Stop(&stop);
            meanwhile();
        }
        callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect()
    })
}

/// Sent again, each is known.
pub(crate) fn all_are_kept(service: &Service, acknowledged: &[String]) {
    assert!(acknowledged.len() > 10, "{}", acknowledged.len());
    for external in acknowledged {
        let again = service.post("/api/v1/incidents", &report(external));
        assert_eq!(again.status, 200, "{external} was acknowledged and is lost");
    }
}
