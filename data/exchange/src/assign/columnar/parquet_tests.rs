//! Copies hold what was there, byte by byte, and the grid of every row.

use super::*;
use bytes::Bytes;
use model::Position;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{FixedLenByteArray, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::reader::FileReader;
use parquet::record::Field;
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;

const SCHEMA: &str = "message points {
    required int64 id;
    optional double lon;
    required double lat;
    optional group tags (LIST) { repeated group list { optional binary element (UTF8); } }
    optional group place { required int32 x_e7; required int32 y_e7; }
    optional binary wkb;
    optional int64 east (DECIMAL(18, 8));
    required fixed_len_byte_array(5) north (DECIMAL(11, 8));
    required binary said (UTF8);
}";

/// Longitude and latitude of a row; every fifth has none.
fn row(number: i64) -> Option<[i32; 2]> {
    let [lon, lat] = [number * 7_919 % 3_600 - 1_800, number * 104_729 % 1_800 - 900];
    let step = |it| i32::try_from(it * 1_000_000 + number).unwrap();
    (number % 5 != 3).then(|| [step(lon), step(lat)])
}

/// East of Greenwich 0, west of it 1, nothing in the south.
fn grid_of(at: [i32; 2]) -> Option<u32> {
    (at[1] >= 0).then_some(u32::from(at[0] < 0))
}

fn all(positions: &[Position], found: &mut Vec<Option<GridId>>) {
    let grid = |at: &Position| grid_of([at.lon_e7(), at.lat_e7()]).map(GridId);
    found.extend(positions.iter().map(grid));
}

fn grids() -> AddedColumn {
    let texts = ["东", "W"].map(str::to_owned).to_vec();
    AddedColumn { header: "grid".to_owned(), texts, of_grid: vec![0, 1] }
}

/// A file of row groups of so many rows.
fn file(groups: &[i64], compression: Compression) -> Bytes {
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_key_value_metadata(Some(vec![KeyValue::new("pandas".to_owned(), "{}".to_owned())]))
        .build();
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    let mut from = 0;
    for count in groups {
        let mut group = writer.next_row_group().unwrap();
        let rows: Vec<i64> = (from..from + count).collect();
        from += count;
        let mut number = 0;
        while let Some(mut column) = group.next_column().unwrap() {
            fill(column.untyped(), number, &rows);
            column.close().unwrap();
            number += 1;
        }
        group.close().unwrap();
    }
    Bytes::from(writer.into_inner().unwrap())
}

fn fill(column: &mut ColumnWriter<'_>, number: usize, rows: &[i64]) {
    let given: Vec<[i32; 2]> = rows.iter().filter_map(|it| row(*it)).collect();
    let there: Vec<i16> = rows.iter().map(|it| i16::from(row(*it).is_some())).collect();
    let axis = |axis: usize| given.iter().map(move |at| at[axis]);
    let or_zero = |axis: usize| rows.iter().map(move |it| row(*it).map_or(0, |at| at[axis]));
    match (column, number) {
        (ColumnWriter::Int64ColumnWriter(it), 0) => it.write_batch(rows, None, None),
        (ColumnWriter::DoubleColumnWriter(it), 1) => {
            let lons: Vec<f64> = axis(0).map(|it| f64::from(it) / 1e7).collect();
            it.write_batch(&lons, Some(&there), None)
        }
        (ColumnWriter::DoubleColumnWriter(it), 2) => {
            let lats: Vec<f64> = or_zero(1).map(|it| f64::from(it) / 1e7).collect();
            it.write_batch(&lats, None, None)
        }
        (ColumnWriter::ByteArrayColumnWriter(it), 3) => {
            // Two texts, one of them null, in every row.
            let texts = vec![ByteArray::from("标签"); rows.len()];
            it.write_batch(
                &texts,
                Some(&[3, 2].repeat(rows.len())),
                Some(&[0, 1].repeat(rows.len())),
            )
        }
        (ColumnWriter::Int32ColumnWriter(it), 4 | 5) => {
            it.write_batch(&axis(number - 4).collect::<Vec<_>>(), Some(&there), None)
        }
        (ColumnWriter::ByteArrayColumnWriter(it), 6) => {
            let point = |at: &[i32; 2]| {
                let mut bytes = vec![1, 1, 0, 0, 0];
                bytes.extend(at.iter().flat_map(|it| (f64::from(*it) / 1e7).to_le_bytes()));
                ByteArray::from(bytes)
            };
            it.write_batch(&given.iter().map(point).collect::<Vec<_>>(), Some(&there), None)
        }
        (ColumnWriter::Int64ColumnWriter(it), 7) => {
            let tenths: Vec<i64> = axis(0).map(|it| i64::from(it) * 10).collect();
            it.write_batch(&tenths, Some(&there), None)
        }
        (ColumnWriter::FixedLenByteArrayColumnWriter(it), 8) => {
            let bytes = |it: i32| (i64::from(it) * 10).to_be_bytes()[3..].to_vec();
            let values = or_zero(1).map(|it| FixedLenByteArray::from(bytes(it)));
            it.write_batch(&values.collect::<Vec<_>>(), None, None)
        }
        (ColumnWriter::ByteArrayColumnWriter(it), 9) => {
            let said =
                rows.iter().map(|it| row(*it).map_or(String::new(), |at| format!("E{}", at[0])));
            it.write_batch(&said.map(|it| ByteArray::from(&*it)).collect::<Vec<_>>(), None, None)
        }
        (_, other) => panic!("column {other}"),
    }
    .unwrap();
}

