//! Who may sign in: an account name, a role and a password hash. Nothing else is kept of anybody.

use crate::entry::check_text;
use crate::sql::{Write, row, rows, run};
use crate::{Entry, Store, StoreError};
use model::Role;
use serde_json::json;
use std::fmt;

const NAME_BYTES_MAX: usize = 64;
const HASH_BYTES_MAX: usize = 512;

/// A user, with what is needed to check a password.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The account name.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// The password's hash, in whatever form the server gave it.
    pub password_hash: String,
}

/// A user in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserSummary {
    /// The account name.
    pub name: String,
    /// What the user may do.
    pub role: Role,
}

impl fmt::Debug for User {
    /// Leaves the hash out: it has no place in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("name", &self.name)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Adds a user. The hash is made by the caller; the store never sees a password.
    ///
    /// # Errors
    ///
    /// [`StoreError::NameTaken`]; [`StoreError::Invalid`] for a name that is empty, over 64 bytes or
    /// holds control characters, for an empty hash, and for [`Role::Public`], which nobody signs
    /// in as.
    pub async fn add_user(
        &self,
        name: &str,
        role: Role,
        password_hash: &str,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        check_name(name)?;
        check_role(role)?;
        check_hash(password_hash)?;
        let mut write = self.write(entry).await?;
        let added = run!(
            write,
            both "insert into account (name, role, password_hash) values ($1, $2, $3)
                  on conflict (name) do nothing",
            name,
            role.as_str(),
            password_hash,
        )?;
        if added == 0 {
            return Err(StoreError::NameTaken);
        }
        write.commit(entry, "user-added", json!({ "user": name, "role": role.as_str() })).await
    }

    /// The user of this name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn user(&self, name: &str) -> Result<Option<User>, StoreError> {
        let mut read = self.read().await?;
        let found = row!(
            read,
            (String, String, String),
            both "select name, role, password_hash from account where name = $1",
            name,
        )?;
        let Some((name, role, password_hash)) = found else { return Ok(None) };
        Ok(Some(User { role: role_of(&name, &role)?, name, password_hash }))
    }

    /// Every user, by name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn users(&self) -> Result<Vec<UserSummary>, StoreError> {
        let mut read = self.read().await?;
        let rows =
            rows!(read, (String, String), both "select name, role from account order by name")?;
        rows.into_iter()
            .map(|(name, role)| Ok(UserSummary { role: role_of(&name, &role)?, name }))
            .collect()
    }

    /// Gives a user another password, and ends the user's sessions.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`]; [`StoreError::Invalid`] for an empty hash.
    pub async fn set_password(
        &self,
        name: &str,
        password_hash: &str,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        check_hash(password_hash)?;
        let mut write = self.write(entry).await?;
        let set = run!(
            write,
            both "update account set password_hash = $2 where name = $1",
            name,
            password_hash,
        )?;
        if set == 0 {
            return Err(unknown(name));
        }
        let ended = run!(write, both "delete from session where account = $1", name)?;
        let what = json!({ "user": name, "sessions_ended": ended });
        write.commit(entry, "user-password", what).await
    }

    /// Gives a user another role.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`]; [`StoreError::LastAdministrator`]; [`StoreError::Invalid`] for
    /// [`Role::Public`].
    pub async fn set_role(&self, name: &str, role: Role, entry: &Entry) -> Result<(), StoreError> {
        check_role(role)?;
        let mut write = self.write(entry).await?;
        let before = write.role_to_change(name, role == Role::Administrator).await?;
        run!(write, both "update account set role = $2 where name = $1", name, role.as_str())?;
        let what = json!({ "user": name, "before": before.as_str(), "after": role.as_str() });
        write.commit(entry, "user-role", what).await
    }

    /// Removes a user and the user's sessions. What the log says of the user stays.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`]; [`StoreError::LastAdministrator`].
    pub async fn remove_user(&self, name: &str, entry: &Entry) -> Result<(), StoreError> {
        let mut write = self.write(entry).await?;
        let role = write.role_to_change(name, false).await?;
        run!(write, both "delete from account where name = $1", name)?;
        write.commit(entry, "user-removed", json!({ "user": name, "role": role.as_str() })).await
    }
}

impl Write {
    /// The role of a user about to lose it; refused when nobody would administer the house then.
    async fn role_to_change(&mut self, name: &str, stays: bool) -> Result<Role, StoreError> {
        let found = row!(
            self,
            (String, i64),
            both "select role, (select count(*) from account where role = 'administrator')
                  from account where name = $1",
            name,
        )?;
        let (role, administrators) = found.ok_or_else(|| unknown(name))?;
        let role = role_of(name, &role)?;
        if role == Role::Administrator && administrators <= 1 && !stays {
            return Err(StoreError::LastAdministrator);
        }
        Ok(role)
    }
}

pub(crate) fn role_of(name: &str, role: &str) -> Result<Role, StoreError> {
    Role::from_name(role).ok_or_else(|| StoreError::corrupt("account", name, "has no known role"))
}

pub(crate) fn unknown(name: &str) -> StoreError {
    StoreError::Unknown { what: "user", id: name.to_owned() }
}

fn check_name(name: &str) -> Result<(), StoreError> {
    check_text("user name", name, NAME_BYTES_MAX)?;
    if name.is_empty() || name.trim() != name || name.chars().any(char::is_control) {
        let why = "must not be empty, begin or end with a space, or hold control characters";
        return Err(StoreError::invalid("user name", why));
    }
    Ok(())
}

fn check_role(role: Role) -> Result<(), StoreError> {
    if role == Role::Public {
        return Err(StoreError::invalid("user role", "nobody signs in as the public"));
    }
    Ok(())
}

fn check_hash(hash: &str) -> Result<(), StoreError> {
    check_text("password hash", hash, HASH_BYTES_MAX)?;
    if hash.is_empty() {
        return Err(StoreError::invalid("password hash", "is empty"));
    }
    Ok(())
}
