//! Reads what a Parquet column says of places, batch by batch.

use super::numbers::{big_endian, scale_of, scaled};
use super::points::Given;
use super::{ColumnarError, geo};
use crate::table::number;
use model::Position;
use parquet::basic::{ConvertedType, LogicalType};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescriptor;

/// The rows of a column, in order: what each says, or `None`.
pub(super) trait Cells<O> {
    /// Puts up to `count` of the next rows into `out`, fewer at the end only.
    fn next(&mut self, count: usize, out: &mut Vec<Option<O>>) -> Result<(), ParquetError>;
}

/// A column of one physical type, and what its values say.
struct Typed<T: DataType, F> {
    reader: ColumnReaderImpl<T>,
    /// The level at which a value is there; 0 where it always is.
    present: i16,
    levels: Vec<i16>,
    values: Vec<T::T>,
    say: F,
}

impl<T: DataType, O, F: FnMut(&T::T) -> Option<O>> Cells<O> for Typed<T, F> {
    fn next(&mut self, count: usize, out: &mut Vec<Option<O>>) -> Result<(), ParquetError> {
        let wanted = out.len() + count;
        while out.len() < wanted {
            self.levels.clear();
            self.values.clear();
            let rows = wanted - out.len();
            let read =
                self.reader.read_records(rows, Some(&mut self.levels), None, &mut self.values)?;
            if read.0 == 0 {
                return Err(ParquetError::EOF("a column has fewer rows than the table".to_owned()));
            }
            let mut values = self.values.iter();
            if self.present == 0 {
                out.extend(values.map(&mut self.say));
            } else {
                let present = self.present;
                let say = &mut self.say;
                out.extend(self.levels.iter().map(|level| {
                    if *level == present { values.next().and_then(&mut *say) } else { None }
                }));
            }
        }
        Ok(())
    }
}

fn typed<'a, T: DataType + 'a, O: 'a>(
    reader: ColumnReaderImpl<T>,
    of: &ColumnDescriptor,
    say: impl FnMut(&T::T) -> Option<O> + 'a,
) -> Box<dyn Cells<O> + 'a> {
    let (levels, values) = (Vec::new(), Vec::new());
    Box::new(Typed { reader, present: of.max_def_level(), levels, values, say })
}

fn is_decimal(of: &ColumnDescriptor) -> bool {
    of.converted_type() == ConvertedType::DECIMAL
        || matches!(of.logical_type_ref(), Some(LogicalType::Decimal { .. }))
}

fn wrong(of: &ColumnDescriptor) -> ColumnarError {
    let physical = of.physical_type();
    ColumnarError::Type { header: of.path().string(), of: physical.to_string() }
}

/// A column as degrees: any kind of number, or text as a CSV has it.
pub(super) fn degrees<'a>(
    reader: ColumnReader,
    of: &ColumnDescriptor,
) -> Result<Box<dyn Cells<f64> + 'a>, ColumnarError> {
    let scale = if is_decimal(of) { of.type_scale() } else { scale_of(of.name()) };
    let decimal = is_decimal(of);
    Ok(match reader {
        ColumnReader::DoubleColumnReader(reader) => typed(reader, of, |value| Some(*value)),
        ColumnReader::FloatColumnReader(reader) => {
            typed(reader, of, |value| Some(f64::from(*value)))
        }
        ColumnReader::Int32ColumnReader(reader) => {
            typed(reader, of, move |value| scaled(i128::from(*value), scale))
        }
        ColumnReader::Int64ColumnReader(reader) => {
            typed(reader, of, move |value| scaled(i128::from(*value), scale))
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) if decimal => {
            typed(reader, of, move |value| scaled(big_endian(value.data())?, scale))
        }
        ColumnReader::ByteArrayColumnReader(reader) if decimal => {
            typed(reader, of, move |value| scaled(big_endian(value.data())?, scale))
        }
        ColumnReader::ByteArrayColumnReader(reader) => {
            typed(reader, of, |value| number(std::str::from_utf8(value.data()).ok()?))
        }
        _ => return Err(wrong(of)),
    })
}

/// A column of points in well-known binary.
pub(super) fn geometry<'a>(
    reader: ColumnReader,
    of: &ColumnDescriptor,
) -> Result<Box<dyn Cells<[f64; 2]> + 'a>, ColumnarError> {
    match reader {
        ColumnReader::ByteArrayColumnReader(reader) => {
            Ok(typed(reader, of, |value| geo::point(value.data())))
        }
        _ => Err(wrong(of)),
    }
}

/// A column that says something of its own kind: texts, and whole numbers as texts.
pub(super) fn texts<'a, O: 'a>(
    reader: ColumnReader,
    of: &ColumnDescriptor,
    say: fn(&str) -> Option<O>,
) -> Result<Box<dyn Cells<O> + 'a>, ColumnarError> {
    match reader {
        ColumnReader::ByteArrayColumnReader(reader) => {
            Ok(typed(reader, of, move |value| say(std::str::from_utf8(value.data()).ok()?.trim())))
        }
        // Numbers of 64 bits without a sign are kept in the same bits as those with one.
        ColumnReader::Int64ColumnReader(reader) => {
            Ok(typed(reader, of, move |value| say(&value.cast_unsigned().to_string())))
        }
        _ => Err(wrong(of)),
    }
}

/// What says where the rows of one row group are, and room to read it.
pub(super) enum Places {
    Degrees { lon: Box<dyn Cells<f64>>, lat: Box<dyn Cells<f64>>, read: [Vec<Option<f64>>; 2] },
    Geometry { cells: Box<dyn Cells<[f64; 2]>>, read: Vec<Option<[f64; 2]>> },
    Named { cells: Box<dyn Cells<Position>>, read: Vec<Option<Position>> },
}

impl Places {
    /// Adds what the next `count` rows say.
    pub(super) fn next(&mut self, count: usize, out: &mut Vec<Given>) -> Result<(), ColumnarError> {
        match self {
            Self::Degrees { lon, lat, read: [lons, lats] } => {
                lons.clear();
                lats.clear();
                lon.next(count, lons)?;
                lat.next(count, lats)?;
                let both = lons.iter().zip(lats).map(|(lon, lat)| lon.zip(*lat));
                out.extend(
                    both.map(|at| {
                        at.map_or(Given::Nothing, |(lon, lat)| Given::Degrees([lon, lat]))
                    }),
                );
            }
            Self::Geometry { cells, read } => {
                read.clear();
                cells.next(count, read)?;
                out.extend(read.iter().map(|at| at.map_or(Given::Nothing, Given::Degrees)));
            }
            Self::Named { cells, read } => {
                read.clear();
                cells.next(count, read)?;
                out.extend(read.iter().map(|at| at.map_or(Given::Nothing, Given::At)));
            }
        }
        Ok(())
    }
}
