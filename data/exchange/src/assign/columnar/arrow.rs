//! Copies an Arrow table, a file (`.arrow`, `.feather`) or a stream of batches, and adds the grid of
//! every row.

use super::points::{self, Given};
use super::{ColumnarError, Place, arrow_cells};
use crate::Datum;
use crate::assign::{AddedColumn, AssignCounts, Assigner, PointColumns, PositionReader};
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_ipc::CompressionType;
use arrow_ipc::convert::try_schema_from_ipc_buffer;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_ipc::writer::{
    DictionaryTracker, FileWriter, IpcDataGenerator, IpcWriteOptions, StreamWriter,
};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use model::GridId;
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

/// What a file begins with; a stream begins otherwise.
const FILE_MAGIC: &[u8] = b"ARROW1";

/// How batches follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// In a file, compressed so.
    File(Option<CompressionType>),
    /// In a stream.
    Stream,
}

/// An Arrow table of points with its schema read.
pub struct ArrowTable<'r> {
    batches: Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + 'r>,
    /// The first batch, read ahead.
    first: Option<RecordBatch>,
    schema: SchemaRef,
    form: Form,
    place: Place,
    named: Option<PositionReader>,
    datum: Datum,
    called: Vec<String>,
    sample: Vec<[f64; 2]>,
}

impl std::fmt::Debug for ArrowTable<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ArrowTable").field("columns", &self.called).finish_non_exhaustive()
    }
}

impl From<ArrowError> for ColumnarError {
    fn from(error: ArrowError) -> Self {
        // A file that is damaged sends its reader to places that are not there.
        let lost = [ErrorKind::UnexpectedEof, ErrorKind::InvalidInput, ErrorKind::InvalidData];
        match error {
            ArrowError::IoError(_, error) if !lost.contains(&error.kind()) => Self::Io(error),
            error => Self::Broken { format: "Arrow", why: error.into() },
        }
    }
}

impl<'r> ArrowTable<'r> {
    /// Opens a file or a stream and finds the columns, as [`crate::ParquetTable::open`] does.
    ///
    /// # Errors
    ///
    /// [`ColumnarError`] when this is no Arrow file or has no such columns.
    pub fn open_file(
        mut source: impl Read + Seek + 'r,
        columns: PointColumns<'_>,
    ) -> Result<Self, ColumnarError> {
        let mut magic = Vec::new();
        source.by_ref().take(FILE_MAGIC.len() as u64).read_to_end(&mut magic)?;
        source.seek(SeekFrom::Start(0))?;
        if magic != FILE_MAGIC {
            return Self::open_stream(source, columns);
        }
        let compression = compression(&mut source);
        source.seek(SeekFrom::Start(0))?;
        let reader = FileReader::try_new_buffered(source, None)?;
        let schema = reader.schema();
        Self::open(Box::new(reader), schema, Form::File(compression), columns)
    }

    /// Opens a stream, from its beginning to its end, like [`ArrowTable::open_file`].
    ///
    /// # Errors
    ///
    /// [`ColumnarError`] when this is no Arrow stream or has no such columns.
    pub fn open_stream(
        source: impl Read + 'r,
        columns: PointColumns<'_>,
    ) -> Result<Self, ColumnarError> {
        let reader = StreamReader::try_new_buffered(source, None)?;
        let schema = reader.schema();
        Self::open(Box::new(reader), schema, Form::Stream, columns)
    }

