//! `gridbeat`: maps a city's service grids, puts every incident into its grid, plans the patrols
//! that walk them. One program, one data file.
//!
//! | module | what it knows |
//! |---|---|
//! | [`cli`] | the command line: arguments, exit codes, words on a terminal |
//! | [`http`] | the HTTP side: routes, roles, problems, pages |
//! | [`work`] | the use cases, whoever asks |

mod cli;
mod http;
mod work;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
