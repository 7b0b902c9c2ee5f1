//! From paths to layers: finds what belongs to a file, reads it within limits, says what is wrong
//! with a path before anybody wonders about its content.

use super::ImportError;
use exchange::{Layer, Part, ReadSettings};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The largest file taken, in bytes: all of it is held in memory.
const FILE_BYTES_MAX: u64 = 4 << 30;
/// No settlement lies further from the equator, in degrees.
const INHABITED_LAT_MAX: f64 = 83.0;
/// What a GeoPackage begins with, being an SQLite file.
const SQLITE: &[u8] = b"SQLite format 3\0";
/// The files of a Shapefile that are read; the others are indexes of what these say.
const SHAPEFILE: [&str; 4] = ["shp", "dbf", "prj", "cpg"];

/// One layer and the file it came from.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The file, as it was named.
    pub file: String,
    /// What it holds.
    pub layer: Layer,
}

/// Reads every layer of every file, in order.
///
/// # Errors
///
/// [`ImportError`] with the first file that cannot be read at all.
pub(crate) async fn read(
    paths: &[PathBuf],
    settings: &ReadSettings,
) -> Result<Vec<Source>, ImportError> {
    let mut sources = Vec::new();
    for path in shapefiles_once(paths) {
        let file = path.display().to_string();
        let bytes = bytes_of(&path)?;
        let layers = if bytes.starts_with(SQLITE) {
            let read = store::read_geopackage(&path, settings).await;
            read.map_err(|source| ImportError::GeoPackage { file: file.clone(), source })?
        } else {
            layers_of(&path, &bytes, settings)?
        };
        sources.extend(layers.into_iter().map(|layer| Source { file: file.clone(), layer }));
    }
    Ok(sources)
}

fn layers_of(
    path: &Path,
    bytes: &[u8],
    settings: &ReadSettings,
) -> Result<Vec<Layer>, ImportError> {
    let held = held_beside(path)?;
    let name = path.display().to_string();
    let mut parts = vec![Part { name: &name, bytes }];
    parts.extend(held.iter().map(|(name, bytes)| Part { name, bytes }));
    let read = |settings: &ReadSettings| {
        let bad = |source| ImportError::Layers { file: name.clone(), source };
        exchange::read_layers(&parts, settings).map_err(bad)
    };
    let layers = read(settings)?;
    if settings.axes_swapped.is_none() && layers.iter().any(near_a_pole) {
        let swapped = ReadSettings { axes_swapped: Some(true), ..settings.clone() };
        return read(&swapped);
    }
    Ok(layers)
}

/// The bytes of the other files of a Shapefile, with their names.
fn held_beside(path: &Path) -> Result<Vec<(String, Vec<u8>)>, ImportError> {
    let held = |path: &PathBuf| Ok((path.display().to_string(), bytes_of(path)?));
    siblings(path).iter().map(held).collect()
}

/// Hands a file, and those that belong to it, to a reader.
///
/// # Errors
///
/// [`ImportError`] when they are not to be read, or the reader's.
pub(crate) fn parts_of<T>(
    path: &Path,
    read: impl FnOnce(&[Part<'_>]) -> Result<T, ImportError>,
) -> Result<T, ImportError> {
    let bytes = bytes_of(path)?;
    let held = held_beside(path)?;
    let name = path.display().to_string();
    let mut parts = vec![Part { name: &name, bytes: &bytes }];
    parts.extend(held.iter().map(|(name, bytes)| Part { name, bytes }));
    read(&parts)
}

/// Whether all of a layer lies where no city is but where it would lie with its axes swapped:
/// Chicago's -87.6 taken for a latitude.
fn near_a_pole(layer: &Layer) -> bool {
    let mut bounds = layer.features.iter().filter_map(|it| it.shape.as_ref()?.bounds()).peekable();
    let polar = |lat: f64| lat.abs() > INHABITED_LAT_MAX;
    bounds.peek().is_some()
        && bounds.all(|it| {
            let same_side = it.min.lat() * it.max.lat() > 0.0;
            same_side && polar(it.min.lat()) && polar(it.max.lat()) && it.max.lon().abs() <= 80.0
        })
}

/// Whoever names every file of a Shapefile (as `roads.*` does) means it once.
fn shapefiles_once(paths: &[PathBuf]) -> Vec<PathBuf> {
    let also_shp = |path: &Path| {
        paths.iter().any(|other| {
            other != path && is(other, "shp") && other.with_extension("") == path.with_extension("")
        })
    };
    let part = |path: &Path| {
        ["dbf", "prj", "cpg", "shx", "sbn", "sbx", "qix", "qpj"].iter().any(|end| is(path, end))
    };
    paths.iter().filter(|path| !(part(path) && also_shp(path))).cloned().collect()
}

fn is(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|it| it.eq_ignore_ascii_case(ending))
}

/// The other files of the Shapefile that `path` belongs to, in whatever case they are written.
fn siblings(path: &Path) -> Vec<PathBuf> {
    if !SHAPEFILE.iter().any(|ending| is(path, ending)) {
        return Vec::new();
    }
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let same = |other: &PathBuf| {
        other.file_stem() == path.file_stem()
            && other.file_name() != path.file_name()
            && SHAPEFILE.iter().any(|ending| is(other, ending))
            && other.is_file()
    };
    let mut found: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(same).collect();
    found.sort();
    found
}

/// All bytes of a file, or of standard input for `-`.
///
/// # Errors
///
/// [`ImportError`] when it is no file, too large, or not to be read.
pub(crate) fn bytes_of(path: &Path) -> Result<Vec<u8>, ImportError> {
    let file = path.display().to_string();
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().lock().take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)
    } else if path.is_dir() {
        return Err(ImportError::Folder { file });
    } else {
        File::open(path).and_then(|it| it.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes))
    };
    match read {
        Err(source) => Err(ImportError::Unreadable { file, source }),
        Ok(length) if length as u64 > FILE_BYTES_MAX => {
            Err(ImportError::TooLarge { file, bytes_max: FILE_BYTES_MAX })
        }
        Ok(_) => Ok(bytes),
    }
}
