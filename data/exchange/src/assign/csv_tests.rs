//! Copies are exact, and the appended column agrees with a slow, plain twin.

use super::*;
use crate::records::Records;
use proptest::prelude::*;
use std::io::BufReader;

/// Grid `E` in the east, `W,"1"` in the west, none in the south.
fn grid_of(at: Position) -> Option<GridId> {
    (at.lat() >= 0.0).then_some(GridId(u32::from(at.lon() < 0.0)))
}

fn grids() -> AddedColumn {
    let texts = ["E", "W,\"1\""].map(str::to_owned).to_vec();
    AddedColumn { header: "grid".to_owned(), texts, of_grid: vec![0, 1] }
}

fn all(positions: &[Position], found: &mut Vec<Option<GridId>>) {
    found.extend(positions.iter().map(|at| grid_of(*at)));
}

/// Assigns with blocks of so many bytes, from a stream that gives so many at once.
fn in_blocks(text: &[u8], block_bytes: usize, stream_bytes: usize) -> (Vec<u8>, AssignCounts) {
    let stream = BufReader::with_capacity(stream_bytes, text);
    let mut table = CsvTable::open(stream, PointColumns::default()).unwrap();
    table.block_bytes = block_bytes;
    let mut out = Vec::new();
    let counts = table.assign(&mut out, &[grids()], &mut all).unwrap();
    (out, counts)
}

fn assign(text: &[u8]) -> (Vec<u8>, AssignCounts) {
    in_blocks(text, BLOCK_BYTES, BLOCK_BYTES)
}

#[test]
fn rows_keep_their_bytes_and_quoting() {
    let text = "\u{feff}id,\"Lon\",lat,note\r\n1,103.5,36,\"a \"\"b\"\", c\"\r\n\r\n2,\"-1\",1,\"x\ny\"\n3,east,1,\n4,1,-1,\n5,1";
    let (out, counts) = assign(text.as_bytes());
    let wanted = "\u{feff}id,\"Lon\",lat,note,grid\r\n1,103.5,36,\"a \"\"b\"\", c\",E\r\n\r\n2,\"-1\",1,\"x\ny\",\"W,\"\"1\"\"\"\n3,east,1,,\n4,1,-1,,\n5,1,,,";
    assert_eq!(String::from_utf8(out).unwrap(), wanted);
    let AssignCounts { rows, inside, outside, invalid, first_invalid, ragged } = counts;
    assert_eq!((rows, inside, outside, invalid, ragged), (5, 2, 1, 2, 1));
    assert_eq!(first_invalid, Some(6));
}

#[test]
fn gb18030_is_copied_byte_by_byte() {
    let text =
        encoding_rs::GB18030.encode("编号;经度;纬度;名称\n1;103,5;36,1;七里河\n").0.into_owned();
    let table = CsvTable::open(&*text, PointColumns::default()).unwrap();
    let mut out = Vec::new();
    let mut column = grids();
    column.texts[0] = "东网格".to_owned();
    let counts = table.assign(&mut out, &[column], &mut all).unwrap();
    assert_eq!(counts.inside, 1);
    let wanted = "编号;经度;纬度;名称;grid\n1;103,5;36,1;七里河;东网格\n";
    assert_eq!(out, encoding_rs::GB18030.encode(wanted).0.into_owned());
}

#[test]
fn several_columns_come_from_one_look_up() {
    let street = AddedColumn {
        header: "level_1".to_owned(),
        texts: vec!["01".to_owned()],
        of_grid: vec![0, 0],
    };
    let table = CsvTable::open(&b"lat,lon\n1,1\n1,-1\n-1,1\nx,1\n"[..], PointColumns::default());
    let table = table.unwrap();
    assert_eq!(table.columns(), ["lon", "lat"]);
    let mut out = Vec::new();
    table.assign(&mut out, &[grids(), street], &mut all).unwrap();
    let wanted = "lat,lon,grid,level_1\n1,1,E,01\n1,-1,\"W,\"\"1\"\"\",01\n-1,1,,\nx,1,,\n";
    assert_eq!(String::from_utf8(out).unwrap(), wanted);
}

