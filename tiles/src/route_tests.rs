//! Leading lines through pixels against a look at every place of the line.

use super::*;
use proptest::prelude::*;

const ZOOM: u8 = 16;

fn point() -> impl Strategy<Value = TilePoint> {
    (1_000..1_200_i64, 1_000..1_200_i64).prop_map(|(x, y)| TilePoint { x, y })
}

/// Whether a segment comes through the pixel of a step, by the places where it changes pixels.
fn plainly(a: TilePoint, b: TilePoint, middle: TilePoint) -> bool {
    let inside = |x: f64, y: f64| {
        let (dx, dy) = (x - plain(middle.x), y - plain(middle.y));
        (-8.0..8.0).contains(&dx) && (-8.0..8.0).contains(&dy)
    };
    (0..=40_000).any(|i| {
        let share = f64::from(i) / 40_000.0;
        inside(plain(a.x) + share * plain(b.x - a.x), plain(a.y) + share * plain(b.y - a.y))
    })
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn plain(number: i64) -> f64 {
    number as f64
}

fn hots(of: &[TilePoint]) -> Vec<Hot> {
    let pixels = Pixels::of(ZOOM);
    let world = |at: &TilePoint| WorldPoint {
        x: u32::try_from(at.x).unwrap(),
        y: u32::try_from(at.y).unwrap(),
    };
    let mut hots: Vec<Hot> =
        of.iter().map(|at| Hot { middle: pixels.middle(world(at)), foreign: true }).collect();
    hots.sort_unstable();
    hots.dedup();
    hots
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_pixel_is_met_where_a_place_of_the_segment_lies_in_it(
        a in point(), b in point(), at in point()
    ) {
        let pixels = Pixels::of(ZOOM);
        let middle = hots(&[at])[0].middle;
        let met = pixels.meets(a, b, middle);
        // Corners may be passed between two places that were looked at.
        if plainly(a, b, middle) {
            prop_assert!(met);
        } else if met {
            let nudged = |dx, dy| TilePoint { x: middle.x + dx, y: middle.y + dy };
            let near = [(0, 1), (0, -1), (1, 0), (-1, 0)];
            prop_assert!(near.iter().any(|&(dx, dy)| plainly(a, b, nudged(dx, dy))));
        }
        prop_assert_eq!(met, pixels.meets(b, a, middle));
    }

    #[test]
    fn what_was_led_comes_through_its_own_pixels_only(
        line in prop::collection::vec(point(), 2..8),
        others in prop::collection::vec(point(), 0..30),
    ) {
        let pixels = Pixels::of(ZOOM);
        let all: Vec<TilePoint> = line.iter().chain(&others).copied().collect();
        let hots = hots(&all);
        let (mut led, mut back) = (Vec::new(), Vec::new());
        pixels.lead(&line, &hots, &mut led);
        for pair in led.windows(2) {
            for hot in &hots {
                let own = hot.middle == pair[0] || hot.middle == pair[1];
                prop_assert_eq!(own, pixels.meets(pair[0], pair[1], hot.middle));
            }
        }
        let mut reversed = line.clone();
        reversed.reverse();
        pixels.lead(&reversed, &hots, &mut back);
        back.reverse();
        prop_assert_eq!(led, back);
    }
}

#[test]
fn the_sides_of_a_pixel_belong_to_one() {
    let pixels = Pixels::of(ZOOM);
    let at = |x, y| TilePoint { x, y };
    // The pixel of 1008 holds 1000 to 1015.
    let middle = at(1008, 1008);
    assert!(pixels.meets(at(1000, 900), at(1000, 1200), middle));
    assert!(!pixels.meets(at(1016, 900), at(1016, 1200), middle));
    assert!(pixels.meets(at(1015, 1015), at(1015, 1015), middle));
    assert!(!pixels.meets(at(1016, 1016), at(1030, 1030), middle));
    assert!(!pixels.meets(at(900, 1016), at(1200, 1016), middle));
    // Through the corner that is its own, and through another.
    assert!(pixels.meets(at(990, 1010), at(1010, 990), middle));
    assert!(!pixels.meets(at(1026, 1006), at(1006, 1026), middle));
}
