//! Geometry comes back as it went in, and no bytes make the reader panic.

use super::*;
use proptest::prelude::*;

fn position() -> impl Strategy<Value = Position> {
    (-1_800_000_000..=1_800_000_000, -900_000_000..=900_000_000)
        .prop_map(|(lon, lat)| Position::from_e7(lon, lat).unwrap())
}

fn shape() -> impl Strategy<Value = Shape> {
    let line = || prop::collection::vec(position(), 1..6);
    let polygon = (line(), prop::collection::vec(line(), 0..3))
        .prop_map(|(outer, holes)| Polygon { outer, holes });
    prop_oneof![
        position().prop_map(Shape::Point),
        line().prop_map(Shape::Line),
        prop::collection::vec(polygon, 0..4).prop_map(|polygons| Shape::Area(Area { polygons })),
    ]
}

fn blob(shape: &Shape) -> Vec<u8> {
    [header(shape.bounds()), of_shape(shape)].concat()
}

proptest! {
    #[test]
    fn a_shape_comes_back_identical(shape in shape()) {
        let blob = blob(&shape);
        prop_assert_eq!(&to_shape("test", "1", &blob).unwrap(), &shape);
    }

    #[test]
    fn cut_or_altered_bytes_are_refused_or_read_but_never_panic(
        shape in shape(), cut in 0_usize..400, at in 0_usize..400, byte: u8,
    ) {
        let mut blob = blob(&shape);
        if cut < blob.len() {
            prop_assert!(to_shape("test", "1", &blob[..cut]).is_err());
        }
        if let Some(old) = blob.get_mut(at) {
            *old = byte;
        }
        let _ = to_shape("test", "1", &blob);
    }
}

#[test]
fn big_endian_is_read_too() {
    let mut wkb = header(None);
    wkb.extend([0, 0, 0, 0, 1]);
    wkb.extend(103.8_f64.to_be_bytes());
    wkb.extend(36.05_f64.to_be_bytes());
    let at = Position::from_e7(1_038_000_000, 360_500_000).unwrap();
    assert_eq!(to_shape("test", "1", &wkb).unwrap(), Shape::Point(at));
}
