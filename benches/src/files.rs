//! Plain files that any program reads at once: whole numbers of 32 bits, little-endian, no header
//! but counts.
//!
//! - points: longitude and latitude of each, in lattice steps.
//! - areas: how many areas, polygons, rings and points there are; where the polygons of each area
//!   start, and the end of the last; the same for the rings of each polygon and the points of each
//!   ring; then the points. A ring repeats its first point at the end.

use crate::Failure;
use model::{Area, Polygon, Position, Ring};
use std::path::Path;

/// Writes numbers.
///
/// # Errors
///
/// What the disk says.
pub fn write_numbers(path: &Path, numbers: impl IntoIterator<Item = u32>) -> Result<(), Failure> {
    let bytes: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
    Ok(std::fs::write(path, bytes)?)
}

fn read_numbers(path: &Path) -> Result<Vec<u32>, Failure> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(bytes.as_chunks::<4>().0.iter().map(|&number| u32::from_le_bytes(number)).collect())
}

fn pair(at: Position) -> [u32; 2] {
    [at.lon_e7().cast_unsigned(), at.lat_e7().cast_unsigned()]
}

fn positions(numbers: &[u32]) -> Result<Vec<Position>, Failure> {
    let all = numbers.as_chunks::<2>().0.iter();
    let points = all.map(|&[lon, lat]| Position::from_e7(lon.cast_signed(), lat.cast_signed()));
    Ok(points.collect::<Option<_>>().ok_or("a point is not on the Earth")?)
}

/// Writes points.
///
/// # Errors
///
/// What the disk says.
pub fn write_points(path: &Path, points: &[Position]) -> Result<(), Failure> {
    write_numbers(path, points.iter().flat_map(|&at| pair(at)))
}

/// Reads points.
///
/// # Errors
///
/// When the file cannot be read or holds a point that is not on the Earth.
pub fn read_points(path: &Path) -> Result<Vec<Position>, Failure> {
    positions(&read_numbers(path)?)
}

/// Writes areas.
///
/// # Errors
///
/// What the disk says, or that there are too many points for the file.
pub fn write_areas(path: &Path, areas: &[Area]) -> Result<(), Failure> {
    let (mut polygons, mut rings, mut points) = (vec![0], vec![0], vec![0]);
    let mut numbers = Vec::new();
    for area in areas {
        for polygon in &area.polygons {
            for ring in polygon.rings() {
                numbers.extend(ring.iter().chain(ring.first()).flat_map(|&at| pair(at)));
                points.push(u32::try_from(numbers.len() / 2)?);
            }
            rings.push(u32::try_from(points.len() - 1)?);
        }
        polygons.push(u32::try_from(rings.len() - 1)?);
    }
    let mut all = Vec::new();
    for starts in [&polygons, &rings, &points] {
        all.push(u32::try_from(starts.len() - 1)?);
    }
    all.push(u32::try_from(numbers.len() / 2)?);
    write_numbers(path, [all, polygons, rings, points, numbers].concat())
}

/// Reads areas.
///
/// # Errors
///
/// When the file cannot be read or is not what [`write_areas`] writes.
pub fn read_areas(path: &Path) -> Result<Vec<Area>, Failure> {
    let numbers = read_numbers(path)?;
    let Some((&[areas, polygons, rings, _], rest)) = numbers.split_first_chunk::<4>() else {
        return Err("no counts".into());
    };
    let cut = |rest: &[u32], count: u32| -> Result<(Vec<usize>, Vec<u32>), Failure> {
        let (starts, rest) = rest.split_at_checked(count as usize + 1).ok_or("too short")?;
        Ok((starts.iter().map(|&start| start as usize).collect(), rest.to_vec()))
    };
    let (polygon_from, rest) = cut(rest, areas)?;
    let (ring_from, rest) = cut(&rest, polygons)?;
    let (point_from, rest) = cut(&rest, rings)?;
    let points = positions(&rest)?;
    let ring = |number: usize| -> Option<Ring> {
        let ring = points.get(*point_from.get(number)?..*point_from.get(number + 1)?)?;
        Some(ring.split_last()?.1.to_vec())
    };
    let polygon = |number: usize| -> Option<Polygon> {
        let range = *ring_from.get(number)?..*ring_from.get(number + 1)?;
        let mut rings = range.map(ring);
        Some(Polygon { outer: rings.next()??, holes: rings.collect::<Option<_>>()? })
    };
    let area = |pair: &[usize]| -> Option<Area> {
        Some(Area { polygons: (pair[0]..pair[1]).map(polygon).collect::<Option<_>>()? })
    };
    let all: Option<_> = polygon_from.windows(2).map(area).collect();
    Ok(all.ok_or("the starts do not fit")?)
}
