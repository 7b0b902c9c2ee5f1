//! Cutting against slow twins in floats.

use super::*;
use proptest::prelude::*;

fn point() -> impl Strategy<Value = TilePoint> {
    let coordinate = || {
        prop_oneof![
            4 => LOW - 3_000..HIGH + 3_000,
            1 => prop_oneof![Just(LOW), Just(HIGH), Just(LOW - 1), Just(HIGH + 1)],
            1 => -(1_i64 << 34)..(1_i64 << 34),
        ]
    };
    (coordinate(), coordinate()).prop_map(|(x, y)| TilePoint { x, y })
}

/// The stretch of a segment in the window by floats: where it enters and leaves.
#[expect(clippy::cast_precision_loss, reason = "below 2^35")]
fn slow(a: TilePoint, b: TilePoint) -> Option<[(f64, f64); 2]> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (from, to) in [(a.x as f64, b.x as f64), (a.y as f64, b.y as f64)] {
        let (low, high) = (LOW as f64, HIGH as f64);
        if (to - from).abs() < 0.5 {
            if from < low || from > high {
                return None;
            }
            continue;
        }
        let (one, other) = ((low - from) / (to - from), (high - from) / (to - from));
        enter = enter.max(one.min(other));
        leave = leave.min(one.max(other));
    }
    let at = |t: f64| (a.x as f64 + t * (b.x - a.x) as f64, a.y as f64 + t * (b.y - a.y) as f64);
    (enter <= leave).then(|| [at(enter), at(leave)])
}

#[test]
fn a_line_that_touches_the_corner_is_a_point() {
    let (a, b) = (TilePoint { x: LOW - 1, y: LOW + 1 }, TilePoint { x: LOW + 1, y: LOW - 1 });
    let corner = TilePoint { x: LOW, y: LOW };
    assert_eq!(clip(a, b), Some((corner, corner)));
    let missed = TilePoint { x: LOW, y: LOW - 1 };
    assert_eq!(clip(a, TilePoint { x: LOW - 1, ..missed }), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "below 2^35")]
    fn agrees_with_floats(a in point(), b in point()) {
        let (ours, theirs) = (clip(a, b), slow(a, b));
        if let (Some((p, q)), Some(expected)) = (ours, theirs) {
            for (at, (x, y)) in [p, q].into_iter().zip(expected) {
                prop_assert!(inside(at));
                prop_assert!((at.x as f64 - x).abs() < 0.6 && (at.y as f64 - y).abs() < 0.6);
            }
        } else if ours.is_some() != theirs.is_some() {
            // Only a segment that grazes a corner can be seen differently in floats.
            let grown = |by: i64| [LOW - by, HIGH + by];
            let near = |at: i64, v: i64| grown(0).iter().any(|&edge| (at - edge).abs() <= v);
            prop_assert!(ours.is_some_and(|(p, q)| p == q && near(p.x, 0) && near(p.y, 0))
                || theirs.is_some_and(|[p, q]| (p.0 - q.0).abs() + (p.1 - q.1).abs() < 1e-3));
        }
    }

    #[test]
    fn direction_does_not_matter(a in point(), b in point()) {
        prop_assert_eq!(clip(a, b), clip(b, a).map(|(p, q)| (q, p)));
    }

    #[test]
    fn parts_of_a_line_lie_inside_and_end_on_the_border(
        line in prop::collection::vec(point(), 0..30)
    ) {
        let mut parts = Vec::new();
        clip_line(&line, |part| parts.push(part.to_vec()));
        let on_border = |at: TilePoint| [at.x, at.y].iter().any(|&c| c == LOW || c == HIGH);
        for part in parts {
            prop_assert!(part.len() > 1 && part.iter().all(|&at| inside(at)));
            for end in [part[0], part[part.len() - 1]] {
                prop_assert!(on_border(end) || line.first() == Some(&end) || line.last() == Some(&end));
            }
            for pair in part.windows(2) {
                prop_assert!(pair[0] != pair[1] || !line.windows(2).all(|pair| pair[0] != pair[1]));
            }
        }
    }
}

