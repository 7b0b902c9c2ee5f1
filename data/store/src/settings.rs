//! Settings of the house: small texts by key, none of them secret.

use crate::entry::check_text;
use crate::sql::{row, run};
use crate::{Entry, Store, StoreError};
use serde_json::json;

const KEY_BYTES_MAX: usize = 128;
const VALUE_BYTES_MAX: usize = 1 << 20;
/// The longest value whose before and after go into the log.
const LOGGED_BYTES_MAX: usize = 4096;

impl Store {
    /// The value of a setting, or `None` when it was never set.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let mut read = self.read().await?;
        let value = row!(read, (String,), both "select value from setting where key = $1", key)?;
        Ok(value.map(|(value,)| value))
    }

    /// Sets a setting, whatever it was before.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] for an empty key, one over 128 bytes or a value over 1 MiB.
    pub async fn set_setting(
        &self,
        key: &str,
        value: &str,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        check_text("setting key", key, KEY_BYTES_MAX)?;
        check_text("setting value", value, VALUE_BYTES_MAX)?;
        if key.is_empty() {
            return Err(StoreError::invalid("setting key", "is empty"));
        }
        let mut write = self.write(entry).await?;
        let before = row!(write, (String,), both "select value from setting where key = $1", key)?;
        run!(
            write,
            both "insert into setting (key, value) values ($1, $2)
                  on conflict (key) do update set value = excluded.value",
            key,
            value,
        )?;
        let small = |text: &str| (text.len() <= LOGGED_BYTES_MAX).then(|| text.to_owned());
        let before = before.and_then(|(before,)| small(&before));
        let what = json!({ "key": key, "before": before, "after": small(value) });
        write.commit(entry, "setting", what).await
    }
}
