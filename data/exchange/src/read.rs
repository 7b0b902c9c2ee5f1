//! The door for layers: what kind of file it is, and what it may cost.

use crate::archive::{self, File};
use crate::{Datum, Layer, Note, Part, RawLayer, geojson, shapefile, text, topojson};

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
    let mut unread = Vec::new();
    for file in &files {
        if file.bytes.starts_with(&shapefile::MAGIC) && file.ending() != "shx" {
            layers.push(read_shapefile(file, &files, limits)?);
        } else if is_json(&file.bytes) {
            let (text, note) = text::decode(&file.bytes);
            let mut found = if geojson::is_topology(&text) {
                topojson::read(file.stem(), &text, limits)?
            } else {
                vec![geojson::read(file.stem(), &text, limits)?]
            };
            for layer in &mut found {
                layer.notes.extend(note.clone());
            }
            layers.append(&mut found);
        } else if !COMPANIONS.contains(&file.ending().as_str()) {
            unread.push(file.name.as_str());
        }
    }
    let Some(first) = layers.first_mut() else {
        let name = parts.first().map_or("the input", |part| part.name).to_owned();
        let empty = parts.iter().all(|part| part.bytes.is_empty());
        return Err(if empty {
            ReadError::Empty { name }
        } else {
            ReadError::UnknownKind { name }
        });
    };
    if !unread.is_empty() {
        let more = if unread.len() > 5 { " …" } else { "" };
        unread.truncate(5);
        let names = unread.join(", ") + more;
        first.notes.push(Note::PartsUnread { names });
    }
    Ok(layers)
}

/// Endings of files that go with a Shapefile or are no data, whose absence from the result is no
/// surprise.
const COMPANIONS: [&str; 14] = [
    "shx", "dbf", "prj", "cpg", "sbn", "sbx", "qix", "qpj", "qmd", "xml", "fix", "cst", "txt",
    "pdf",
];

/// Whether the first byte that is no blank or mark opens an object.
fn is_json(bytes: &[u8]) -> bool {
    // The byte order marks, the blanks, the record separator, and the zeros of UTF-16.
    let blank = |byte: &u8| {
        matches!(byte, 0xef | 0xbb | 0xbf | 0xfe | 0xff | 0 | b' ' | b'\t'..=b'\r' | 0x1e)
    };
    bytes.iter().take(1024).find(|byte| !blank(byte)) == Some(&b'{')
}

/// The Shapefile that `shp` belongs to: the files of the same name, else the only one of a kind.
fn read_shapefile(
    shp: &File<'_>,
    files: &[File<'_>],
    limits: &Limits,
) -> Result<RawLayer, ReadError> {
    let stem = |file: &File<'_>| {
        let name = file.name.to_lowercase();
        name.rsplit_once('.').map_or_else(|| name.clone(), |(stem, _)| stem.to_owned())
    };
    let wanted = stem(shp);
    let beside = |ending: &str| {
        let mut of_kind = files.iter().filter(|file| file.ending() == ending);
        let same = of_kind.clone().find(|file| stem(file) == wanted);
        let shapes = files.iter().filter(|file| file.ending() == "shp").count();
        same.or_else(|| of_kind.next().filter(|_| shapes <= 1))
    };
    let text = |ending: &str| beside(ending).map(|file| text::decode(&file.bytes).0);
    let (prj, cpg) = (text("prj"), text("cpg"));
    let files = shapefile::Files {
        shp: &shp.bytes,
        dbf: beside("dbf").map(|file| &*file.bytes),
        prj: prj.as_deref(),
        cpg: cpg.as_deref(),
    };
    shapefile::read(shp.stem(), files, limits)
}
