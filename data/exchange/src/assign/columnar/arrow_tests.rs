//! Copies hold what was there, and the grid of every row.

use super::*;
use arrow_array::builder::{Int32Builder, ListBuilder};
use arrow_array::cast::AsArray as _;
use arrow_array::{
    Array, BinaryArray, Decimal128Array, Float32Array, Float64Array, Int32Array, StringArray,
    StructArray,
};
use model::Position;
use std::io::Cursor;

fn all(positions: &[Position], found: &mut Vec<Option<GridId>>) {
    let grid = |at: &Position| (at.lat_e7() >= 0).then_some(GridId(u32::from(at.lon_e7() < 0)));
    found.extend(positions.iter().map(grid));
}

fn grids() -> AddedColumn {
    let texts = ["东", "W"].map(str::to_owned).to_vec();
    AddedColumn { header: "grid".to_owned(), texts, of_grid: vec![0, 1] }
}

/// Rows in the east, the west, the south, and nowhere, said in every way.
fn batch() -> RecordBatch {
    let lon: [Option<f64>; 4] = [Some(1.5), Some(-1.5), Some(1.5), None];
    let lat: [Option<f64>; 4] = [Some(1.0), Some(1.0), Some(-1.0), Some(1.0)];
    let steps = |of: [Option<f64>; 4], by: f64| of.map(|it| it.map(|it| it * by));
    #[expect(clippy::cast_possible_truncation, reason = "small numbers")]
    let whole = |of, by| steps(of, by).map(|it| it.map(|it| it as i32));
    let text =
        |of: [Option<f64>; 4]| StringArray::from_iter(of.map(|it| it.map(|it| it.to_string())));
    let decimal = |of: [Option<f64>; 4]| {
        let array = Decimal128Array::from_iter(whole(of, 1e3).map(|it| it.map(i128::from)));
        array.with_precision_and_scale(10, 3).unwrap()
    };
    let points = lon.iter().zip(lat).map(|(lon, lat)| {
        let mut bytes = vec![1, 1, 0, 0, 0];
        bytes.extend((*lon)?.to_le_bytes());
        bytes.extend(lat?.to_le_bytes());
        Some(bytes)
    });
    let group = |name: &str, array: ArrayRef| {
        (Arc::new(Field::new(name, array.data_type().clone(), true)), array)
    };
    let place = StructArray::from(vec![
        group("x_e7", Arc::new(Int32Array::from_iter(whole(lon, 1e7)))),
        group("y_e7", Arc::new(Int32Array::from_iter(whole(lat, 1e7)))),
    ]);
    let mut list = ListBuilder::new(Int32Builder::new());
    list.extend([Some(vec![Some(1), None]), None, Some(vec![]), Some(vec![Some(4)])]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("lon", Arc::new(Float64Array::from_iter(lon))),
        ("lat", Arc::new(Float64Array::from_iter(lat))),
        ("lon32", Arc::new(Float32Array::from(vec![Some(1.5), Some(-1.5), Some(1.5), None]))),
        ("lon_text", Arc::new(text(lon))),
        ("lat_text", Arc::new(text(lat))),
        ("east", Arc::new(decimal(lon))),
        ("north", Arc::new(decimal(lat))),
        ("shape", Arc::new(points.collect::<BinaryArray>())),
        ("place", Arc::new(place)),
        ("list", Arc::new(list.finish())),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, it)| (name, it, true)))
        .unwrap()
}

fn file(batches: &[RecordBatch], compression: Option<CompressionType>) -> Vec<u8> {
    let options = IpcWriteOptions::default().try_with_compression(compression).unwrap();
    let schema = batch().schema();
    let mut writer = FileWriter::try_new_with_options(Vec::new(), &schema, options).unwrap();
    for batch in batches {
        writer.write(batch).unwrap();
    }
    writer.into_inner().unwrap()
}

fn assign(
    bytes: &[u8],
    columns: PointColumns<'_>,
) -> Result<(Vec<u8>, AssignCounts), ColumnarError> {
    let mut out = Vec::new();
    let table = ArrowTable::open_file(Cursor::new(bytes), columns)?;
    let counts = table.assign(&mut out, &[grids()], &mut all)?;
    Ok((out, counts))
}

fn is_copy(batch: &RecordBatch, copy: &RecordBatch) {
    let count = batch.num_columns();
    assert_eq!(&copy.columns()[..count], batch.columns());
    let grids: Vec<_> = copy.column(count).as_string::<i32>().iter().collect();
    assert_eq!(grids, [Some("东"), Some("W"), None, None]);
}

