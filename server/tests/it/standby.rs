//! A service on a database of two servers, one of which dies under load.

use crate::load::{all_are_kept, report, under_load};
use crate::pair::Pair;
use crate::program::Service;
use std::path::Path;
use std::time::{Duration, Instant};

#[test]
fn the_death_of_the_primary_loses_nothing_and_lists_are_read_on() {
    let Some((pair, url)) = Pair::start() else { return };
    let mut service = Service::start(Path::new(&url), &["--demo", "qilihe"]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    let kept = under_load(&service, 3, || {
        std::thread::sleep(Duration::from_millis(500));
        pair.script("halt", "first");
        let away = Instant::now();
        let mut lists = 0;
        while away.elapsed() < Duration::from_secs(5) {
            lists += u32::from(service.get("/api/v1/incidents?limit=5").status == 200);
            std::thread::sleep(Duration::from_millis(50));
        }
        assert!(lists > 5, "{lists} lists while the primary was away");
        pair.script("promote", "second");
        // Written on without anybody's help: one that is new is taken in.
        let begun = Instant::now();
        while service.post("/api/v1/incidents", &report("after")).status != 201 {
            assert!(begun.elapsed() < Duration::from_secs(20), "nothing is taken in");
        }
        std::thread::sleep(Duration::from_millis(300));
    });
    all_are_kept(&service, &kept);
}
