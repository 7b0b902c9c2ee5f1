//! Words on the terminal, and the progress of long work.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal as _, Write as _};
use tracing_subscriber::EnvFilter;

/// A line on standard output. A closed pipe is the reader's business.
pub(crate) fn say(line: &str) {
    let _gone = writeln!(std::io::stdout(), "{line}");
}

/// A line on standard error.
pub(crate) fn complain(line: &str) {
    let _gone = writeln!(std::io::stderr(), "{line}");
}

/// A bar of `length` steps on a terminal, nothing in a pipe.
pub(crate) fn bar(length: u64, what: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} [{bar:32}] {percent:>3}% {elapsed}");
    let bar = ProgressBar::new(length).with_message(what.to_owned());
    match style {
        Ok(style) => bar.with_style(style.progress_chars("=> ")),
        Err(_) => bar,
    }
}

/// Tells what happens on standard error, as much as `GRIDBEAT_LOG` says.
pub(super) fn log_to_stderr() {
    let filter = EnvFilter::try_from_env("GRIDBEAT_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