    fn open(
        mut batches: Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + 'r>,
        schema: SchemaRef,
        form: Form,
        columns: PointColumns<'_>,
    ) -> Result<Self, ColumnarError> {
        let geo = schema.metadata().get(super::geo::KEY).map(String::as_str);
        let headers = arrow_cells::paths(schema.fields());
        let (place, called) = points::choose(&headers, columns, geo)?;
        let named = columns.named.map(|(_, read)| read);
        let first = batches.next().transpose()?;
        let mut given = Vec::new();
        if let Some(first) = &first {
            let head = first.slice(0, first.num_rows().min(1_000));
            arrow_cells::given(&head, &place, &called, named, &mut given)?;
        }
        let sample = given
            .into_iter()
            .filter_map(|given| if let Given::Degrees(at) = given { Some(at) } else { None })
            .collect();
        let datum = columns.datum;
        Ok(Self { batches, first, schema, form, place, named, datum, called, sample })
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

    /// Copies the table and adds columns of text, null where there is no grid: same rows, same
    /// order, same batches; a file stays a file and a stream a stream. Memory grows with the largest
    /// batch.
    ///
    /// # Errors
    ///
    /// [`ColumnarError`] when the table is damaged, has a column of such a name, or a stream breaks.
    pub fn assign(
        mut self,
        output: &mut dyn Write,
        added: &[AddedColumn],
        assigner: &mut Assigner<'_>,
    ) -> Result<AssignCounts, ColumnarError> {
        let schema = Arc::new(with_columns(&self.schema, added)?);
        let options = IpcWriteOptions::default();
        let mut writer = match self.form {
            Form::File(compression) => {
                let options = options.try_with_compression(compression)?;
                Writer::File(FileWriter::try_new_with_options(output, &schema, options)?)
            }
            Form::Stream => {
                Writer::Stream(StreamWriter::try_new_with_options(output, &schema, options)?)
            }
        };
        let mut counts = AssignCounts::default();
        let (mut given, mut positions) = (Vec::new(), Vec::new());
        let (mut found, mut grids) = (Vec::new(), Vec::new());
        while let Some(batch) = self.first.take().map(Ok).or_else(|| self.batches.next()) {
            let batch = batch?;
            given.clear();
            grids.clear();
            arrow_cells::given(&batch, &self.place, &self.called, self.named, &mut given)?;
            super::assign(
                self.datum,
                &given,
                &mut positions,
                &mut found,
                assigner,
                &mut grids,
                &mut counts,
            );
            let mut columns = batch.columns().to_vec();
            columns.extend(added.iter().map(|column| texts(column, &grids)));
            writer.write(&RecordBatch::try_new(Arc::clone(&schema), columns)?)?;
        }
        writer.finish()?;
        Ok(counts)
    }
}

enum Writer<'w> {
    File(FileWriter<&'w mut dyn Write>),
    Stream(StreamWriter<&'w mut dyn Write>),
}

impl Writer<'_> {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        match self {
            Self::File(writer) => writer.write(batch),
            Self::Stream(writer) => writer.write(batch),
        }
    }

    fn finish(&mut self) -> Result<(), ArrowError> {
        match self {
            Self::File(writer) => writer.finish(),
            Self::Stream(writer) => writer.finish(),
        }
    }
}

/// A new column of a batch.
fn texts(column: &AddedColumn, grids: &[Option<GridId>]) -> ArrayRef {
    let text = |grid: GridId| {
        let place = column.of_grid.get(grid.0 as usize)?;
        column.texts.get(*place as usize).map(String::as_str)
    };
    Arc::new(grids.iter().map(|grid| grid.and_then(text)).collect::<StringArray>())
}

/// The schema with the new columns after the others.
fn with_columns(schema: &Schema, added: &[AddedColumn]) -> Result<Schema, ColumnarError> {
    let mut fields = schema.fields().to_vec();
    for AddedColumn { header, .. } in added {
        if fields.iter().any(|field| field.name() == header) {
            return Err(ColumnarError::Taken { header: header.clone() });
        }
        fields.push(Arc::new(Field::new(header, DataType::Utf8, true)));
    }
    Ok(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

/// A schema as Parquet files keep it, with the new columns; `None` when it cannot be read.
pub(super) fn schema_with(value: &str, added: &[AddedColumn]) -> Option<String> {
    let bytes = BASE64_STANDARD.decode(value).ok()?;
    let schema = with_columns(&try_schema_from_ipc_buffer(&bytes).ok()?, added).ok()?;
    let message = IpcDataGenerator::default().schema_to_bytes_with_dictionary_tracker(
        &schema,
        &mut DictionaryTracker::new(true),
        &IpcWriteOptions::default(),
    );
    // A message in a stream: the mark of one, its length, itself.
    let message = message.ipc_message;
    let mut bytes = vec![0xff; 4];
    bytes.extend(u32::try_from(message.len()).ok()?.to_le_bytes());
    bytes.extend(message);
    Some(BASE64_STANDARD.encode(bytes))
}

/// How the first batch of a file is compressed; `None` when it is not, or cannot be told.
fn compression(source: &mut (impl Read + Seek)) -> Option<CompressionType> {
    let mut read = |from, bytes: usize| {
        source.seek(from).ok()?;
        let mut read = Vec::new();
        source.by_ref().take(bytes as u64).read_to_end(&mut read).ok()?;
        (read.len() == bytes).then_some(read)
    };
    // The footer, its length, the magic.
    let end = read(SeekFrom::End(-10), 4)?;
    let length = u32::from_le_bytes(*end.first_chunk()?);
    let footer = read(SeekFrom::End(-10 - i64::from(length)), length as usize)?;
    let footer = arrow_ipc::root_as_footer(&footer).ok()?;
    let block = footer.recordBatches()?.iter().next()?;
    let from = SeekFrom::Start(u64::try_from(block.offset()).ok()?);
    let message = read(from, usize::try_from(block.metaDataLength()).ok()?)?;
    // Since version 0.15 a mark stands before the length.
    let head = if message.starts_with(&[0xff; 4]) { 8 } else { 4 };
    let message = arrow_ipc::root_as_message(message.get(head..)?).ok()?;
    Some(message.header_as_record_batch()?.compression()?.codec())
}

#[cfg(test)]
#[path = "arrow_tests.rs"]
mod tests;
