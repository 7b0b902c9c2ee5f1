//! The door for layers: what kind of file it is, and what it may cost.

use crate::{Datum, Layer, Part, RawLayer, archive, geojson, text};

/// What a reader is told beside the bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadSettings {
    /// The datum of degrees that name none; `None` takes them for WGS 84. (Which datum fits is
    /// [`crate::guess_datum`]'s to find, once there is something to compare with.)
    pub datum: Option<Datum>,
    /// The coordinate system, whatever the file says: `EPSG:4549`, WKT, a proj string.
    pub crs: Option<String>,
    /// Whether latitude or northing stands first; `None` finds out where it can be found out.
    pub axes_swapped: Option<bool>,
    /// What reading may cost.
    pub limits: Limits,
}

/// What reading one input may cost. Beyond a limit it is refused as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all unpacked content together.
    pub unpacked_bytes_max: usize,
    /// How many times larger than packed unpacked content may be; small content is let off.
    pub ratio_max: usize,
    /// Features of one layer.
    pub features_max: usize,
    /// Points of all geometry of one layer.
    pub points_max: usize,
}

impl Default for Limits {
    /// Room for a country of output areas, not for a bomb.
    fn default() -> Self {
        Self {
            unpacked_bytes_max: 2 << 30,
            ratio_max: 250,
            features_max: 4_000_000,
            points_max: 100_000_000,
        }
    }
}

/// Content below this size may have any ratio.
pub(crate) const RATIO_FREE_BYTES: usize = 16 << 20;

impl Limits {
    /// Whether so many features are allowed.
    pub(crate) fn check_features(&self, count: usize) -> Result<(), ReadError> {
        let max = self.features_max;
        if count > max { Err(ReadError::TooMany { what: "features", max }) } else { Ok(()) }
    }

    /// Whether so many points are allowed.
    pub(crate) fn check_points(&self, count: usize) -> Result<(), ReadError> {
        let max = self.points_max;
        if count > max { Err(ReadError::TooMany { what: "points", max }) } else { Ok(()) }
    }
}

/// Why an input cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is nothing in it.
    #[error("{name} is empty")]
    Empty {
        /// The file.
        name: String,
    },
    /// Its kind is not known.
    #[error("{name} is of no kind that can be read (GeoJSON, TopoJSON, Shapefile, .zip, .gz)")]
    UnknownKind {
        /// The file.
        name: String,
    },
    /// It is no JSON, or ends too early.
    #[error("{name} is no valid JSON")]
    Json {
        /// The file.
        name: String,
        /// Where and why.
        source: serde_json::Error,
    },
    /// It is JSON, but neither GeoJSON nor TopoJSON.
    #[error("{name} is JSON of type {kind:?}, neither GeoJSON nor TopoJSON")]
    NotGeoJson {
        /// The file.
        name: String,
        /// What its `type` says.
        kind: String,
    },
    /// It cannot be unpacked.
    #[error("{name} cannot be unpacked: {why}")]
    Packed {
        /// The file.
        name: String,
        /// Why not.
        why: String,
    },
    /// It unpacks to more than is allowed.
    #[error("{name} unpacks to more than {max} bytes or grows more than {ratio} times")]
    Bomb {
        /// The file.
        name: String,
        /// The bytes allowed.
        max: usize,
        /// The ratio allowed.
        ratio: usize,
    },
    /// It holds more than is allowed.
    #[error("there are more than {max} {what}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How much is allowed.
        max: usize,
    },
    /// It breaks the rules of its format where nothing can be saved.
    #[error("{name} is damaged: {why}")]
    Damaged {
        /// The file.
        name: String,
        /// What is wrong.
        why: String,
    },
}

/// Reads every layer of one input: one file, or the files of a Shapefile together.
///
/// `.gz` and `.zip` are opened, also one in the other. What kind a file is, its bytes decide before
/// its name. Layers come in the order of the files.
///
/// # Errors
///
/// [`ReadError`] when nothing can be read; what is wrong with single features is in the faults of
/// the layer instead.
pub fn read_layers(parts: &[Part<'_>], settings: &ReadSettings) -> Result<Vec<Layer>, ReadError> {
    let raw = read_raw_layers(parts, settings)?;
    Ok(raw.into_iter().map(|layer| layer.locate(settings)).collect())
}

/// Reads the layers as their files have them, in their own coordinate systems.
///
/// # Errors
///
/// As [`read_layers`].
pub fn read_raw_layers(
    parts: &[Part<'_>],
    settings: &ReadSettings,
) -> Result<Vec<RawLayer>, ReadError> {
    let limits = &settings.limits;
    let files = archive::open(parts, limits)?;
    let mut layers = Vec::new();
    for file in &files {
        let (text, note) = text::decode(&file.bytes);
        let mut layer = geojson::read(file.stem(), &text, limits)?;
        layer.notes.extend(note);
        layers.push(layer);
    }
    Ok(layers)
}