/// The corners of the convex hull of some points, counterclockwise in mathematics: Andrew 1979.
fn hull(mut points: Vec<TilePoint>) -> Vec<TilePoint> {
    points.sort_unstable();
    points.dedup();
    let half = |points: &mut dyn Iterator<Item = TilePoint>| {
        let mut kept: Vec<TilePoint> = Vec::new();
        for at in points {
            while kept.len() > 1 && turn(kept[kept.len() - 2], kept[kept.len() - 1], at) <= 0 {
                kept.pop();
            }
            kept.push(at);
        }
        kept.pop();
        kept
    };
    let mut ring = half(&mut points.iter().copied());
    ring.extend(half(&mut points.iter().rev().copied()));
    ring
}

fn turn(a: TilePoint, b: TilePoint, c: TilePoint) -> i128 {
    let [ax, ay, bx, by, cx, cy] = [a.x, a.y, b.x, b.y, c.x, c.y].map(i128::from);
    (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
}

/// How far a point is inside a convex ring, in steps: negative outside.
#[expect(clippy::cast_precision_loss, reason = "below 2^35")]
fn depth(ring: &[TilePoint], at: TilePoint) -> f64 {
    let sides = ring.iter().zip(ring.iter().cycle().skip(1));
    let far = sides
        .map(|(&a, &b)| turn(a, b, at) as f64 / ((b.x - a.x) as f64).hypot((b.y - a.y) as f64));
    far.fold(f64::INFINITY, f64::min)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_ring_is_cut_to_what_is_in_it_and_in_the_window(
        corners in prop::collection::vec(point(), 3..9),
        probes in prop::collection::vec((LOW..=HIGH, LOW..=HIGH), 40),
        turned in any::<bool>(),
    ) {
        let ring = hull(corners);
        prop_assume!(ring.len() > 2);
        let mut given = ring.clone();
        if turned {
            given.reverse();
        }
        let cut = clip_ring(&given);
        prop_assert!(cut.iter().all(|&at| inside(at)));
        prop_assert!(cut.iter().zip(cut.iter().cycle().skip(1)).all(|(a, b)| a != b || cut.is_empty()));
        // Rounding where a side crosses the rim moves it by less than a step there.
        for (x, y) in probes {
            let at = TilePoint { x, y };
            let deep = depth(&ring, at);
            if deep.abs() > 1.5 && (LOW + 2..HIGH - 1).contains(&x) && (LOW + 2..HIGH - 1).contains(&y) {
                let found = cut.len() > 2 && depth(&cut, at) > 0.0;
                prop_assert_eq!(found, deep > 0.0, "{:?} in {:?}", at, cut);
            }
        }
    }

    #[test]
    fn neighbours_keep_their_common_side(a in point(), b in point(), c in point(), d in point()) {
        let turned = [turn(a, b, c), turn(a, b, d)].map(i128::signum);
        prop_assume!(turned[0] != 0 && turned[1] != 0);
        // Through the middle of the side to its other one.
        let d = if turned[0] == turned[1] {
            TilePoint { x: a.x + b.x - d.x, y: a.y + b.y - d.y }
        } else {
            d
        };
        let (one, other) = (clip_ring(&[a, b, c]), clip_ring(&[b, a, d]));
        // Where the side goes through the window, both have the same ends of it.
        if let Some((from, to)) = clip(a, b)
            && from != to
        {
            let rim = |at: TilePoint| [at.x, at.y].iter().any(|&c| c == LOW || c == HIGH);
            let both = [from, to].iter().all(|end| {
                let known = |ring: &[TilePoint]| ring.is_empty() || ring.contains(end) || rim(*end);
                known(&one) && known(&other)
            });
            prop_assert!(both, "{from:?} {to:?} {one:?} {other:?}");
        }
    }
}
