//! `gridbeat export`: gives out what is kept, in forms that others read.

use super::say::complain;
use super::{Failure, Outcome, block_on};
use crate::work::export::{self, ExportError, Form};
use crate::work::plans::{KeptPlan, STANDING_PROBLEM};
use exchange::patrol::{write_plan_geojson, write_plan_gpx};
use jiff::Timestamp;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use store::{OpenMode, PlanId, Store};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// The units of every level of the drawing in force, as .geojson; `import grids` reads it back.
    #[command(after_help = super::EXIT_CODES)]
    Grids(To),
    /// The places, as .geojson or .csv (points only).
    #[command(after_help = super::EXIT_CODES)]
    Places(To),
    /// The incidents, oldest first, as .geojson or .csv.
    #[command(after_help = super::EXIT_CODES)]
    Incidents(To),
    /// A plan, as .json, .gpx or .geojson.
    #[command(after_help = super::EXIT_CODES)]
    Plan {
        /// The plan's number.
        id: u64,
        #[command(flatten)]
        to: To,
    },
    /// The standing patrol problem, as .json; `gridbeat plan` reads it.
    #[command(after_help = super::EXIT_CODES)]
    Problem(To),
}

/// From where to where.
#[derive(Debug, clap::Args)]
pub(super) struct To {
    /// A GeoPackage file or a PostgreSQL address.
    #[arg(long, default_value = "gridbeat.gpkg", value_name = "FILE.gpkg|postgres://…")]
    store: String,
    /// The file to write; its ending says the form. `-` is standard output, in the first form.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Exports.
pub(super) fn run(command: &Command) -> Result<Outcome, Failure> {
    let to = match command {
        Command::Grids(to)
        | Command::Places(to)
        | Command::Incidents(to)
        | Command::Problem(to)
        | Command::Plan { to, .. } => to,
    };
    let ending = to.ending();
    let form = match (command, ending.as_str()) {
        (Command::Plan { .. }, "json" | "gpx" | "geojson" | "-")
        | (Command::Problem(_), "json" | "-") => Form::GeoJson,
        (Command::Plan { .. }, _) => return Err(to.wrong_ending(".json, .gpx or .geojson")),
        (Command::Problem(_), _) => return Err(to.wrong_ending(".json")),
        (_, "geojson" | "json" | "-") => Form::GeoJson,
        (Command::Places(_) | Command::Incidents(_), "csv") => Form::Csv,
        (Command::Grids(_), _) => return Err(to.wrong_ending(".geojson")),
        _ => return Err(to.wrong_ending(".geojson or .csv")),
    };
    block_on(async {
        let store = Store::open(&to.store, OpenMode::MustExist).await;
        let store = store.map_err(|error| Failure::new("nothing was exported", &error))?;
        if let Command::Plan { id, .. } = command {
            return plan(&store, *id, &ending, to).await;
        }
        if matches!(command, Command::Problem(_)) {
            return problem(&store, to).await;
        }
        let mut out = Output::create(&to.output).map_err(|error| to.unwritable(&error))?;
        let written = match command {
            Command::Grids(_) => export::grids(&store, Timestamp::now(), &mut out).await,
            Command::Places(_) => export::places(&store, form, &mut out).await,
            _ => export::incidents(&store, form, &mut out).await,
        };
        let written = match written {
            Err(ExportError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => {
                return Ok(Outcome::Clean);
            }
            Err(error) => return Err(Failure::new(to.output.display(), &error)),
            Ok(written) => written,
        };
        out.finish().map_err(|error| to.unwritable(&error))?;
        complain(&format!("{} written to {}", written.count, to.output.display()));
        if written.no_points > 0 {
            let count = written.no_points;
            complain(&format!("{count} are lines or areas and were left out; .geojson holds them"));
            return Ok(Outcome::Faults);
        }
        Ok(Outcome::Clean)
    })
}

/// Exports one plan.
async fn plan(store: &Store, id: u64, ending: &str, to: &To) -> Result<Outcome, Failure> {
    let found = store.plan(PlanId(id)).await.map_err(|error| Failure::new("no plan", &error))?;
    let Some(found) = found else {
        return Err(Failure::line(format!("there is no plan {id} in {}", store.place())));
    };
    let broken =
        |error: &dyn std::error::Error| Failure::new(format!("cannot export plan {id}"), error);
    let kept = KeptPlan::read(&found.body).map_err(|error| broken(&error))?;
    let (problem, plan) = kept.parts().map_err(|error| broken(&error))?;
    let ways = kept.ways().map_err(|error| broken(&error))?;
    let text = match ending {
        "gpx" => write_plan_gpx(&plan, &problem, &ways),
        "geojson" => write_plan_geojson(&plan, &problem, &ways),
        _ => kept.plan.to_string(),
    };
    to.write(&text)
}

/// Exports the problem that plans answer unless another is given.
async fn problem(store: &Store, to: &To) -> Result<Outcome, Failure> {
    let found = store.setting(STANDING_PROBLEM).await;
    let found = found.map_err(|error| Failure::new("no problem", &error))?;
    let none = || Failure::line(format!("{} holds no standing patrol problem", store.place()));
    to.write(&found.ok_or_else(none)?)
}

impl To {
    fn ending(&self) -> String {
        if self.output.as_os_str() == "-" {
            return "-".to_owned();
        }
        let ending = self.output.extension().and_then(|ending| ending.to_str());
        ending.unwrap_or_default().to_ascii_lowercase()
    }

    /// Writes a whole text.
    fn write(&self, text: &str) -> Result<Outcome, Failure> {
        Output::whole(&self.output, |out| out.write_all(text.as_bytes()))?;
        Ok(Outcome::Clean)
    }

    fn wrong_ending(&self, known: &str) -> Failure {
        Failure::line(format!("{}: the name must end in {known}", self.output.display()))
    }

    fn unwritable(&self, error: &io::Error) -> Failure {
        unwritable(&self.output, error)
    }
}

/// A file that appears when it is whole, or standard output.
#[derive(Debug)]
pub(super) enum Output {
    /// Standard output.
    Standard(BufWriter<io::Stdout>),
    /// A file under another name until it is finished.
    File {
        /// What is written so far.
        writer: BufWriter<File>,
        /// The name until then.
        part: PathBuf,
        /// The name in the end.
        path: PathBuf,
    },
    /// Something that is no file and cannot be renamed to: a pipe, a device.
    Special(BufWriter<File>),
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot write {}", path.display()), error)
}

/// A field of a table (RFC 4180).
pub(super) fn field(text: &str) -> String {
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

impl Output {
    /// Opens `path` for writing; `-` is standard output.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        if path.as_os_str() == "-" {
            return Ok(Self::Standard(BufWriter::new(io::stdout())));
        }
        if path.is_dir() {
            return Err(io::Error::new(ErrorKind::IsADirectory, "it is a folder"));
        }
        if path.exists() && !path.is_file() {
            return Ok(Self::Special(BufWriter::new(File::options().write(true).open(path)?)));
        }
        // A file that may not be written is not to be replaced either.
        if path.exists() {
            File::options().append(true).open(path)?;
        }
        let mut name = path.as_os_str().to_owned();
        name.push(".part");
        let part = PathBuf::from(name);
        let writer = BufWriter::new(File::create(&part)?);
        Ok(Self::File { writer, part, path: path.to_owned() })
    }

    /// Writes a whole output and brings it to its place. Whoever reads no further is no failure.
    ///
    /// # Errors
    ///
    /// [`Failure`] when the system refuses; then nothing is left lying about.
    pub(super) fn whole(
        path: &Path,
        write: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let written = Self::create(path).and_then(|mut out| {
            write(&mut out)?;
            out.finish()
        });
        match written {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(unwritable(path, &error)),
            _ => Ok(()),
        }
    }

    /// The file, where it is one.
    pub(super) fn file(&mut self) -> Option<&mut BufWriter<File>> {
        match self {
            Self::File { writer, .. } => Some(writer),
            Self::Standard(_) | Self::Special(_) => None,
        }
    }

    /// Brings everything to its place.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.flush()?;
        match self {
            Self::Standard(_) | Self::Special(_) => Ok(()),
            Self::File { part, path, .. } => std::fs::rename(part, path),
        }
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Standard(writer) => writer,
            Self::File { writer, .. } | Self::Special(writer) => writer,
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer().flush()
    }
}

impl Drop for Output {
    /// What was not finished is not left lying about.
    fn drop(&mut self) {
        if let Self::File { part, .. } = self {
            let _gone = std::fs::remove_file(part);
        }
    }
}
