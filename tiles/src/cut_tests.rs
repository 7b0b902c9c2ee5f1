//! Cutting areas against counting the places they cover.

use super::*;
use crate::rings::{Side, side, twice_area};
use proptest::prelude::*;

fn rings(given: &[Vec<(i64, i64)>]) -> Rings {
    let mut rings = Rings::default();
    for ring in given {
        for &(x, y) in ring {
            rings.push(TilePoint { x, y });
        }
        rings.close();
    }
    rings
}

fn pieces(given: &[Vec<(i64, i64)>]) -> Rings {
    let mut pieces = Rings::default();
    Cutter::default().cut(&rings(given), &mut pieces);
    pieces
}

fn area(rings: &Rings) -> i64 {
    rings.iter().map(twice_area).sum::<i64>() / 2
}

/// Whether a place (in half steps) is in an odd number of rings.
fn covers(rings: &Rings, twice: TilePoint) -> bool {
    rings.iter().filter(|ring| side(ring, twice) == Side::Inside).count() % 2 == 1
}

fn rectangle(x: i64, y: i64, wide: i64, high: i64) -> Vec<(i64, i64)> {
    vec![(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]
}

fn hole(mut ring: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    ring.reverse();
    ring
}

const FAR: i64 = 9_000;

#[test]
fn an_area_all_around_fills_the_window() {
    let all = pieces(&[rectangle(-FAR, -FAR, 3 * FAR, 3 * FAR)]);
    assert_eq!((all.len(), area(&all)), (1, SPAN * SPAN));
}

#[test]
fn an_area_elsewhere_leaves_nothing() {
    assert_eq!(pieces(&[rectangle(HIGH + 1, 0, 5, 5)]).len(), 0);
    // An L around the window's corner whose box meets the window.
    let bent =
        vec![(-FAR, -FAR), (FAR, -FAR), (FAR, -FAR + 9), (-FAR + 9, -FAR + 9), (-FAR + 9, FAR)];
    assert_eq!(pieces(&[bent]).len(), 0);
}

#[test]
fn a_hole_all_around_leaves_nothing() {
    let around = rectangle(-2 * FAR, -2 * FAR, 6 * FAR, 6 * FAR);
    let within = hole(rectangle(-FAR, -FAR, 3 * FAR, 3 * FAR));
    assert_eq!(pieces(&[around, within]).len(), 0);
}

#[test]
fn a_comb_falls_into_its_teeth() {
    // Three teeth into the window from the south, their back outside.
    let mut comb = vec![(0, HIGH + 200)];
    for tooth in 0..3 {
        let x = tooth * 1000;
        comb.extend([(x, 100), (x + 400, 100), (x + 400, HIGH + 100), (x + 1000, HIGH + 100)]);
    }
    comb.push((3000, HIGH + 200));
    let teeth = pieces(&[comb]);
    assert_eq!((teeth.len(), area(&teeth)), (3, 3 * 400 * (HIGH - 100)));
}

#[test]
fn a_hole_across_the_border_is_cut_out() {
    let out = rectangle(0, 0, HIGH + 500, 1000);
    let cut = pieces(&[out, hole(rectangle(HIGH - 100, 200, 300, 100))]);
    assert_eq!((cut.len(), area(&cut)), (1, HIGH * 1000 - 100 * 100));
}

#[test]
fn touching_the_border_from_outside_is_nothing() {
    let wedge = vec![(HIGH, 50), (HIGH + 9, 0), (HIGH + 9, 99)];
    assert_eq!(pieces(&[wedge]).len(), 0);
    assert_eq!(pieces(&[rectangle(HIGH, 0, 50, 50)]).len(), 0);
}

#[test]
fn an_area_along_the_border_stays_whole() {
    let strip = rectangle(HIGH - 10, LOW, 10, SPAN);
    assert_eq!(area(&pieces(&[strip])), 10 * SPAN);
    let beyond = rectangle(HIGH - 10, LOW - 5, 99, SPAN + 10);
    assert_eq!(area(&pieces(&[beyond])), 10 * SPAN);
}

#[test]
fn touching_the_border_from_inside_parts_the_ring() {
    // A hat whose brim runs along the border, its tip on the other side; it passes the rim of the
    // tile proper on whole steps.
    let tip = vec![(0, LOW - 9), (4000, LOW - 9), (4000, -LOW), (2000, LOW), (0, -LOW)];
    let parts = pieces(&[tip]);
    assert_eq!((parts.len(), area(&parts)), (2, 2 * 1000 * -2 * LOW));
    // The window itself, and the window less a wedge that touches it at a corner.
    let all = rectangle(LOW, LOW, SPAN, SPAN);
    assert_eq!(area(&pieces(std::slice::from_ref(&all))), SPAN * SPAN);
    let wedge = hole(vec![(LOW, LOW), (LOW + 60, LOW + 20), (LOW + 20, LOW + 60)]);
    let rest = pieces(&[all, wedge.clone()]);
    assert_eq!(area(&rest), SPAN * SPAN - 1600);
    let around = rectangle(-FAR, -FAR, 3 * FAR, 3 * FAR);
    assert_eq!(area(&pieces(&[around, wedge.clone()])), SPAN * SPAN - 1600);
    assert_eq!(area(&pieces(&[hole(wedge)])), 1600);
}

/// A ring around a middle, one corner in each direction, so that it does not cross itself; now and
/// then with all corners on a coarse lattice, to which the border of the window belongs.
fn star() -> impl Strategy<Value = Vec<(i64, i64)>> {
    let middle = (-3_000..7_000_i64, -3_000..7_000_i64);
    let reach = prop::collection::vec(200..6_000_i32, 3..14);
    (middle, reach, any::<bool>()).prop_map(|((x, y), reach, coarse)| {
        let turn = std::f64::consts::TAU / f64::from(u32::try_from(reach.len()).unwrap());
        #[expect(clippy::cast_possible_truncation, reason = "a few thousand")]
        let corner = |(i, far): (u32, i32)| {
            let (sine, cosine) = (turn * f64::from(i)).sin_cos();
            let far = f64::from(far);
            (x + (far * cosine).round() as i64, y + (far * sine).round() as i64)
        };
        let fine: Vec<(i64, i64)> = (0..).zip(reach).map(corner).collect();
        let onto = |at: i64| (at - LOW).div_euclid(SPAN / 4) * (SPAN / 4) + LOW;
        let rough: Vec<(i64, i64)> = fine.iter().map(|&(x, y)| (onto(x), onto(y))).collect();
        if coarse && is_simple(&rough) { rough } else { fine }
    })
}

/// Whether no side of a ring touches another but the next.
fn is_simple(ring: &[(i64, i64)]) -> bool {
    let at = |i: usize| ring[i % ring.len()];
    let turn = |a: (i64, i64), b: (i64, i64), c: (i64, i64)| {
        ((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)).signum()
    };
    let on = |a: (i64, i64), b: (i64, i64), c: (i64, i64)| {
        turn(a, b, c) == 0
            && (a.0.min(b.0)..=a.0.max(b.0)).contains(&c.0)
            && (a.1.min(b.1)..=a.1.max(b.1)).contains(&c.1)
    };
    (0..ring.len()).all(|i| {
        let (a, b) = (at(i), at(i + 1));
        let others = (2..ring.len() - 1).map(|step| (at(i + step), at(i + step + 1)));
        a != b
            && !on(a, b, at(i + 2))
            && others.into_iter().all(|(c, d)| {
                let crosses =
                    turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
                !crosses && !on(a, b, c) && !on(a, b, d) && !on(c, d, a) && !on(c, d, b)
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_was_covered_in_the_window_stays_covered(
        ring in star(),
        holed: bool,
        places in prop::collection::vec((LOW..HIGH, LOW..HIGH), 40),
    ) {
        let given = rings(&if holed {
            // The same star as a hole of a square around everything.
            vec![rectangle(-FAR * 2, -FAR * 2, FAR * 6, FAR * 6), hole(ring)]
        } else {
            vec![ring]
        });
        let mut pieces = Rings::default();
        Cutter::default().cut(&given, &mut pieces);
        for piece in pieces.iter() {
            prop_assert!(piece.len() > 2 && piece.iter().all(|&at| inside(at)));
            prop_assert!((0..piece.len()).all(|i| piece[i] != piece[(i + 1) % piece.len()]));
        }
        for (x, y) in places {
            let twice = TilePoint { x: 2 * x + 1, y: 2 * y + 1 };
            // Crossings are rounded, so ask only away from the lines.
            let near = |dx, dy| covers(&given, TilePoint { x: twice.x + dx, y: twice.y + dy });
            let same = [(4, 0), (-4, 0), (0, 4), (0, -4)].map(|(dx, dy)| near(dx, dy));
            let here = covers(&given, twice);
            if same == [here; 4] {
                prop_assert_eq!(covers(&pieces, twice), here, "{:?}", (x, y));
            }
        }
    }

    #[test]
    fn inside_and_outside_make_the_whole(ring in star()) {
        let around = rectangle(-FAR * 2, -FAR * 2, FAR * 6, FAR * 6);
        let inner = pieces(std::slice::from_ref(&ring));
        let outer = pieces(&[around, hole(ring)]);
        let twice = |rings: &Rings| rings.iter().map(twice_area).sum::<i64>();
        prop_assert_eq!(twice(&inner) + twice(&outer), 2 * SPAN * SPAN);
    }
}
