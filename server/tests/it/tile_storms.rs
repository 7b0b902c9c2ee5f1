//! Tiles while the drawing changes step by step under those who look at it.

use crate::designs::{start, step};
use crate::program::Service;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

const STEPS: u64 = 80;
const READERS: usize = 6;

/// The tile of a zoom that a position is in.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in the square")]
pub(crate) fn tile_at(z: u64, [lon, lat]: [f64; 2]) -> [u64; 3] {
    let wide = f64::from(1_u32 << z);
    let north = lat.to_radians().tan().asinh() / std::f64::consts::PI;
    let [x, y] = [(lon + 180.0) / 360.0, (1.0 - north) / 2.0].map(|at| (at * wide) as u64);
    [z, x, y]
}

/// Which tiles each step of design 1 changed, as listeners are told; none when too many to name.
fn told(service: &Service) -> impl Iterator<Item = (u64, Option<Vec<[u64; 3]>>)> + Send + use<> {
    let mut lines = service.listen("/api/v1/events");
    std::iter::from_fn(move || {
        lines.find(|line| line == "event: design-tiles-changed")?;
        let data = lines.next()?;
        let data: Value = serde_json::from_str(data.strip_prefix("data: ")?).unwrap();
        let tiles = serde_json::from_value(data["tiles"].clone()).unwrap();
        Some((data["seq"].as_u64().unwrap(), tiles))
    })
}

#[test]
fn nobody_sees_an_older_tile_than_was_announced() {
    let (one, _bo, _folder) = start();
    assert_eq!(one.post("/api/v1/designs", &json!({ "name": "storm" })).status, 201);
    let grid = one.get("/api/v1/designs/1").json()["grids"][0].clone();
    let [lon, lat] = [&grid["label"][0], &grid["label"][1]].map(|it| it.as_f64().unwrap());
    let make = |seen, make| {
        let answer = one.post("/api/v1/designs/1/steps", &step(seen, make));
        assert_eq!(answer.status, 200, "{}", answer.text());
    };
    // A border of its own, with a vertex that can be moved about.
    let line = [[lon - 0.5, lat], [lon, lat], [lon + 0.5, lat + 1e-4]];
    make(0, json!({ "step": "split", "grid": grid["grid"], "line": line }));
    let tiles = [14, 16].map(|z| tile_at(z, [lon, lat]));
    let path = |[z, x, y]: [u64; 3]| format!("/api/v1/designs/1/tiles/{z}/{x}/{y}");
    let look = |tile| one.get(&path(tile)).body;

    let mut drawn = vec![tiles.map(look)];
    let news = told(&one);
    let (announced, ended) = (AtomicU64::new(1), AtomicBool::new(false));
    let seen: Vec<(usize, u64, Vec<u8>)> = std::thread::scope(|scope| {
        let (announced, ended, look) = (&announced, &ended, &look);
        let listener = scope.spawn(move || {
            for (seq, dirty) in news {
                let dirty = dirty.expect("a vertex changes few tiles");
                assert!(tiles.iter().all(|tile| dirty.contains(tile)), "{dirty:?}");
                announced.store(seq, Ordering::SeqCst);
                if seq == STEPS + 1 {
                    break;
                }
            }
        });
        let readers: Vec<_> = (0..READERS)
            .map(|reader| {
                scope.spawn(move || {
                    let (which, mut seen) = (reader % tiles.len(), Vec::new());
                    while !ended.load(Ordering::SeqCst) {
                        let known = announced.load(Ordering::SeqCst);
                        seen.push((which, known, look(tiles[which])));
                    }
                    seen
                })
            })
            .collect();
        let mut from = [lon, lat];
        for k in 1..=STEPS {
            // Each time somewhere else: every step has tiles of its own.
            let [east, north] =
                [k * 37 % 97, k * 53 % 89].map(|it| f64::from(u32::try_from(it).unwrap()));
            let to = [lon + east * 2e-6, lat + north * 2e-6];
            make(k, json!({ "step": "move-vertex", "from": from, "to": to }));
            drawn.push(tiles.map(look));
            from = to;
        }
        listener.join().unwrap();
        ended.store(true, Ordering::SeqCst);
        readers.into_iter().flat_map(|reader| reader.join().unwrap()).collect()
    });

    assert!(seen.len() > READERS * 20, "{}", seen.len());
    for (which, known, body) in &seen {
        let step = drawn.iter().rposition(|tiles| tiles[*which] == *body);
        let step = step.expect("a tile of no step") as u64 + 1;
        assert!(step >= *known, "a tile of step {step} after {known} was announced");
    }
    // The storm was one: tiles of many steps were seen.
    let different: std::collections::BTreeSet<_> = seen.iter().map(|it| (it.0, &it.2)).collect();
    assert!(different.len() as u64 > STEPS / 4, "{}", different.len());
}
