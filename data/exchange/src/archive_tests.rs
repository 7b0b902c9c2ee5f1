//! Archives are opened within limits.

use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn gz_in_gz_is_opened_and_loses_its_ending() {
    let packed = gz(&gz(b"hello"));
    let part = Part { name: "folder/a.b.json.gz", bytes: &packed };
    let files = open(&[part], &Limits::default()).unwrap();
    assert_eq!(
        (files[0].base(), files[0].stem(), &*files[0].bytes),
        ("a.b.json", "a", &b"hello"[..])
    );
}

#[test]
fn bombs_are_refused() {
    let bomb = gz(&vec![0; 40 << 20]);
    let part = Part { name: "bomb.gz", bytes: &bomb };
    assert!(matches!(open(&[part], &Limits::default()), Err(ReadError::Bomb { .. })));
    let small = Limits { unpacked_bytes_max: 1_000, ..Limits::default() };
    let packed = gz(&[7; 2_000]);
    let part = Part { name: "large.gz", bytes: &packed };
    assert!(matches!(open(&[part], &small), Err(ReadError::Bomb { .. })));
    let deep = gz(&gz(&gz(&gz(b"x"))));
    let part = Part { name: "deep.gz", bytes: &deep };
    assert!(matches!(open(&[part], &small), Err(ReadError::Packed { .. })));
}

#[test]
fn cut_archives_are_refused() {
    let packed = gz(b"a fairly long text that does not pack well 0123456789");
    for end in 3..packed.len() {
        let part = Part { name: "cut.gz", bytes: &packed[..end] };
        assert!(open(&[part], &Limits::default()).is_err(), "cut at {end}");
    }
}
