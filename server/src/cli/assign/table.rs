//! A table of points in any form: told by its first bytes, copied in the same form.

use crate::cli::Failure;
use crate::work::import::points::open_table;
use exchange::{AddedColumn, AssignCounts, Assigner, CsvTable, PointColumns, TableError};
#[cfg(feature = "columnar")]
use exchange::{ArrowTable, ColumnarError, ParquetTable};
#[cfg(feature = "columnar")]
use std::fs::File;
use std::io::{self, BufRead as _, ErrorKind, Write};
use std::path::Path;

/// An open table and its name.
#[derive(Debug)]
pub(super) struct Table {
    name: String,
    form: Form,
}

#[derive(Debug)]
enum Form {
    Csv(CsvTable<'static>),
    #[cfg(feature = "columnar")]
    Parquet(Box<ParquetTable<File>>),
    #[cfg(feature = "columnar")]
    Arrow(ArrowTable<'static>),
}

/// Why a table was not copied to its end.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Nobody wants the rest.
    BrokenPipe,
    /// Anything else.
    Other(Failure),
}

/// What the first bytes of a table say of its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Csv,
    Parquet,
    ArrowFile,
    ArrowStream,
}

impl Kind {
    fn of(head: &[u8]) -> Self {
        if head.starts_with(b"PAR1") {
            Self::Parquet
        } else if head.starts_with(b"ARROW1") {
            Self::ArrowFile
        } else if head.starts_with(&[0xff; 4]) {
            Self::ArrowStream
        } else {
            Self::Csv
        }
    }
}

impl Table {
    /// Opens a file, or standard input for `-`.
    pub(super) fn open(path: &Path, columns: PointColumns<'_>) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let form = Self::form(path, &name, columns)?;
        Ok(Self { name, form })
    }

    fn form(path: &Path, name: &str, columns: PointColumns<'_>) -> Result<Form, Failure> {
        let unreadable = |error: &io::Error| Failure::new(format!("cannot read {name}"), error);
        let mut input =
            open_table(path).map_err(|error| Failure::new("nothing was assigned", &error))?;
        let head = input.fill_buf().map_err(|error| unreadable(&error))?;
        let kind = Kind::of(head);
        if kind == Kind::Csv {
            if columns.geometry.is_some() {
                return Err(Failure::line(format!("{name} is a CSV; --geometry is for others")));
            }
            let table = CsvTable::open(input, columns);
            return Ok(Form::Csv(table.map_err(|error| Failure::new(name, &error))?));
        }
        let piped = path.as_os_str() == "-";
        if piped && kind != Kind::ArrowStream {
            let why = "a Parquet or Arrow file cannot come from standard input; name the file";
            return Err(Failure::line(why));
        }
        by_column(kind, path, name, input, columns)
    }

    /// That the name of the copy does not promise another form.
    pub(super) fn fits(&self, output: &Path) -> Result<(), Failure> {
        let ending = output.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let promised = match ending.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "txt" => "CSV",
            "parquet" | "geoparquet" => "Parquet",
            "arrow" | "arrows" | "feather" => "Arrow",
            _ => return Ok(()),
        };
        let form = match &self.form {
            Form::Csv(_) => "CSV",
            #[cfg(feature = "columnar")]
            Form::Parquet(_) => "Parquet",
            #[cfg(feature = "columnar")]
            Form::Arrow(_) => "Arrow",
        };
        if form == promised {
            return Ok(());
        }
        let (name, to) = (&self.name, output.display());
        Err(Failure::line(format!(
            "{name} is {form} and its copy will be, too: {to} must not end so"
        )))
    }

    /// The columns that say where the rows are.
    pub(super) fn columns(&self) -> &[String] {
        match &self.form {
            Form::Csv(table) => table.columns(),
            #[cfg(feature = "columnar")]
            Form::Parquet(table) => table.columns(),
            #[cfg(feature = "columnar")]
            Form::Arrow(table) => table.columns(),
        }
    }

    /// Degrees of the first rows, as they stand.
    pub(super) fn sample(&self) -> &[[f64; 2]] {
        match &self.form {
            Form::Csv(table) => table.sample(),
            #[cfg(feature = "columnar")]
            Form::Parquet(table) => table.sample(),
            #[cfg(feature = "columnar")]
            Form::Arrow(table) => table.sample(),
        }
    }

    /// How the place of a row is said.
    pub(super) fn rows_are(&self) -> &'static str {
        if matches!(self.form, Form::Csv(_)) { "on line" } else { "is row" }
    }

    /// Copies the table with the new columns.
    pub(super) fn assign(
        self,
        output: &mut (dyn Write + Send),
        added: &[AddedColumn],
        assigner: &mut Assigner<'_>,
    ) -> Result<AssignCounts, Trouble> {
        let name = &self.name;
        match self.form {
            Form::Csv(table) => {
                table.assign(output, added, assigner).map_err(|error| match error {
                    TableError::Io(error) if error.kind() == ErrorKind::BrokenPipe => {
                        Trouble::BrokenPipe
                    }
                    error => Trouble::Other(Failure::new(name, &error)),
                })
            }
            #[cfg(feature = "columnar")]
            Form::Parquet(table) => quietly(|| table.assign(output, added, assigner))
                .map_err(|error| trouble(name, error)),
            #[cfg(feature = "columnar")]
            Form::Arrow(table) => {
                table.assign(output, added, assigner).map_err(|error| trouble(name, error))
            }
        }
    }
}

/// Opens a table by column.
#[cfg(feature = "columnar")]
fn by_column(
    kind: Kind,
    path: &Path,
    name: &str,
    input: Box<dyn io::BufRead>,
    columns: PointColumns<'_>,
) -> Result<Form, Failure> {
    let opened = if kind == Kind::ArrowStream {
        ArrowTable::open_stream(input, columns).map(Form::Arrow)
    } else {
        // From its beginning again, to be read here and there.
        drop(input);
        let file = File::open(path);
        let file = file.map_err(|error| Failure::new(format!("cannot read {name}"), &error))?;
        if kind == Kind::ArrowFile {
            ArrowTable::open_file(file, columns).map(Form::Arrow)
        } else {
            quietly(|| ParquetTable::open(file, columns))
                .map(|table| Form::Parquet(Box::new(table)))
        }
    };
    opened.map_err(|error| Failure::new(name, &error))
}

/// Says that this program reads no tables by column.
#[cfg(not(feature = "columnar"))]
fn by_column(
    _kind: Kind,
    _path: &Path,
    name: &str,
    _input: Box<dyn io::BufRead>,
    _columns: PointColumns<'_>,
) -> Result<Form, Failure> {
    let why = "is Parquet or Arrow, which this program was built without; write it as CSV";
    Err(Failure::line(format!("{name} {why}")))
}

/// Does work that turns panics into errors, so that they are said once and as such.
#[cfg(feature = "columnar")]
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let done = work();
    std::panic::set_hook(hook);
    done
}

#[cfg(feature = "columnar")]
fn trouble(name: &str, error: ColumnarError) -> Trouble {
    match error {
        ColumnarError::Io(error) if error.kind() == ErrorKind::BrokenPipe => Trouble::BrokenPipe,
        error => Trouble::Other(Failure::new(name, &error)),
    }
}
