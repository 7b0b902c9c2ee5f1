//! Copies a Parquet file and adds the grid of every row.
//!
//! What is there is not taken apart: the chunks of all columns go over as they are, row group by row
//! group, whatever their types, nesting and compression. Only the columns that say where the rows
//! are get decoded, and the new columns written after the others. Filters and page indexes beside
//! the data are not copied; readers do without.

use super::cells::{self, Places};
use super::parquet_file::{Shared, guarded, key_values, single, value, with_columns};
use super::points::{self, Given};
use super::{ColumnarError, Place, ROWS_AT_ONCE, geo};
use crate::Datum;
use crate::assign::{AddedColumn, AssignCounts, Assigner, PointColumns, PositionReader};
use model::GridId;
use parquet::basic::Compression;
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{ChunkReader, FileReader as _, Length as _, RowGroupReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::ColumnPath;
use std::io::Write;
use std::sync::Arc;

/// Bytes that the different texts of a new column may take in one row group before they are written
/// out at every row.
const DICTIONARY_BYTES_MAX: usize = 64 << 20;

/// A Parquet file of points with its footer read.
pub struct ParquetTable<R: ChunkReader + 'static> {
    source: Shared<R>,
    reader: SerializedFileReader<Shared<R>>,
    place: Place,
    named: Option<PositionReader>,
    datum: Datum,
    called: Vec<String>,
    sample: Vec<[f64; 2]>,
}

impl<R: ChunkReader + 'static> std::fmt::Debug for ParquetTable<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetTable").field("columns", &self.called).finish_non_exhaustive()
    }
}

