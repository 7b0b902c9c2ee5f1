//! The predicates against plain rational arithmetic.

use super::*;

fn pt(x: i32, y: i32) -> Pt {
    Pt { x, y }
}

#[test]
fn a_pixel_owns_its_west_and_south_sides() {
    // Through (½, ½), the common corner of four pixels: it belongs to the pixel north-east of it.
    let (a, b) = (pt(0, 1), pt(1, 0));
    assert!(meets_pixel(a, b, pt(1, 1)));
    assert!(!meets_pixel(a, b, pt(0, 0)));
    // Straight along the line y = ½ from far away: the pixels north of it.
    let (a, b) = (pt(-4, 0), pt(4, 1));
    assert!(meets_pixel(a, b, pt(0, 1)));
    assert!(meets_pixel(a, b, pt(-1, 0)));
    assert!(!meets_pixel(a, b, pt(-1, 1)));
}

#[test]
fn crossings_are_rounded_half_up() {
    assert_eq!(crossing(pt(0, 0), pt(1, 1), pt(0, 1), pt(1, 0)), Some(pt(1, 1)));
    assert_eq!(crossing(pt(0, 0), pt(-1, -1), pt(0, -1), pt(-1, 0)), Some(pt(0, 0)));
    assert_eq!(crossing(pt(0, 0), pt(1, 1), pt(0, 1), pt(1, 2)), None);
}

#[test]
fn the_largest_differences_do_not_overflow() {
    let (w, e) = (-1_800_000_000, 1_800_000_000);
    let (s, n) = (-900_000_000, 900_000_000);
    assert_eq!(side(pt(w, s), pt(e, n), pt(e, s)), Ordering::Less);
    assert_eq!(crossing(pt(w, s), pt(e, n), pt(w, n), pt(e, s)), Some(pt(0, 0)));
    assert!(meets_pixel(pt(w, s), pt(e, n), pt(0, 0)));
    assert!(!meets_pixel(pt(w, s), pt(e, n), pt(e, s)));
}
