//! Shapefiles: made by hand, cut, packed.

use exchange::{Layer, Note, Part, ReadSettings, Reason, read_layers};
use model::Shape;

/// A `.shp` of polygon records, each a list of rings.
pub(crate) fn shp(features: &[Vec<Vec<[f64; 2]>>]) -> Vec<u8> {
    let mut bytes = vec![0; 100];
    bytes[..4].copy_from_slice(&[0, 0, 0x27, 0x0a]);
    for (number, rings) in features.iter().enumerate() {
        let mut content = 5_u32.to_le_bytes().to_vec();
        content.extend([0; 32]);
        let points: usize = rings.iter().map(Vec::len).sum();
        for count in [rings.len(), points] {
            content.extend(u32::try_from(count).unwrap().to_le_bytes());
        }
        let mut start = 0_u32;
        for ring in rings {
            content.extend(start.to_le_bytes());
            start += u32::try_from(ring.len()).unwrap();
        }
        for number in rings.iter().flatten().flatten() {
            content.extend(number.to_le_bytes());
        }
        bytes.extend(u32::try_from(number + 1).unwrap().to_be_bytes());
        bytes.extend(u32::try_from(content.len() / 2).unwrap().to_be_bytes());
        bytes.extend(content);
    }
    bytes
}

pub(crate) fn square(x: f64, y: f64, size: f64) -> Vec<[f64; 2]> {
    vec![[x, y], [x, y + size], [x + size, y + size], [x + size, y], [x, y]]
}

fn read(parts: &[Part<'_>]) -> Layer {
    read_layers(parts, &ReadSettings::default()).unwrap().remove(0)
}

#[test]
fn zone_and_datum_come_from_the_prj() {
    let bytes = shp(&[vec![square(35_412_000.0, 3_990_000.0, 500.0)]]);
    let prj = r#"PROJCS["CGCS2000_3_Degree_GK_Zone_35",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",35500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",105.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
    let with = read(&[
        Part { name: "网格.shp", bytes: &bytes },
        Part { name: "网格.prj", bytes: prj.as_bytes() },
    ]);
    assert!(matches!(with.notes[0], Note::Crs { .. }), "{:?} {:?}", with.notes, with.faults);
    // Without one the eastings tell the zone, and it is said.
    let without = read(&[Part { name: "网格.shp", bytes: &bytes }]);
    assert!(matches!(without.notes[0], Note::CrsGuessed { .. }) && without.notes[0].warns());
    assert_eq!(with.features, without.features);
    let around = with.features[0].shape.as_ref().unwrap().bounds().unwrap();
    assert!(
        (around.min.lon() - 104.023).abs() < 0.01 && (around.min.lat() - 36.04).abs() < 0.01,
        "{around:?}"
    );
    // Northing first, as surveyors have it.
    let turned: Vec<_> =
        square(35_412_000.0, 3_990_000.0, 500.0).into_iter().map(|[x, y]| [y, x]).collect();
    let bytes = shp(&[vec![turned]]);
    let swapped = read(&[
        Part { name: "网格.shp", bytes: &bytes },
        Part { name: "网格.prj", bytes: prj.as_bytes() },
    ]);
    assert!(
        swapped.notes.iter().any(|note| matches!(note, Note::AxesSwapped { .. })),
        "{:?}",
        swapped.notes
    );
    assert_eq!(swapped.features[0].shape.as_ref().unwrap().bounds(), Some(around));
}

#[test]
fn rings_are_grouped_into_polygons_with_holes() {
    let mut hole = square(103.2, 36.2, 0.1);
    hole.reverse();
    let bytes = shp(&[vec![square(103.0, 36.0, 1.0), hole, square(105.0, 36.0, 1.0)]]);
    let layer = read(&[Part { name: "a.shp", bytes: &bytes }]);
    let Some(Shape::Area(area)) = &layer.features[0].shape else { panic!("{layer:?}") };
    let holes: Vec<_> = area.polygons.iter().map(|polygon| polygon.holes.len()).collect();
    assert_eq!((holes.iter().sum::<usize>(), holes.len()), (1, 2));
    assert!(!layer.notes.iter().any(|note| matches!(note, Note::RingsTurned(_))));
}

#[test]
fn a_cut_file_gives_what_is_there() {
    let bytes = shp(&[vec![square(103.0, 36.0, 1.0)], vec![square(104.0, 36.0, 1.0)]]);
    for end in 0..bytes.len() {
        let part = Part { name: "a.shp", bytes: &bytes[..end] };
        let Ok(layers) = read_layers(&[part], &ReadSettings::default()) else {
            assert!(end < 100);
            continue;
        };
        let cut = layers[0]
            .faults
            .iter()
            .any(|fault| matches!(&fault.reason, Reason::Damaged(why) if why.contains(".shp")));
        let whole = [100, 100 + 8 + 128].contains(&end);
        assert!(cut || whole, "cut at {end}");
    }
}

#[test]
fn counts_beyond_the_record_are_faults() {
    let mut bytes = shp(&[vec![square(103.0, 36.0, 1.0)]]);
    for at in [144, 148, 152] {
        let kept = bytes.clone();
        bytes[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        let layer = read(&[Part { name: "a.shp", bytes: &bytes }]);
        assert!(layer.faults.iter().any(|fault| fault.place == Some(0)), "{at}");
        bytes = kept;
    }
}
