//! Reading `PMTiles` files, whole and broken.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use flate2::Compression;
use flate2::write::GzEncoder;
use snapshot::archive::Archive;
use snapshot::tile::{Grid, Shape, grids, write};
use std::io::Write;
use std::process::Command;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn square(side: i32) -> Grid {
    Grid { id: 7, polygons: vec![vec![vec![[0, 0], [side, 0], [side, side], [0, side]]]] }
}

/// A file of three tiles, two of them the same: ids 1 and 2 at zoom 1 and 5 at zoom 2, the last in a
/// leaf directory. All numbers are below 128, so that each is one byte.
fn file(grids: &[Grid]) -> Vec<u8> {
    let shapes = grids.iter().map(|it| ("grids-1".to_owned(), Shape::Areas(it)));
    let tile = gzip(&write(&shapes.collect::<Vec<_>>()).unwrap());
    let length = u8::try_from(tile.len()).unwrap();
    assert!(length < 127);
    let leaf = gzip(&[1, 5, 1, length, 1 + length]);
    let leaf_length = u8::try_from(leaf.len()).unwrap();
    // Ids as steps, runs, lengths, offsets and one.
    let root = gzip(&[2, 1, 4, 2, 0, length, leaf_length, 1, 1]);
    let start = 127 + root.len();
    let (leaves, tiles) = (start, start + leaf.len());
    let mut bytes = b"PMTiles\x03".to_vec();
    for number in [127, root.len(), start, 0, leaves, leaf.len(), tiles, 2 * tile.len(), 3, 2, 2] {
        bytes.extend((number as u64).to_le_bytes());
    }
    bytes.extend([1, 2, 2, 1, 1, 2]);
    bytes.resize(127, 0);
    [bytes, root, leaf, tile.clone(), tile].concat()
}

#[test]
fn tiles_are_found_through_runs_and_leaves() {
    let archive = Archive::new(file(&[square(10)])).unwrap();
    let places: Vec<_> = archive.tiles().iter().map(|it| (it.z, it.x, it.y)).collect();
    assert_eq!(places, [(1, 0, 0), (1, 0, 1), (2, 0, 0)]);
    for at in archive.tiles() {
        let bytes = archive.tile(*at).unwrap();
        assert_eq!(grids(&bytes, "grids-1").unwrap(), [square(10)]);
        assert!(grids(&bytes, "grids-2").unwrap().is_empty());
    }
}

#[test]
fn a_broken_file_ends_with_an_error_and_never_otherwise() {
    let whole = file(&[square(10)]);
    for length in 0..whole.len() {
        let read = |archive: &Archive| {
            archive.tiles().iter().try_for_each(|at| archive.tile(*at).map(drop))
        };
        let cut = Archive::new(whole[..length].to_vec()).and_then(|it| read(&it));
        assert!(cut.is_err(), "{length} bytes were taken for a file");
    }
    for at in 0..whole.len() {
        for byte in [0, 0x7f, 0xff, whole[at] ^ 1] {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            let Ok(archive) = Archive::new(bytes) else { continue };
            for tile in archive.tiles().iter().take(9) {
                let _unreadable = archive.tile(*tile).and_then(|it| grids(&it, "grids-1"));
            }
        }
    }
}

#[test]
fn the_exit_code_tells_faults_from_what_cannot_be_done() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let run = |name: &str, bytes: Vec<u8>| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_snapshot"));
        let out = program.arg(&path).args(["--check", "--layer", "grids-1"]).output().unwrap();
        (out.status.code(), String::from_utf8(out.stdout).unwrap())
    };
    assert_eq!(run("other.pmtiles", b"other".to_vec()).0, Some(2));
    let (code, said) = run("clean.pmtiles", file(&[square(2000)]));
    if code == Some(3) {
        eprintln!("skipped: no graphics driver answers");
        return;
    }
    assert_eq!((code, said.lines().last()), (Some(0), Some("clean")), "{said}");
    let (code, said) = run("twice.pmtiles", file(&[square(2000), square(1000)]));
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("46875 in two grids"), "{said}");
}
