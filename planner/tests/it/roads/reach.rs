//! What is reached: against times between points, and where the answer is seen.

use super::net::{any_network, any_points, at, network, street};
use model::patrol::Mode;
use model::{Bounds, Pace, Position, Seconds};
use planner::roads::{Demand, Profile, Roads, Surface, SurfaceError, straight_times};
use proptest::prelude::*;
use std::sync::Arc;

fn minutes(count: u32) -> Seconds {
    Seconds::new(60 * count)
}

/// A cross of four arms of 500 m around (1000, 1000), on foot.
fn cross() -> Roads {
    let middle = at(1_000, 1_000);
    let nodes = [at(500, 1_000), at(1_500, 1_000), at(1_000, 500), at(1_000, 1_500), middle];
    let ways =
        vec![street("", &[0, 4]), street("", &[4, 1]), street("", &[2, 4]), street("", &[4, 3])];
    Roads::build(Arc::new(network(&nodes, ways)), &Profile::of(Mode::Foot)).unwrap()
}

#[test]
fn ten_minutes_on_foot_are_833_metres() {
    let roads = cross();
    let reach = roads.reach(&[at(500, 1_000)], minutes(10));
    let reached = reach.roads();
    // 500 m of the first arm, 333 m of each of the others.
    assert!((reached.reached_m - 1_500.0).abs() < 10.0, "{}", reached.reached_m);
    assert!((reached.all_m - 2_000.0).abs() < 10.0, "{}", reached.all_m);
    assert!(reach.reaches(at(1_300, 1_000)) && !reach.reaches(at(1_400, 1_000)));
    // 100 m beside the road are walked.
    assert_eq!(reach.time_to(at(800, 1_100)).map(|it| it.get() / 4), Some(288 / 4));
}

#[test]
fn the_area_is_that_of_its_samples_and_holds_what_is_reached() {
    let roads = cross();
    let reach = roads.reach(&[at(1_000, 1_000)], minutes(6));
    let bounds = Bounds::around([at(0, 0), at(2_000, 2_000)]).unwrap();
    let field = reach.field(bounds, 10.0);
    let area = spatial_area(&field.area());
    let samples: f64 = field.samples().filter(|it| it.1).map(|_| field.sample_m2()).sum();
    // 500 m in 6 minutes, all of them walked: the square with corners 500 m away.
    assert!((area / 500_000.0 - 1.0).abs() < 0.03, "{area}");
    assert!((area / samples - 1.0).abs() < 0.02, "{area} {samples}");
    assert_eq!(field.area().polygons.len(), 1);
    assert!(roads.reach(&[], minutes(30)).field(bounds, 50.0).area().polygons.is_empty());
}

/// Square metres of an area around these parts, by the shoelace formula.
fn spatial_area(area: &model::Area) -> f64 {
    let xy = |it: Position| (f64::from(it.lon_e7()) / 111.0, f64::from(it.lat_e7()) / 90.0);
    let ring = |ring: &Vec<Position>| {
        let next = ring.iter().cycle().skip(1);
        let cross = ring.iter().zip(next).map(|(&a, &b)| {
            let ((ax, ay), (bx, by)) = (xy(a), xy(b));
            ax * by - bx * ay
        });
        cross.sum::<f64>() / 2.0
    };
    area.rings().map(ring).sum()
}

#[test]
fn one_more_base_goes_where_it_helps_most() {
    let roads = cross();
    let reach = roads.reach(&[at(500, 1_000)], minutes(5));
    let demand = |x, y, weight| Demand { at: at(x, y), weight };
    let demands = [
        demand(600, 1_000, 1_000),
        demand(1_500, 1_000, 30),
        demand(1_000, 1_500, 20),
        demand(1_000, 500, 25),
    ];
    let candidates = [at(1_400, 1_000), at(1_000, 1_400), at(500, 1_000)];
    let sites = roads.best_sites(&reach, &demands, &candidates, (minutes(5), 3));
    let told: Vec<(usize, u64)> = sites.iter().map(|site| (site.candidate, site.gain)).collect();
    assert_eq!(told, [(0, 30), (1, 20)]);
}

#[test]
fn without_roads_times_are_those_of_longer_straight_lines() {
    let pace = Pace::from_metres_per_hour(5_000).unwrap();
    let points = [at(0, 0), at(1_000, 0)];
    let times = straight_times(&points, &points, pace, 130);
    assert_eq!(times.get(0, 0), Some(Seconds::new(0)));
    assert!(times.get(0, 1).unwrap().get().abs_diff(936) < 10, "{:?}", times.get(0, 1));
}

#[test]
fn off_the_roads_a_wall_is_gone_round() {
    let bounds = Bounds::around([at(0, 0), at(1_000, 1_000)]).unwrap();
    let mut kmh = vec![3.6_f32; 100];
    let points = [at(50, 50), at(950, 50)];
    let free = Surface::new(bounds, 10, &kmh).unwrap().times(&points, &points);
    // A metre a second.
    assert!(free.get(0, 1).unwrap().get().abs_diff(900) < 15, "{:?}", free.get(0, 1));
    for row in 0..9 {
        kmh[row * 10 + 5] = 0.0;
    }
    let walled = Surface::new(bounds, 10, &kmh).unwrap().times(&points, &points);
    assert!(walled.get(0, 1).unwrap().get() > 1_900, "{:?}", walled.get(0, 1));
    kmh[95] = 0.0;
    let shut = Surface::new(bounds, 10, &kmh).unwrap().times(&points, &points);
    assert_eq!(shut.get(0, 1), None);
    assert!(matches!(Surface::new(bounds, 7, &kmh), Err(SurfaceError::Size { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn the_reach_is_the_least_of_the_times_from_the_bases(
        network in any_network(), points in any_points(), bases in 1..4_usize, mode in 0..4_usize,
    ) {
        let Ok(roads) = Roads::build(Arc::new(network), &Profile::of(Mode::ALL[mode])) else {
            return Ok(());
        };
        let bases = &points[..bases.min(points.len())];
        let limit = minutes(8);
        let reach = roads.reach(bases, limit);
        let on_road = |points: &[Position]| points.iter().map(|&at| roads.snap(at)).collect::<Vec<_>>();
        let times = roads.matrix_by_search(&on_road(bases), &on_road(&points));
        for (column, &to) in points.iter().enumerate() {
            // A base itself is walked away from and back to, here.
            if bases.contains(&to) {
                continue;
            }
            let least = (0..bases.len()).filter_map(|row| times.get(row, column)).min();
            prop_assert_eq!(reach.time_to(to), least);
        }
        let reached = reach.roads();
        prop_assert!(reached.reached_m <= reached.all_m + 0.1);
        let everything = roads.reach(bases, Seconds::new(10_000_000)).roads();
        prop_assert!(everything.reached_m + 0.1 >= reached.reached_m);
        let bounds = Bounds::around(points.iter().copied()).unwrap();
        let area = reach.field(bounds, 60.0).area();
        for polygon in &area.polygons {
            prop_assert!(polygon.outer.len() > 2);
        }
    }
}
