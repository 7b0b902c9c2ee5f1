//! Reads what the columns of an Arrow batch say of places.

use super::numbers::{scale_of, scaled};
use super::points::Given;
use super::{ColumnarError, Place, geo};
use crate::assign::PositionReader;
use crate::table::number;
use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal128Type, Float32Type, Float64Type, Int32Type, Int64Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch, StructArray};
use arrow_schema::{DataType, Field, Fields};
use std::sync::Arc;

/// The paths of all columns with one value a row, with those below groups: `place.lon`.
pub(super) fn paths(fields: &Fields) -> Vec<String> {
    fn add(field: &Field, before: &str, paths: &mut Vec<String>) {
        let path = format!("{before}{}", field.name());
        match field.data_type() {
            DataType::Struct(below) => {
                let before = format!("{path}.");
                below.iter().for_each(|field| add(field, &before, paths));
            }
            _ => paths.push(path),
        }
    }
    let mut paths = Vec::new();
    fields.iter().for_each(|field| add(field, "", &mut paths));
    paths
}

/// The column of a path, and whether each of its rows is there for all groups above it.
fn column(batch: &RecordBatch, path: &str) -> Option<(ArrayRef, Vec<StructArray>)> {
    fn below(at: &StructArray, path: &str) -> Option<(ArrayRef, Vec<StructArray>)> {
        for (field, array) in at.fields().iter().zip(at.columns()) {
            if path == field.name() && !matches!(field.data_type(), DataType::Struct(_)) {
                return Some((Arc::clone(array), Vec::new()));
            }
            if let Some(rest) = path.strip_prefix(field.name().as_str())
                && let Some(rest) = rest.strip_prefix('.')
                && let Some(group) = array.as_struct_opt()
                && let Some((found, mut groups)) = below(group, rest)
            {
                groups.push(group.clone());
                return Some((found, groups));
            }
        }
        None
    }
    below(&StructArray::from(batch.clone()), path)
}

/// What each row of a batch says by the columns of these paths.
pub(super) fn given(
    batch: &RecordBatch,
    place: &Place,
    paths: &[String],
    named: Option<PositionReader>,
    out: &mut Vec<Given>,
) -> Result<(), ColumnarError> {
    let cells = |path: &String| column(batch, path).ok_or_else(|| wrong(path, &"not there"));
    match (place, paths, named) {
        (Place::Degrees(_), [lon, lat], _) => {
            let lon = degrees(lon, cells(lon)?)?;
            let lat = degrees(lat, cells(lat)?)?;
            let both = lon.into_iter().zip(lat).map(|(lon, lat)| lon.zip(lat));
            out.extend(both.map(|at| match at {
                Some((lon, lat)) => Given::Degrees([lon, lat]),
                None => Given::Nothing,
            }));
        }
        (Place::Named(_), [path], Some(say)) => {
            let say = |text: &str| say(text.trim());
            let read = texts(path, cells(path)?, say)?;
            out.extend(read.into_iter().map(|at| at.map_or(Given::Nothing, Given::At)));
        }
        (_, [path, ..], _) => {
            let read = binaries(path, cells(path)?)?;
            out.extend(read.into_iter().map(|at| at.map_or(Given::Nothing, Given::Degrees)));
        }
        _ => return Err(wrong("", &"not there")),
    }
    Ok(())
}

fn wrong(path: &str, of: &dyn ToString) -> ColumnarError {
    ColumnarError::Type { header: path.to_owned(), of: of.to_string() }
}

/// The rows of a column for which all groups above are there.
fn there<T>(rows: impl Iterator<Item = Option<T>>, groups: &[StructArray]) -> Vec<Option<T>> {
    let is_there = |row: usize| groups.iter().all(|group| group.is_valid(row));
    rows.enumerate().map(|(row, value)| value.filter(|_| is_there(row))).collect()
}

fn primitive<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    groups: &[StructArray],
    say: impl Fn(T::Native) -> Option<f64>,
) -> Option<Vec<Option<f64>>> {
    let array = array.as_primitive_opt::<T>()?;
    Some(there(array.iter().map(|value| value.and_then(&say)), groups))
}

fn degrees(
    path: &str,
    (array, groups): (ArrayRef, Vec<StructArray>),
) -> Result<Vec<Option<f64>>, ColumnarError> {
    let scale = scale_of(path);
    let whole = |value: i128| scaled(value, scale);
    let read = match array.data_type() {
        DataType::Float64 => primitive::<Float64Type>(&array, &groups, Some),
        DataType::Float32 => primitive::<Float32Type>(&array, &groups, |it| Some(f64::from(it))),
        DataType::Int32 => primitive::<Int32Type>(&array, &groups, |it| whole(i128::from(it))),
        DataType::Int64 => primitive::<Int64Type>(&array, &groups, |it| whole(i128::from(it))),
        DataType::Decimal128(_, scale) => {
            primitive::<Decimal128Type>(&array, &groups, |it| scaled(it, i32::from(*scale)))
        }
        _ => return texts(path, (array, groups), number),
    };
    read.ok_or_else(|| wrong(path, &array.data_type()))
}

fn texts<T>(
    path: &str,
    (array, groups): (ArrayRef, Vec<StructArray>),
    say: impl Fn(&str) -> Option<T>,
) -> Result<Vec<Option<T>>, ColumnarError> {
    let say = |text: Option<&str>| text.and_then(&say);
    Ok(match array.data_type() {
        DataType::Utf8 => there(array.as_string::<i32>().iter().map(say), &groups),
        DataType::LargeUtf8 => there(array.as_string::<i64>().iter().map(say), &groups),
        DataType::Utf8View => there(array.as_string_view().iter().map(say), &groups),
        DataType::UInt64 => {
            let texts = array.as_primitive::<UInt64Type>().iter();
            let texts = texts.map(|it| say(it.map(|it| it.to_string()).as_deref()));
            there(texts, &groups)
        }
        other => return Err(wrong(path, &other)),
    })
}

fn binaries(
    path: &str,
    (array, groups): (ArrayRef, Vec<StructArray>),
) -> Result<Vec<Option<[f64; 2]>>, ColumnarError> {
    let say = |bytes: Option<&[u8]>| bytes.and_then(geo::point);
    Ok(match array.data_type() {
        DataType::Binary => there(array.as_binary::<i32>().iter().map(say), &groups),
        DataType::LargeBinary => there(array.as_binary::<i64>().iter().map(say), &groups),
        DataType::BinaryView => there(array.as_binary_view().iter().map(say), &groups),
        other => return Err(wrong(path, &other)),
    })
}
