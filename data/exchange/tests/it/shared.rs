//! Where the real files lie; tests that need them are skipped without.

use exchange::{Layer, Part, ReadSettings, read_layers};
use std::path::PathBuf;

/// A real file or folder, or `None` with a message when it is not here.
pub(crate) fn folder(path: &str) -> Option<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let found = ["../../../shared/data", "../../shared/data"]
        .iter()
        .map(|above| here.join(above).join(path))
        .find(|file| file.exists());
    if found.is_none() {
        eprintln!("skipped: {path} is not here");
    }
    found
}

/// The bytes of a real file, or `None` with a message when it is not here.
pub(crate) fn bytes(path: &str) -> Option<Vec<u8>> {
    folder(path).map(|file| std::fs::read(file).unwrap())
}

/// The layers of a real file.
pub(crate) fn layers(path: &str) -> Option<Vec<Layer>> {
    let bytes = bytes(path)?;
    Some(read_layers(&[Part { name: path, bytes: &bytes }], &ReadSettings::default()).unwrap())
}

/// West, south, east, north of a layer in degrees.
pub(crate) fn bounds(layer: &Layer) -> [f64; 4] {
    let around = layer
        .features
        .iter()
        .filter_map(|feature| feature.shape.as_ref()?.bounds())
        .reduce(model::Bounds::union)
        .unwrap();
    [around.min.lon(), around.min.lat(), around.max.lon(), around.max.lat()]
}

/// Whether two boxes agree within `within` degrees.
pub(crate) fn close(a: [f64; 4], b: [f64; 4], within: f64) -> bool {
    a.iter().zip(b).all(|(a, b)| (a - b).abs() <= within)
}
