//! Who is signed in. The store holds a hash of each session's token and never the token itself, so
//! that a copy of the store opens no session.

use crate::sql::{row, run};
use crate::users::{role_of, unknown};
use crate::{Entry, Store, StoreError, instant, wkb};
use jiff::Timestamp;
use model::Role;
use serde_json::json;

/// The SHA-256 of a session's token, made by the caller.
pub type TokenHash = [u8; 32];

/// A session that has not expired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The account name.
    pub user: String,
    /// What the user may do, as of now.
    pub role: Role,
    /// When it ends by itself.
    pub expires: Timestamp,
}

impl Store {
    /// Signs a user in.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`] user; [`StoreError::Invalid`] when the token is in use.
    pub async fn add_session(
        &self,
        token: &TokenHash,
        user: &str,
        expires: Timestamp,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let expires = instant::to_text("session expires", expires)?;
        let mut write = self.write(entry).await?;
        if row!(write, (String,), both "select name from account where name = $1", user)?.is_none()
        {
            return Err(unknown(user));
        }
        run!(
            write,
            "insert into session (token_hash, account, expires) values ($1, $2, $3)",
            "insert into session (token_hash, account, expires) values ($1, $2, $3::timestamptz)",
            wkb::hex(token),
            user,
            &expires,
        )?;
        write.commit(entry, "signed-in", json!({ "user": user, "until": expires })).await
    }

    /// The session of a token, unless it has expired at `now` or was ended.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn session(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let mut read = self.read().await?;
        let found = row!(
            read,
            (String, String, String),
            "select account.name, role, expires
             from session join account on account.name = session.account
             where token_hash = $1 and expires > $2",
            "select account.name, role, utc(expires)
             from session join account on account.name = session.account
             where token_hash = $1 and expires > $2::timestamptz",
            wkb::hex(token),
            instant::to_text("now", now)?,
        )?;
        let Some((user, role, expires)) = found else { return Ok(None) };
        let expires = instant::of_text("session", &expires)?;
        Ok(Some(Session { role: role_of(&user, &role)?, user, expires }))
    }

    /// Signs out: ends one session. Gives `false`, and writes nothing, when there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub async fn remove_session(
        &self,
        token: &TokenHash,
        entry: &Entry,
    ) -> Result<bool, StoreError> {
        let mut write = self.write(entry).await?;
        let gone = row!(
            change write,
            (String,),
            both "delete from session where token_hash = $1 returning account",
            wkb::hex(token),
        )?;
        let Some((user,)) = gone else { return Ok(false) };
        write.commit(entry, "signed-out", json!({ "user": user })).await?;
        Ok(true)
    }

    /// Ends every session of a user; how many there were.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub async fn remove_sessions_of(&self, user: &str, entry: &Entry) -> Result<u64, StoreError> {
        let mut write = self.write(entry).await?;
        let ended = run!(write, both "delete from session where account = $1", user)?;
        if ended > 0 {
            let what = json!({ "user": user, "sessions_ended": ended });
            write.commit(entry, "signed-out", what).await?;
        }
        Ok(ended)
    }

    /// Forgets the sessions that have expired at [`Entry::at`]; how many there were.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub async fn remove_expired_sessions(&self, entry: &Entry) -> Result<u64, StoreError> {
        let mut write = self.write(entry).await?;
        let now = write.at.clone();
        let ended = run!(
            write,
            "delete from session where expires <= $1",
            "delete from session where expires <= $1::timestamptz",
            now,
        )?;
        if ended > 0 {
            let what = json!({ "sessions_ended": ended });
            write.commit(entry, "sessions-expired", what).await?;
        }
        Ok(ended)
    }
}