#[test]
fn a_datum_moves_the_points_and_one_column_may_say_it_all() {
    let at = [103.8, 36.06];
    let [lon, lat] = Datum::Bd09.from_wgs84(at);
    let text = format!("lon,lat\n{lon:.12},{lat:.12}\n");
    let columns = PointColumns { datum: Datum::Bd09, ..PointColumns::default() };
    let mut seen = Vec::new();
    let mut see = |positions: &[Position], _: &mut Vec<_>| seen.extend_from_slice(positions);
    let table = CsvTable::open(text.as_bytes(), columns).unwrap();
    table.assign(&mut io::sink(), &[], &mut see).unwrap();
    let read = |text: &str| Position::from_degrees(text.strip_prefix("E")?.parse().ok()?, 1.0).ok();
    let columns = PointColumns { named: Some(("Cell", read)), ..PointColumns::default() };
    let table = CsvTable::open(&b"a,cell\n,\" E7 \"\n,W7\n"[..], columns).unwrap();
    assert_eq!(table.columns(), ["cell"]);
    let counts = table.assign(&mut io::sink(), &[], &mut see).unwrap();
    assert_eq!((counts.outside, counts.invalid, counts.first_invalid), (1, 1, Some(3)));
    let wanted = [(1_038_000_000, 360_600_000), (70_000_000, 10_000_000)];
    assert_eq!(seen, wanted.map(|(lon, lat)| Position::from_e7(lon, lat).unwrap()));
    let columns = PointColumns { named: Some(("nowhere", read)), ..PointColumns::default() };
    assert!(CsvTable::open(&b"a,cell\n"[..], columns).is_err());
}

#[test]
fn a_record_too_long_is_an_error_and_a_long_one_is_not() {
    let long = |bytes| format!("lon,lat,c\n1,1,\"{}\"\n-1,1,\n", "x\n".repeat(bytes / 2));
    let (out, counts) = assign(long(RECORD_BYTES_MAX - 100).as_bytes());
    assert_eq!((counts.rows, counts.inside), (2, 2));
    assert!(out.ends_with(b"x\n\",E\n-1,1,,\"W,\"\"1\"\"\"\n"));
    let text = long(RECORD_BYTES_MAX + 2 * BLOCK_BYTES);
    let table = CsvTable::open(text.as_bytes(), PointColumns::default()).unwrap();
    let error = table.assign(&mut io::sink(), &[], &mut all).unwrap_err();
    assert!(error.to_string().contains("cannot be read"), "{error}");
}

/// The same with one record after the other, all cells found and every number read as `f64`.
fn twin(text: &[u8]) -> (Vec<u8>, AssignCounts) {
    let mut records = Records::new(text, b',');
    let (mut out, mut counts, mut width) = (Vec::new(), AssignCounts::default(), 0);
    while records.advance().unwrap() {
        out.extend_from_slice(records.content());
        if records.len() > 0 {
            let header = width == 0;
            if header {
                width = records.len();
            }
            let number = |place| {
                let cell = records.cell(place)?;
                crate::table::number(std::str::from_utf8(&cell).ok()?)
            };
            let at = number(0).zip(number(1));
            let at = at.and_then(|(lon, lat)| Position::from_degrees(lon, lat).ok());
            let grid = at.and_then(grid_of);
            out.extend_from_slice(if records.unclosed { b"\"" } else { b"" });
            out.extend(std::iter::repeat_n(b',', width.saturating_sub(records.len())));
            out.extend_from_slice(match grid {
                _ if header => b",grid",
                None => b",",
                Some(GridId(0)) => b",E",
                _ => b",\"W,\"\"1\"\"\"",
            });
            if !header {
                counts.rows += 1;
                counts.inside += u64::from(grid.is_some());
                counts.outside += u64::from(at.is_some() && grid.is_none());
                counts.invalid += u64::from(at.is_none());
                counts.ragged += u64::from(records.len() != width);
                if at.is_none() {
                    counts.first_invalid.get_or_insert(records.line);
                }
            }
        }
        out.extend_from_slice(records.line_break());
    }
    (out, counts)
}

/// Reads everything through the `csv` crate.
fn cells(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    reader.byte_records().map(|row| row.unwrap().iter().map(<[u8]>::to_vec).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn it_agrees_with_its_twin(
        body in r#"(-?[0-9]{1,3}|[ab" .\n,\r]{0,3}|,|\n|\r\n|"[a,\n]{0,3}"){0,30}"#,
        block in 1..40_usize,
        stream in 1..20_usize,
    ) {
        let text = format!("lon,lat,c\n{body}");
        let wanted = twin(text.as_bytes());
        prop_assert_eq!(&assign(text.as_bytes()), &wanted, "{:?}", text);
        prop_assert_eq!(&in_blocks(text.as_bytes(), block, stream), &wanted, "{:?}", text);
        // What others read: the same cells, filled up to the width, and one more.
        let (given, read) = (cells(text.as_bytes()), cells(&wanted.0));
        prop_assert_eq!(given.len(), read.len());
        for (given, read) in given.into_iter().zip(read) {
            let width = given.len().max(3);
            prop_assert_eq!(read.len(), width + 1, "{:?}", text);
            prop_assert_eq!(&read[..given.len()], &*given);
            prop_assert!(read[given.len()..width].iter().all(Vec::is_empty));
        }
    }
}
