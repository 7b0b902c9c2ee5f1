//! `gridbeat user`: accounts, for whoever can reach the store itself.

use super::say::say;
use super::{Failure, Outcome, block_on};
use crate::http::users::{account_role, is_account_name};
use crate::work::passwords;
use jiff::Timestamp;
use model::Role;
use std::io::{BufRead as _, IsTerminal as _};
use store::{Entry, OpenMode, Store};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Add an account. The password is asked for, or read from standard input in a pipe.
    Add {
        /// The name to sign in with.
        name: String,
        /// grid-worker, designer, dispatcher, administrator or auditor.
        #[arg(long, value_parser = role)]
        role: Role,
        #[command(flatten)]
        at: At,
    },
    /// Set a password: asked for, or read from standard input in a pipe.
    Password {
        /// The account.
        name: String,
        #[command(flatten)]
        at: At,
    },
    /// Remove an account.
    Remove {
        /// The account.
        name: String,
        #[command(flatten)]
        at: At,
    },
    /// List the accounts.
    List {
        #[command(flatten)]
        at: At,
    },
}

/// Where the accounts are.
#[derive(Debug, clap::Args)]
pub(super) struct At {
    /// A GeoPackage file or a PostgreSQL address.
    #[arg(long, default_value = "gridbeat.gpkg", value_name = "FILE.gpkg|postgres://…")]
    store: String,
}

fn role(name: &str) -> Result<Role, String> {
    account_role(name).ok_or_else(|| {
        "there are grid-worker, designer, dispatcher, administrator, auditor".to_owned()
    })
}

/// Does what is asked.
pub(super) fn run(command: Command) -> Result<Outcome, Failure> {
    block_on(async {
        match command {
            Command::Add { name, role, at } => {
                if !is_account_name(&name) {
                    return Err(Failure::line(format!(
                        "{name}: a name has 1 to 64 letters, digits, dots, dashes or underscores"
                    )));
                }
                let (store, hash) = (open(&at).await?, new_hash()?);
                let added = store.add_user(&name, role, &hash, &entry()).await;
                added.map_err(|error| Failure::new(format!("cannot add {name}"), &error))?;
                say(&format!("added {name} ({})", role.as_str()));
            }
            Command::Password { name, at } => {
                let (store, hash) = (open(&at).await?, new_hash()?);
                let set = store.set_password(&name, &hash, &entry()).await;
                set.map_err(|error| Failure::new(format!("cannot change {name}"), &error))?;
                say(&format!("changed the password of {name}"));
            }
            Command::Remove { name, at } => {
                let removed = open(&at).await?.remove_user(&name, &entry()).await;
                removed.map_err(|error| Failure::new(format!("cannot remove {name}"), &error))?;
                say(&format!("removed {name}"));
            }
            Command::List { at } => {
                let users = open(&at).await?.users().await;
                for user in users.map_err(|error| Failure::new("cannot list accounts", &error))? {
                    say(&format!("{}\t{}", user.name, user.role.as_str()));
                }
            }
        }
        Ok(Outcome::Clean)
    })
}

async fn open(at: &At) -> Result<Store, Failure> {
    let store = Store::open(&at.store, OpenMode::MustExist).await;
    store.map_err(|error| Failure::new(format!("cannot open {}", at.store), &error))
}

fn entry() -> Entry {
    Entry::new("command line", Timestamp::now())
}

/// Asks for a new password and hashes it.
fn new_hash() -> Result<String, Failure> {
    let stdin = std::io::stdin();
    let password = if stdin.is_terminal() {
        let ask = |prompt| rpassword::prompt_password(prompt);
        let first = ask("new password: ").map_err(|e| Failure::new("no password", &e))?;
        let again = ask("once more: ").map_err(|e| Failure::new("no password", &e))?;
        if first != again {
            return Err(Failure::line("the two are not the same"));
        }
        first
    } else {
        let mut line = String::new();
        let read = stdin.lock().read_line(&mut line);
        read.map_err(|error| Failure::new("no password", &error))?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    passwords::hash_now(&password)
        .map_err(|error| Failure::new("this password does not do", &error))
}
