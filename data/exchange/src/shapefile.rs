//! Shapefiles (ESRI white paper of July 1998): `.shp` for the geometry, `.dbf` for the fields,
//! `.prj` for the coordinate system, `.cpg` for the encoding.

use crate::dbf::Table;
use crate::read::{Limits, ReadError};
use crate::rings;
use crate::{Fault, Geometry, Note, RawFeature, RawLayer, Reason, Seen};

/// The files of one Shapefile; only the geometry must be there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Files<'a> {
    pub(crate) shp: &'a [u8],
    pub(crate) dbf: Option<&'a [u8]>,
    pub(crate) prj: Option<&'a str>,
    pub(crate) cpg: Option<&'a str>,
}

/// How every `.shp` begins.
pub(crate) const MAGIC: [u8; 4] = [0, 0, 0x27, 0x0a];

/// Reads a Shapefile. A file that is cut gives what is there, with a fault.
pub(crate) fn read(name: &str, files: Files<'_>, limits: &Limits) -> Result<RawLayer, ReadError> {
    let mut layer = RawLayer {
        name: name.to_owned(),
        crs: files.prj.map(str::trim).filter(|prj| !prj.is_empty()).map(str::to_owned),
        clockwise: true,
        ..RawLayer::default()
    };
    let damaged = |why: &str| Fault::whole(Reason::Damaged(why.to_owned()));
    let table = match files.dbf.map(|dbf| Table::read(dbf, files.cpg)) {
        None => {
            layer.faults.push(damaged("the .dbf with the fields is missing"));
            None
        }
        Some(Err(why)) => {
            layer.faults.push(damaged(&why));
            None
        }
        Some(Ok(table)) => Some(table),
    };
    layer.notes.extend(table.as_ref().and_then(|table| table.note.clone()));
    let Some(mut rest) = files.shp.get(100..).filter(|_| files.shp.starts_with(&MAGIC)) else {
        return Err(ReadError::Damaged {
            name: name.to_owned(),
            why: "the .shp has no header".to_owned(),
        });
    };
    let (mut points, mut outside, mut place) = (0, Seen::default(), 0);
    while !rest.is_empty() {
        let Some((content, after)) = record(rest) else {
            layer.faults.push(damaged("the .shp ends within a record"));
            break;
        };
        rest = after;
        limits.check_features(place + 1)?;
        let row = table.as_ref().and_then(|table| table.row(place));
        let deleted = row.as_ref().is_some_and(|row| row.deleted);
        let fields = row.map(|row| row.fields).unwrap_or_default();
        let mut feature = RawFeature { place, fields, geometry: None };
        match geometry(content, place, &mut outside) {
            _ if deleted => layer.faults.push(Fault::at(place, Reason::Deleted)),
            Ok(geometry) if geometry.is_empty() => {
                layer.faults.push(Fault::at(place, Reason::NoGeometry));
            }
            Ok(geometry) => {
                points += geometry.coordinates().count();
                limits.check_points(points)?;
                feature.geometry = Some(geometry);
            }
            Err(why) => {
                layer.faults.push(Fault::at(place, Reason::Unreadable(why.to_owned())));
            }
        }
        if !deleted {
            layer.features.push(feature);
        }
        place += 1;
    }
    if outside.count > 0 {
        layer.notes.push(Note::HolesOutside(outside));
    }
    if let Some(table) = table {
        let (there, said) = (table.row_count, table.row_count_said);
        if there != said {
            layer.faults.push(damaged(&format!("the .dbf has {there} rows and says {said}")));
        }
        if there != place {
            layer.faults.push(damaged(&format!("{place} shapes but {there} rows in the .dbf")));
        }
    }
    Ok(layer)
}

/// The content of the first record, and what follows it.
fn record(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let head: &[u8; 8] = bytes.first_chunk()?;
    let words = u32::from_be_bytes([head[4], head[5], head[6], head[7]]) as usize;
    bytes.get(8..)?.split_at_checked(words.checked_mul(2)?)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let number = bytes.get(at..)?.first_chunk().copied()?;
    usize::try_from(u32::from_le_bytes(number)).ok()
}

fn points_at(bytes: &[u8], at: usize, count: usize) -> Option<Vec<[f64; 2]>> {
    let bytes = bytes.get(at..at.checked_add(count.checked_mul(16)?)?)?;
    let number = |bytes: &[u8]| bytes.first_chunk().copied().map(f64::from_le_bytes);
    bytes.chunks_exact(16).map(|point| Some([number(point)?, number(&point[8..])?])).collect()
}

/// The geometry of one record. `outside` counts holes that lie in no outer ring.
fn geometry(content: &[u8], place: usize, outside: &mut Seen) -> Result<Geometry, &'static str> {
    const SHORT: &str = "its record is too short for what it says";
    let mut found = Geometry::default();
    match u32_at(content, 0).ok_or(SHORT)? {
        0 => {}
        1 | 11 | 21 => found.points = points_at(content, 4, 1).ok_or(SHORT)?,
        8 | 18 | 28 => {
            let count = u32_at(content, 36).ok_or(SHORT)?;
            found.points = points_at(content, 40, count).ok_or(SHORT)?;
        }
        3 | 13 | 23 => found.lines = parts(content).ok_or(SHORT)?,
        5 | 15 | 25 => {
            found.polygons = rings::polygons(parts(content).ok_or(SHORT)?, place, outside)?;
        }
        31 => return Err("it is a multipatch, which is no flat shape"),
        _ => return Err("its type is none that a Shapefile has"),
    }
    Ok(found)
}

/// The parts of a line or polygon, without empty ones.
fn parts(content: &[u8]) -> Option<Vec<Vec<[f64; 2]>>> {
    let (part_count, point_count) = (u32_at(content, 36)?, u32_at(content, 40)?);
    let points_from = part_count.checked_mul(4)?.checked_add(44)?;
    let points = points_at(content, points_from, point_count)?;
    let mut starts = Vec::new();
    for part in 0..part_count {
        starts.push(u32_at(content, 44 + 4 * part)?);
    }
    starts.push(point_count);
    let ranges = starts.windows(2).map(|ends| points.get(ends[0]..ends[1]).map(<[_]>::to_vec));
    let parts: Option<Vec<_>> = ranges.collect();
    parts.map(|parts| parts.into_iter().filter(|part| !part.is_empty()).collect())
}
