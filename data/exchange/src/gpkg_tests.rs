//! Blobs round trip, blobs of others are read, and damaged ones are refused.

use super::*;
use model::{Area, Polygon, Position};
use proptest::prelude::*;

fn at(lon: f64, lat: f64) -> Position {
    Position::from_degrees(lon, lat).unwrap()
}

fn square() -> Shape {
    let outer = vec![at(103.0, 36.0), at(104.0, 36.0), at(104.0, 37.0), at(103.0, 37.0)];
    let hole = vec![at(103.2, 36.2), at(103.2, 36.4), at(103.4, 36.4)];
    Shape::Area(Area { polygons: vec![Polygon { outer, holes: vec![hole] }] })
}

#[test]
fn shapes_come_back_as_written() {
    let line = Shape::Line(vec![at(103.0, 36.0), at(103.5, 36.5)]);
    for shape in [square(), line, Shape::Point(at(-0.1, 51.5))] {
        assert_eq!(decode_gpkg_shape(&encode_gpkg_geometry(&shape)), Ok(Some(shape)));
    }
    let nothing = Shape::Area(Area::default());
    assert_eq!(decode_gpkg_shape(&encode_gpkg_geometry(&nothing)), Ok(None));
}

#[test]
fn the_envelope_is_west_east_south_north() {
    let blob = encode_gpkg_geometry(&square());
    let wanted: Vec<u8> =
        [103.0_f64, 104.0, 36.0, 37.0].into_iter().flat_map(f64::to_le_bytes).collect();
    assert_eq!(blob[8..40], wanted);
}

#[test]
fn big_endian_with_heights_is_read() {
    // POINT Z (1 2 3), big-endian in and out, envelope XYZ, SRID 4490.
    let mut blob = vec![b'G', b'P', 0, 0b0000_0100];
    blob.extend(4490_i32.to_be_bytes());
    blob.extend([0; 48]);
    blob.push(0);
    blob.extend(1001_u32.to_be_bytes());
    for number in [1.0_f64, 2.0, 3.0] {
        blob.extend(number.to_be_bytes());
    }
    let (srs, geometry) = decode_gpkg_geometry(&blob).unwrap();
    assert_eq!((srs, geometry.points), (4490, vec![[1.0, 2.0]]));
}

#[test]
fn what_is_damaged_is_refused() {
    let blob = encode_gpkg_geometry(&square());
    for end in 0..blob.len() {
        assert!(decode_gpkg_geometry(&blob[..end]).is_err(), "cut at {end}");
    }
    let mut huge = blob.clone();
    huge[45..49].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(decode_gpkg_geometry(&huge), Err(GpkgError::Wkb(WkbError::Truncated)));
    // A collection in a collection, and so on.
    let deep: Vec<u8> =
        std::iter::repeat_n([1_u8, 7, 0, 0, 0, 1, 0, 0, 0], 10_000).flatten().collect();
    let mut blob = vec![b'G', b'P', 0, 1, 0, 0, 0, 0];
    blob.extend(deep);
    assert_eq!(decode_gpkg_geometry(&blob), Err(GpkgError::Wkb(WkbError::Nesting)));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), from in 0..50_usize) {
        let mut blob = encode_gpkg_geometry(&square());
        let end = (from + bytes.len()).min(blob.len());
        if from < end {
            blob[from..end].copy_from_slice(&bytes[..end - from]);
        }
        let _ = decode_gpkg_shape(&blob);
        let _ = decode_gpkg_shape(&bytes);
    }
}
