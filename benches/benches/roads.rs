//! What dispatchers wait for: times between many points, one way, what is reached; on an invented
//! city of 250,000 junctions, beside the plain search.

#![expect(clippy::unwrap_used, reason = "a bench that cannot start must stop")]

use benches::roads::{places, street_city};
use criterion::{Criterion, criterion_group, criterion_main};
use model::Seconds;
use model::patrol::Mode;
use planner::roads::{Profile, Roads};
use std::hint::black_box;
use std::sync::Arc;

const SIDE: u32 = 500;

fn roads(c: &mut Criterion) {
    let network = Arc::new(street_city(SIDE));
    // Without turn costs: every junction is a vertex.
    let profile = Profile { turns: None, ..Profile::of(Mode::Car) };
    let roads = Roads::build(Arc::clone(&network), &profile).unwrap();
    let points = places(&network, 500);
    let on_road: Vec<_> = points.iter().map(|&at| roads.snap(at)).collect();
    let few = &on_road[..4];
    assert_eq!(roads.matrix_of(few, &on_road), roads.matrix_by_search(few, &on_road));
    let mut group = c.benchmark_group("roads");
    group.sample_size(10);
    group.bench_function("500 by 500", |b| b.iter(|| roads.matrix(black_box(&points), &points)));
    group.bench_function("500 from one, plain search", |b| {
        b.iter(|| roads.matrix_by_search(black_box(&on_road[..1]), &on_road));
    });
    group.bench_function("a route", |b| b.iter(|| roads.route(points[0], black_box(points[1]))));
    group.bench_function("reach of 20 bases", |b| {
        b.iter(|| roads.reach(black_box(&points[..20]), Seconds::new(1_800)).roads());
    });
    group.finish();
}

criterion_group!(benches, roads);
criterion_main!(benches);