impl<R: ChunkReader + 'static> ParquetTable<R> {
    /// Reads the footer and finds the columns: longitude and latitude as numbers or texts, or points
    /// as `columns` and the metadata of `GeoParquet` say. A nested column is named by its path:
    /// `place.lon`.
    ///
    /// # Errors
    ///
    /// [`ColumnarError`] when this is no Parquet file or has no such columns.
    pub fn open(source: R, columns: PointColumns<'_>) -> Result<Self, ColumnarError> {
        guarded(|| Self::read(source, columns))
    }

    fn read(source: R, columns: PointColumns<'_>) -> Result<Self, ColumnarError> {
        let source = Shared(Arc::new(source));
        let reader = SerializedFileReader::new(Shared(Arc::clone(&source.0)))?;
        let file = reader.metadata().file_metadata();
        let geo = value(file.key_value_metadata(), geo::KEY);
        // A column with several values in a row has no place among the names.
        let header = |column: &Arc<_>| single(column).unwrap_or_default();
        let headers: Vec<String> = file.schema_descr().columns().iter().map(header).collect();
        let (place, called) = points::choose(&headers, columns, geo)?;
        let named = columns.named.map(|(_, read)| read);
        let (datum, sample) = (columns.datum, Vec::new());
        let mut table = Self { source, reader, place, named, datum, called, sample };
        table.look()?;
        Ok(table)
    }

    /// Reads the first rows, so that a column of the wrong type is an error from the start.
    fn look(&mut self) -> Result<(), ColumnarError> {
        let file = self.reader.metadata();
        let Some(rows) = file.row_groups().first().map(RowGroupMetaData::num_rows) else {
            return Ok(());
        };
        let group = self.reader.get_row_group(0)?;
        let mut given = Vec::new();
        self.places(&*group)?.next(usize::try_from(rows).unwrap_or(0).min(1_000), &mut given)?;
        self.sample = given
            .into_iter()
            .filter_map(|given| if let Given::Degrees(at) = given { Some(at) } else { None })
            .collect();
        Ok(())
    }

    /// The columns that are read: longitude and latitude, or the one column.
    pub fn columns(&self) -> &[String] {
        &self.called
    }

    /// Longitude and latitude of up to a thousand first rows as they stand, in degrees. For
    /// [`crate::guess_datum`].
    pub fn sample(&self) -> &[[f64; 2]] {
        &self.sample
    }

    /// Copies the file and adds columns of text, null where there is no grid: same rows, same order,
    /// same row groups but for those without rows. Memory grows with the largest row group, by some ten bytes a row.
    ///
    /// # Errors
    ///
    /// [`ColumnarError`] when the file is damaged, has a column of such a name, or a stream breaks.
    pub fn assign(
        self,
        output: &mut (dyn Write + Send),
        added: &[AddedColumn],
        assigner: &mut Assigner<'_>,
    ) -> Result<AssignCounts, ColumnarError> {
        guarded(|| self.copy(output, added, assigner))
    }

    fn copy(
        &self,
        output: &mut (dyn Write + Send),
        added: &[AddedColumn],
        assigner: &mut Assigner<'_>,
    ) -> Result<AssignCounts, ColumnarError> {
        let file = self.reader.metadata().file_metadata();
        let schema = with_columns(file.schema(), added)?;
        let properties = Arc::new(self.properties(added));
        let mut writer = SerializedFileWriter::new(output, schema, properties)?;
        let texts: Vec<Vec<ByteArray>> = added.iter().map(|it| shared(&it.texts)).collect();
        let mut counts = AssignCounts::default();
        let mut grids = Vec::new();
        for (number, group) in self.reader.metadata().row_groups().iter().enumerate() {
            // Where nothing is, offsets say nothing either.
            if group.num_rows() == 0 {
                continue;
            }
            let mut copy = writer.next_row_group()?;
            for column in group.columns() {
                self.append(&mut copy, column, group.num_rows())?;
            }
            grids.clear();
            self.grids(number, group.num_rows(), assigner, &mut grids, &mut counts)?;
            for (column, texts) in added.iter().zip(&texts) {
                write(&mut copy, column, texts, &grids)?;
            }
            copy.close()?;
        }
        writer.close()?;
        Ok(counts)
    }

    /// Copies a chunk of a column as it is.
    fn append<W: Write + Send>(
        &self,
        copy: &mut SerializedRowGroupWriter<'_, W>,
        column: &ColumnChunkMetaData,
        rows: i64,
    ) -> Result<(), ColumnarError> {
        let broken = |why: &str| ColumnarError::Broken { format: "Parquet", why: why.into() };
        if column.file_path().is_some() {
            return Err(broken("its columns are in other files"));
        }
        // Some writers say 0 where there is no dictionary.
        let data = column.data_page_offset();
        let dictionary = column.dictionary_page_offset();
        let metadata = if dictionary.is_some_and(|at| at < 4 || at > data) {
            column.clone().into_builder().set_dictionary_page_offset(None).build()?
        } else {
            column.clone()
        };
        let from = metadata.dictionary_page_offset().unwrap_or(data);
        let (from, bytes) =
            (u64::try_from(from).ok(), u64::try_from(metadata.compressed_size()).ok());
        let end = from.zip(bytes).and_then(|(from, bytes)| from.checked_add(bytes));
        if end.is_none_or(|end| end > self.source.len()) {
            return Err(broken("a column lies outside of the file"));
        }
        let bytes_written = bytes.unwrap_or_default();
        let rows_written = u64::try_from(rows).unwrap_or_default();
        copy.append_column(
            &self.source,
            ColumnCloseResult {
                bytes_written,
                rows_written,
                metadata,
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            },
        )?;
        Ok(())
    }

    /// The grids of all rows of a row group.
    fn grids(
        &self,
        group: usize,
        rows: i64,
        assigner: &mut Assigner<'_>,
        grids: &mut Vec<Option<GridId>>,
        counts: &mut AssignCounts,
    ) -> Result<(), ColumnarError> {
        let group = self.reader.get_row_group(group)?;
        let mut places = self.places(&*group)?;
        let mut left = usize::try_from(rows).unwrap_or(0);
        let (mut given, mut positions, mut found) = (Vec::new(), Vec::new(), Vec::new());
        while left > 0 {
            let count = left.min(ROWS_AT_ONCE);
            given.clear();
            places.next(count, &mut given)?;
            super::assign(self.datum, &given, &mut positions, &mut found, assigner, grids, counts);
            left -= count;
        }
        Ok(())
    }

    /// What says where the rows of a row group are.
    fn places<'a>(&self, group: &(dyn RowGroupReader + 'a)) -> Result<Places, ColumnarError> {
        let schema = group.metadata().schema_descr_ptr();
        let reader = |column| Ok::<_, ColumnarError>(group.get_column_reader(column)?);
        Ok(match (&self.place, self.named) {
            (Place::Degrees([x, y]), _) => Places::Degrees {
                lon: cells::degrees(reader(*x)?, &schema.column(*x))?,
                lat: cells::degrees(reader(*y)?, &schema.column(*y))?,
                read: [Vec::new(), Vec::new()],
            },
            (Place::Named(at), Some(say)) => Places::Named {
                cells: cells::texts(reader(*at)?, &schema.column(*at), say)?,
                read: Vec::new(),
            },
            (Place::Geometry(at) | Place::Named(at), _) => Places::Geometry {
                cells: cells::geometry(reader(*at)?, &schema.column(*at))?,
                read: Vec::new(),
            },
        })
    }

    /// How the copy is written: with the metadata of the file, the new columns compressed like those
    /// they were found by.
    fn properties(&self, added: &[AddedColumn]) -> WriterProperties {
        let metadata = self.reader.metadata();
        let file = metadata.file_metadata();
        let first = metadata.row_groups().first();
        let column = match self.place {
            Place::Degrees([column, _]) | Place::Geometry(column) | Place::Named(column) => column,
        };
        let like = first.map(|group| group.column(column).compression());
        let compression = match like {
            Some(Compression::SNAPPY) => Compression::SNAPPY,
            Some(Compression::LZ4 | Compression::LZ4_RAW) => Compression::LZ4_RAW,
            Some(Compression::ZSTD(level)) => Compression::ZSTD(level),
            Some(Compression::GZIP(level)) => Compression::GZIP(level),
            _ => Compression::UNCOMPRESSED,
        };
        let mut properties = WriterProperties::builder()
            .set_created_by(concat!("gridbeat ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(key_values(file.key_value_metadata(), added))
            .set_sorting_columns(first.and_then(|group| group.sorting_columns().cloned()))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true);
        for column in added {
            let path = ColumnPath::from(column.header.clone());
            properties = properties
                .set_column_compression(path.clone(), compression)
                .set_column_dictionary_page_size_limit(path, DICTIONARY_BYTES_MAX);
        }
        properties.build()
    }
}

/// Texts whose copies share their bytes.
fn shared(texts: &[String]) -> Vec<ByteArray> {
    texts.iter().map(|text| ByteArray::from(text.as_str())).collect()
}

/// Writes a new column of a row group.
fn write<W: Write + Send>(
    copy: &mut SerializedRowGroupWriter<'_, W>,
    column: &AddedColumn,
    texts: &[ByteArray],
    grids: &[Option<GridId>],
) -> Result<(), ColumnarError> {
    let Some(mut writer) = copy.next_column()? else {
        let why = "a row group has too many columns".into();
        return Err(ColumnarError::Broken { format: "Parquet", why });
    };
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for batch in grids.chunks(ROWS_AT_ONCE) {
        values.clear();
        levels.clear();
        for grid in batch {
            let place = grid.and_then(|grid| column.of_grid.get(grid.0 as usize));
            let text = place.and_then(|place| texts.get(*place as usize));
            values.extend(text.cloned());
            levels.push(i16::from(text.is_some()));
        }
        writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
    }
    writer.close()?;
    Ok(())
}

#[cfg(test)]
#[path = "parquet_tests.rs"]
mod tests;