fn assign(file: &Bytes, columns: PointColumns<'_>) -> Result<(Bytes, AssignCounts), ColumnarError> {
    let mut out = Vec::new();
    let table = ParquetTable::open(file.clone(), columns)?;
    let counts = table.assign(&mut out, &[grids()], &mut all)?;
    Ok((Bytes::from(out), counts))
}

fn rows(file: &Bytes) -> Vec<Vec<(String, Field)>> {
    let reader = SerializedFileReader::new(file.clone()).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| row.unwrap().into_columns()).collect()
}

/// Whether the copy is the file with the right grids.
fn is_copy(file: &Bytes, copy: &Bytes, counts: &AssignCounts) {
    let given = rows(file);
    let read = rows(copy);
    assert_eq!(given.len(), read.len());
    let mut wanted = AssignCounts { rows: given.len() as u64, ..AssignCounts::default() };
    for (number, (given, mut read)) in (0..).zip(given.into_iter().zip(read)) {
        let grid = row(number).and_then(grid_of);
        wanted.inside += u64::from(grid.is_some());
        if row(number).is_none() {
            wanted.invalid += 1;
            wanted.first_invalid.get_or_insert(number.cast_unsigned() + 1);
        }
        let grid =
            grid.map_or(Field::Null, |grid| Field::Str(["东", "W"][grid as usize].to_owned()));
        assert_eq!(read.pop(), Some(("grid".to_owned(), grid)), "row {number}");
        assert_eq!(read, given);
    }
    wanted.outside = wanted.rows - wanted.inside - wanted.invalid;
    assert_eq!(counts, &wanted);
}

#[test]
fn every_column_survives_and_one_is_added() {
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::LZ4_RAW,
        Compression::GZIP(parquet::basic::GzipLevel::default()),
        Compression::ZSTD(parquet::basic::ZstdLevel::default()),
    ] {
        let file = file(&[100, 0, 1, 257], compression);
        let (copy, counts) = assign(&file, PointColumns::default()).unwrap();
        is_copy(&file, &copy, &counts);
        let [from, to] = [&file, &copy].map(|it| SerializedFileReader::new(it.clone()).unwrap());
        let [from, to] = [from.metadata(), to.metadata()];
        let kept = to.file_metadata().key_value_metadata();
        assert_eq!(value(kept, "pandas"), Some("{}"));
        let filled = from.row_groups().iter().filter(|group| group.num_rows() > 0);
        assert_eq!((filled.clone().count(), to.num_row_groups()), (3, 3));
        for (from, to) in filled.zip(to.row_groups()) {
            assert_eq!(from.num_rows(), to.num_rows());
            for (from, to) in from.columns().iter().zip(to.columns()) {
                let bytes = |of: &Bytes, it: &ColumnChunkMetaData| {
                    let (at, length) = it.byte_range();
                    of.slice(usize::try_from(at).unwrap()..usize::try_from(at + length).unwrap())
                };
                assert_eq!(bytes(&file, from), bytes(&copy, to));
                assert_eq!(from.statistics(), to.statistics());
            }
        }
    }
}

