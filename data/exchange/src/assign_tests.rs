//! Copies are exact, and the appended column agrees with a slow, plain twin.

use super::*;
use proptest::prelude::*;

/// Grid `E` in the east, `W,"1"` in the west, none in the south.
fn grid_of(at: Position) -> Option<&'static str> {
    (at.lat() >= 0.0).then_some(if at.lon() >= 0.0 { "E" } else { "W,\"1\"" })
}

fn assign(text: &[u8]) -> (Vec<u8>, AssignCounts) {
    let mut out = Vec::new();
    let counts = assign_csv(text, &mut out, AssignColumns::default(), grid_of).unwrap();
    (out, counts)
}

#[test]
fn rows_keep_their_bytes_and_quoting() {
    let text = "\u{feff}id,\"Lon\",lat,note\r\n1,103.5,36,\"a \"\"b\"\", c\"\r\n\r\n2,\"-1\",1,\"x\ny\"\n3,east,1,\n4,1,-1,\n5,1";
    let (out, counts) = assign(text.as_bytes());
    let wanted = "\u{feff}id,\"Lon\",lat,note,grid\r\n1,103.5,36,\"a \"\"b\"\", c\",E\r\n\r\n2,\"-1\",1,\"x\ny\",\"W,\"\"1\"\"\"\n3,east,1,,\n4,1,-1,,\n5,1,,,";
    assert_eq!(String::from_utf8(out).unwrap(), wanted);
    let AssignCounts { rows, inside, outside, invalid, first_invalid, ragged, lon, lat } = counts;
    assert_eq!((rows, inside, outside, invalid, ragged), (5, 2, 1, 2, 1));
    assert_eq!((first_invalid, &*lon, &*lat), (Some(6), "Lon", "lat"));
}

#[test]
fn gb18030_is_copied_byte_by_byte() {
    let text =
        encoding_rs::GB18030.encode("编号;经度;纬度;名称\n1;103,5;36,1;七里河\n").0.into_owned();
    let (out, counts) = assign(&text);
    assert_eq!(counts.inside, 1);
    let wanted = encoding_rs::GB18030
        .encode("编号;经度;纬度;名称;grid\n1;103,5;36,1;七里河;E\n")
        .0
        .into_owned();
    assert_eq!(out, wanted);
}

/// A number with a point, or with a comma between two digits in its place.
fn plain_number(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let between = |at: &usize| {
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        bytes[*at] == b',' && *at > 0 && digit(at - 1) && digit(at + 1)
    };
    let mut text = text.to_owned();
    if !text.contains('.')
        && let Some(comma) = (0..bytes.len()).find(between)
    {
        text.replace_range(comma..=comma, ".");
    }
    text.parse().ok()
}

/// Reads and writes everything through the `csv` crate; cells compare, bytes need not.
fn twin(text: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    let width = reader.headers().unwrap().len();
    let mut rows = Vec::new();
    for row in reader.records() {
        let mut row: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        let number = |place: usize| row.get(place).and_then(|text| plain_number(text.trim()));
        let at = number(0).zip(number(1));
        let at = at.and_then(|(lon, lat)| Position::from_degrees(lon, lat).ok());
        let grid = at.and_then(grid_of).unwrap_or_default().to_owned();
        let fill = width.saturating_sub(row.len());
        row.extend(std::iter::repeat_n(String::new(), fill));
        row.push(grid);
        rows.push(row);
    }
    rows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn it_agrees_with_its_twin(body in r#"(-?[0-9]{1,3}|[ab" .\n,]{0,3}|,|\n|\r\n|"[a,\n]{0,3}"){0,20}"#) {
        let text = format!("lon,lat,c\n{body}");
        let (out, _) = assign(text.as_bytes());
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&*out);
        let rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        prop_assert_eq!(rows, twin(text.as_bytes()), "{:?}", text);
    }
}
