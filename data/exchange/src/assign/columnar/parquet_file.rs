//! The edges of a Parquet file: reading it here and there, errors, schema and metadata.

use super::{ColumnarError, arrow};
use crate::assign::AddedColumn;
use bytes::Bytes;
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::reader::{ChunkReader, Length};
use parquet::schema::types::{ColumnDescriptor, Type, TypePtr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// The key of the Arrow schema that some writers add.
const ARROW_SCHEMA: &str = "ARROW:schema";

/// A file that is read here and there.
pub(super) struct Shared<R>(pub(super) Arc<R>);

impl<R: Length> Length for Shared<R> {
    fn len(&self) -> u64 {
        self.0.len()
    }
}

impl<R: ChunkReader> ChunkReader for Shared<R> {
    type T = R::T;

    fn get_read(&self, start: u64) -> Result<R::T, ParquetError> {
        self.0.get_read(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        self.0.get_bytes(start, length)
    }
}

impl From<ParquetError> for ColumnarError {
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(cause) => match cause.downcast() {
                Ok(error) => Self::Io(*error),
                Err(why) => Self::Broken { format: "Parquet", why },
            },
            error => Self::Broken { format: "Parquet", why: error.into() },
        }
    }
}

/// Does work with a file that may be damaged: the decoder of Parquet panics where pages contradict
/// each other, and that, too, is an error of the file.
pub(super) fn guarded<T>(
    work: impl FnOnce() -> Result<T, ColumnarError>,
) -> Result<T, ColumnarError> {
    // What the work has in hand is not used again when it panics.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
        let said = said.or_else(|| panic.downcast_ref::<String>().cloned());
        let why = said.unwrap_or_else(|| "its pages contradict each other".to_owned()).into();
        Err(ColumnarError::Broken { format: "Parquet", why })
    })
}

/// The path of a column with one value a row.
pub(super) fn single(column: &Arc<ColumnDescriptor>) -> Option<String> {
    (column.max_rep_level() == 0).then(|| column.path().string())
}

pub(super) fn value<'m>(metadata: Option<&'m Vec<KeyValue>>, key: &str) -> Option<&'m str> {
    metadata?.iter().find(|it| it.key == key)?.value.as_deref()
}

/// The metadata of the copy. The Arrow schema in it must name the new columns, too; one that cannot
/// be read is left out, and readers go by the schema of Parquet.
pub(super) fn key_values(
    metadata: Option<&Vec<KeyValue>>,
    added: &[AddedColumn],
) -> Option<Vec<KeyValue>> {
    let keep = |it: &KeyValue| {
        if it.key != ARROW_SCHEMA {
            return Some(it.clone());
        }
        let value = arrow::schema_with(it.value.as_deref()?, added)?;
        Some(KeyValue::new(ARROW_SCHEMA.to_owned(), value))
    };
    Some(metadata?.iter().filter_map(keep).collect())
}

/// The schema with the new columns after the others.
pub(super) fn with_columns(schema: &Type, added: &[AddedColumn]) -> Result<TypePtr, ColumnarError> {
    let mut fields = schema.get_fields().to_vec();
    for AddedColumn { header, .. } in added {
        if fields.iter().any(|field| field.name() == header) {
            return Err(ColumnarError::Taken { header: header.clone() });
        }
        let column = Type::primitive_type_builder(header, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(Some(LogicalType::String))
            .build()?;
        fields.push(Arc::new(column));
    }
    Ok(Arc::new(Type::group_type_builder(schema.name()).with_fields(fields).build()?))
}