#[test]
fn places_are_found_in_every_form() {
    let file = file(&[40, 60], Compression::SNAPPY);
    let read = |text: &str| {
        let lon: i32 = text.strip_prefix("E")?.parse().ok()?;
        Position::from_e7(lon, 0)
    };
    let by = |lon, lat| PointColumns { lon: Some(lon), lat: Some(lat), ..PointColumns::default() };
    for columns in [
        by("lon", "lat"),
        by("place.x_e7", "place.y_e7"),
        by("east", "north"),
        PointColumns { geometry: Some("wkb"), ..PointColumns::default() },
    ] {
        let (copy, counts) = assign(&file, columns).unwrap();
        is_copy(&file, &copy, &counts);
    }
    let columns = PointColumns { named: Some(("said", read)), ..PointColumns::default() };
    let (copy, counts) = assign(&file, columns).unwrap();
    assert_eq!((counts.inside, counts.invalid), (80, 20));
    assert_eq!(rows(&copy).len(), 100);
}

#[test]
fn the_wrong_columns_and_names_are_said() {
    let file = file(&[10], Compression::UNCOMPRESSED);
    let refused = |lon| {
        let columns = PointColumns { lon: Some(lon), ..PointColumns::default() };
        assign(&file, columns).unwrap_err().to_string()
    };
    assert!(refused("nowhere").contains("nowhere; the columns are: id, lon, lat"));
    assert!(refused("tags.list.element").contains("tags.list.element"));
    let columns = PointColumns { geometry: Some("lat"), ..PointColumns::default() };
    assert!(assign(&file, columns).unwrap_err().to_string().contains("DOUBLE"));
    let (copy, _) = assign(&file, PointColumns::default()).unwrap();
    let again = assign(&copy, PointColumns::default()).unwrap_err();
    assert!(matches!(again, ColumnarError::Taken { header } if header == "grid"));
}

#[test]
fn a_file_without_rows_gets_its_column() {
    let file = file(&[], Compression::SNAPPY);
    let (copy, counts) = assign(&file, PointColumns::default()).unwrap();
    assert_eq!((counts, rows(&copy).len()), (AssignCounts::default(), 0));
    let reader = SerializedFileReader::new(copy).unwrap();
    assert_eq!(reader.metadata().file_metadata().schema_descr().num_columns(), 11);
}

#[test]
fn a_file_that_is_cut_off_is_an_error() {
    let file = file(&[50, 50], Compression::SNAPPY);
    for end in (0..file.len()).step_by(13) {
        let cut = assign(&file.slice(..end), PointColumns::default());
        assert!(matches!(cut, Err(ColumnarError::Broken { .. })), "{end} bytes");
    }
    let text = Bytes::from_static(b"id,lon,lat\n1,2,3\n");
    let said = assign(&text, PointColumns::default()).unwrap_err().to_string();
    assert_eq!(said, "this is no whole Parquet file");
}

#[test]
fn geo_metadata_and_datums_are_followed() {
    let at = Datum::Gcj02.from_wgs84([103.8, 36.06]);
    let mut point = vec![1, 1, 0, 0, 0];
    point.extend(at.iter().flat_map(|it| it.to_le_bytes()));
    let schema = "message it { required int64 x; optional binary shape; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let geo =
        r#"{"version":"1.1.0","primary_column":"shape","columns":{"shape":{"encoding":"WKB"}}}"#;
    let geo = KeyValue::new("geo".to_owned(), geo.to_owned());
    let properties = WriterProperties::builder().set_key_value_metadata(Some(vec![geo])).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&[1], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&[point.into()], Some(&[1]), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    let file = Bytes::from(writer.into_inner().unwrap());
    let columns = PointColumns { datum: Datum::Gcj02, ..PointColumns::default() };
    let table = ParquetTable::open(file, columns).unwrap();
    assert_eq!((table.columns(), table.sample()), (&["shape".to_owned()][..], &[at][..]));
    let mut seen = Vec::new();
    let mut see = |positions: &[Position], _: &mut Vec<_>| seen.extend_from_slice(positions);
    table.assign(&mut std::io::sink(), &[], &mut see).unwrap();
    assert_eq!(seen, [Position::from_degrees(103.8, 36.06).unwrap()]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damaged_files_do_not_make_it_panic(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        footer in any::<bool>(),
    ) {
        let mut bytes = file(&[40], Compression::SNAPPY).to_vec();
        let length = bytes.len();
        // The footer is small, and most of the traps are in it.
        let from = if footer { length - length / 3 } else { 0 };
        for (at, byte) in damage {
            bytes[from + at.index(length - from)] = byte;
        }
        let _either = assign(&Bytes::from(bytes), PointColumns::default());
    }
}
