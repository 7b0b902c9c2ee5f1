//! Snapping against plain looks at every pair: nothing moves too far, and nothing crosses that kept
//! apart.

use super::{Snapped, snap};
use crate::drawn::Drawn;
use crate::exact::{Pt, cross_inside, meet_inside};
use crate::linework::Linework;
use crate::measure::distance;
use model::{Area, Polygon, Position};
use proptest::prelude::*;

/// A row of blocks with their corners shaken, each by itself, some corners left out.
fn shaken(count: usize, size: i32, shakes: &[(i32, i32)], left_out: &[bool]) -> Vec<Area> {
    let mut shake = shakes.iter().cycle();
    let mut out = left_out.iter().cycle();
    let block = |k: usize| {
        let (x, y) = ((k % 3) as i32 * size, (k / 3) as i32 * size);
        let half = size / 2;
        let corners = [
            (0, 0),
            (half, 0),
            (size, 0),
            (size, half),
            (size, size),
            (half, size),
            (0, size),
            (0, half),
        ];
        let mut outer = Vec::new();
        for (number, (dx, dy)) in corners.into_iter().enumerate() {
            let by = shake.next().unwrap();
            if number % 2 == 0 || !out.next().unwrap() {
                outer.push(Position::from_e7(x + dx + by.0, y + dy + by.1).unwrap());
            }
        }
        Area { polygons: vec![Polygon { outer, holes: vec![] }] }
    };
    (0..count).map(block).collect()
}

fn sides(drawn: &Drawn, ring: usize) -> Vec<[Pt; 2]> {
    let points = drawn.ring_points(ring);
    points.iter().zip(points.iter().cycle().skip(1)).map(|(&a, &b)| [a, b]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn nothing_moves_too_far_and_nothing_new_crosses(
        count in 2..7_usize, size in prop_oneof![Just(60), Just(400), Just(5_000)],
        shakes in prop::collection::vec((-30_i32..=30, -30_i32..=30), 53),
        left_out in prop::collection::vec(any::<bool>(), 7),
        within_m in prop_oneof![Just(0.1), Just(0.3), Just(1.0), Just(4.0)],
    ) {
        let areas = shaken(count, size, &shakes, &left_out);
        let before = Drawn::of(&areas, &mut Vec::new());
        let lines = Linework::of(&before).unwrap();
        let Some(Snapped { drawn: after, moves }) = snap(&before, &lines, within_m, &[]).unwrap() else {
            return Ok(());
        };
        prop_assert!(moves.furthest_m <= within_m && moves.mean_m <= moves.furthest_m);
        prop_assert!(moves.vertices + moves.bent > 0);
        for ring in 0..before.rings.len() {
            if after.ring_points(ring).is_empty() {
                continue;
            }
            for from in before.ring_points(ring).iter().map(|at| at.position()) {
                let to = after.ring_points(ring).iter().map(|at| distance(from, at.position()));
                prop_assert!(to.fold(f64::MAX, f64::min) <= within_m);
            }
            for other in 0..=ring {
                let any = |drawn: &Drawn, test: &dyn Fn([Pt; 2], [Pt; 2]) -> bool| {
                    let (ours, theirs) = (sides(drawn, ring), sides(drawn, other));
                    ours.iter().any(|&one| theirs.iter().any(|&it| one != it && test(one, it)))
                };
                let met = any(&before, &|one, it| meet_inside(one, it));
                prop_assert!(met || !any(&after, &|one, it| cross_inside(one, it)), "{ring} and {other}");
            }
        }
    }
}
