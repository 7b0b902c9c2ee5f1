//! The fast ways against the plain search on random networks.

use super::net::{any_network, any_points};
use model::RoadClass;
use model::patrol::Mode;
use planner::roads::{Conditions, Profile, Roads, RoadsError, Snap};
use proptest::prelude::*;
use std::sync::Arc;

fn snaps(roads: &Roads, points: &[model::Position]) -> Vec<Option<Snap>> {
    points.iter().map(|&at| roads.snap(at)).collect()
}

fn agree(roads: &Roads, points: &[model::Position]) -> Result<(), TestCaseError> {
    let on_road = snaps(roads, points);
    let fast = roads.matrix(points, points);
    prop_assert_eq!(&fast, &roads.matrix_of(&on_road, &on_road));
    prop_assert_eq!(&fast, &roads.matrix_by_search(&on_road, &on_road));
    for (row, &from) in points.iter().enumerate().take(5) {
        for (column, &to) in points.iter().enumerate() {
            let route = roads.route(from, to);
            let same_spot = from == to;
            if !same_spot {
                prop_assert_eq!(route.as_ref().map(|it| it.time), fast.get(row, column));
            }
            let Some(route) = route else { continue };
            // It is as long as its steps, and begins and ends where it should.
            let steps: u32 = route.steps.iter().map(|step| step.length.get()).sum();
            let tolerance = u32::try_from(route.steps.len()).unwrap();
            prop_assert!(steps.abs_diff(route.length.get()) <= tolerance);
            prop_assert_eq!(route.steps.last().unwrap().at, on_road[column].unwrap().at);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn every_way_of_asking_gives_the_time_of_the_plain_search(
        network in any_network(), points in any_points(), mode in 0..4_usize,
        percent in 50..400_u16, closed in prop::collection::vec(0..40_u32, 0..6),
    ) {
        let network = Arc::new(network);
        let mode = Mode::ALL[mode];
        let roads = match Roads::build(Arc::clone(&network), &Profile::of(mode)) {
            Ok(roads) => roads,
            Err(error) => {
                prop_assert_eq!(error, RoadsError::NoRoads(mode));
                return Ok(());
            }
        };
        agree(&roads, &points)?;
        let mut conditions = Conditions::default().with_class(RoadClass::Residential, percent);
        conditions.closed = closed;
        let slower = roads.under(&conditions);
        agree(&slower, &points)?;
        // Back to the usual is as it was.
        let usual = slower.under(&Conditions::default());
        prop_assert_eq!(usual.matrix(&points, &points), roads.matrix(&points, &points));
    }

    #[test]
    fn the_nearest_road_is_that_of_a_plain_scan(network in any_network(), points in any_points()) {
        let Ok(roads) = Roads::build(Arc::new(network), &Profile::of(Mode::Foot)) else {
            return Ok(());
        };
        for at in points {
            let near = roads.edges_near(at, 300.0);
            let snap = roads.snap(at);
            prop_assert!(snap.is_some() || near.is_empty());
            prop_assert_eq!(&near, &roads.edges_near_by_scan(at, 300.0));
        }
    }
}
