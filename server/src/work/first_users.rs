//! The accounts of the first start.

use super::passwords::{hash_now, random_password};
use jiff::Timestamp;
use model::Role;
use store::{Entry, Store, StoreError};

/// The settings that carry a password for the first account, for installations without a terminal.
const ADMIN_PASSWORD: &str = "GRIDBEAT_ADMIN_PASSWORD";
/// The same for the first dispatcher.
const DISPATCHER_PASSWORD: &str = "GRIDBEAT_DISPATCHER_PASSWORD";

/// An account that was made.
#[derive(Debug)]
pub(crate) struct FirstUser {
    /// The name to sign in with.
    pub name: &'static str,
    /// The role.
    pub role: Role,
    /// The password when it was made here; `None` when it was given.
    pub password: Option<String>,
}

/// Why there are no first accounts.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FirstUsersError {
    /// The store does not answer.
    #[error("the store does not answer")]
    Store(#[from] StoreError),
    /// A given password does not do.
    #[error("{0}: {1}")]
    Password(&'static str, super::passwords::PasswordError),
}

/// Makes an administrator and a dispatcher in a store that has no account; nothing otherwise.
///
/// # Errors
///
/// [`FirstUsersError`] when a given password is too short, or the store fails.
pub(crate) async fn make(store: &Store, now: Timestamp) -> Result<Vec<FirstUser>, FirstUsersError> {
    if !store.users().await?.is_empty() {
        return Ok(Vec::new());
    }
    let mut made = Vec::new();
    let wanted = [
        ("admin", Role::Administrator, ADMIN_PASSWORD),
        ("dispatcher", Role::Dispatcher, DISPATCHER_PASSWORD),
    ];
    for (name, role, variable) in wanted {
        let given = std::env::var(variable).ok();
        let password = given.clone().unwrap_or_else(random_password);
        let hash =
            hash_now(&password).map_err(|error| FirstUsersError::Password(variable, error))?;
        let entry = Entry::new("gridbeat", now).because("first start");
        store.add_user(name, role, &hash, &entry).await?;
        made.push(FirstUser { name, role, password: given.is_none().then_some(password) });
    }
    Ok(made)
}