fn counts(batches: u64) -> AssignCounts {
    let (rows, inside, outside, invalid) = (4 * batches, 2 * batches, batches, batches);
    let first_invalid = (batches > 0).then_some(4);
    AssignCounts { rows, inside, outside, invalid, first_invalid, ragged: 0 }
}

#[test]
fn files_and_streams_stay_what_they_are() {
    for compression in [None, Some(CompressionType::LZ4_FRAME), Some(CompressionType::ZSTD)] {
        let file = file(&[batch(), batch(), batch()], compression);
        let (copy, counted) = assign(&file, PointColumns::default()).unwrap();
        assert_eq!(counted, counts(3));
        assert_eq!(super::compression(&mut Cursor::new(&copy)), compression);
        let read = FileReader::try_new(Cursor::new(&copy), None).unwrap();
        assert_eq!(read.num_batches(), 3);
        read.for_each(|copy| is_copy(&batch(), &copy.unwrap()));
    }
    let mut writer = StreamWriter::try_new(Vec::new(), &batch().schema()).unwrap();
    for _ in 0..2 {
        writer.write(&batch()).unwrap();
    }
    let stream = writer.into_inner().unwrap();
    let (copy, counted) = assign(&stream, PointColumns::default()).unwrap();
    assert_eq!(counted, counts(2));
    let read = StreamReader::try_new(&*copy, None).unwrap();
    read.for_each(|copy| is_copy(&batch(), &copy.unwrap()));
}

#[test]
fn places_are_found_in_every_form() {
    let file = file(&[batch()], None);
    let by = |lon, lat| PointColumns { lon: Some(lon), lat: Some(lat), ..PointColumns::default() };
    for columns in [
        by("lon32", "lat"),
        by("lon_text", "lat_text"),
        by("east", "north"),
        by("place.x_e7", "place.y_e7"),
        PointColumns { geometry: Some("shape"), ..PointColumns::default() },
    ] {
        assert_eq!(assign(&file, columns).unwrap().1, counts(1), "{columns:?}");
    }
    let read = |text: &str| Position::from_degrees(text.parse().ok()?, 0.0).ok();
    let columns = PointColumns { named: Some(("lon_text", read)), ..PointColumns::default() };
    assert_eq!(assign(&file, columns).unwrap().1.inside, 3);
    let refused = assign(&file, by("list", "lat")).unwrap_err().to_string();
    assert!(refused.contains("the column list holds no coordinates"), "{refused}");
}

#[test]
fn an_empty_file_is_copied_and_a_cut_one_is_an_error() {
    let (copy, counted) = assign(&file(&[], None), PointColumns::default()).unwrap();
    assert_eq!(counted, counts(0));
    assert_eq!(FileReader::try_new(Cursor::new(copy), None).unwrap().schema().fields().len(), 11);
    let file = file(&[batch(), batch()], None);
    for end in (0..file.len()).step_by(17) {
        let cut = assign(&file[..end], PointColumns::default());
        assert!(matches!(cut, Err(ColumnarError::Broken { .. })), "{end} bytes: {cut:?}");
    }
    let (copy, _) = assign(&file, PointColumns::default()).unwrap();
    let again = assign(&copy, PointColumns::default()).unwrap_err();
    assert!(matches!(again, ColumnarError::Taken { .. }), "{again}");
}

#[test]
fn the_schema_beside_parquet_gets_the_column() {
    let schema = Schema::new(vec![Field::new(
        "t",
        DataType::Duration(arrow_schema::TimeUnit::Second),
        true,
    )]);
    let message = IpcDataGenerator::default().schema_to_bytes_with_dictionary_tracker(
        &schema,
        &mut DictionaryTracker::new(true),
        &IpcWriteOptions::default(),
    );
    let length = u32::try_from(message.ipc_message.len()).unwrap().to_le_bytes();
    let bytes = [&[0xff; 4], &length[..], &message.ipc_message].concat();
    let with = schema_with(&BASE64_STANDARD.encode(bytes), &[grids()]).unwrap();
    let read = try_schema_from_ipc_buffer(&BASE64_STANDARD.decode(with).unwrap()).unwrap();
    assert_eq!(read.field(0), schema.field(0));
    assert_eq!(read.field(1), &Field::new("grid", DataType::Utf8, true));
    assert_eq!(schema_with("no schema", &[grids()]), None);
}
