//! Passwords and tokens: made, hashed and verified off the request threads.

use crate::http::problem::Problem;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use rand::TryRng as _;
use rand::rngs::SysRng;
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// The least and the most characters of a password. The most keeps hashing bounded.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=128;

/// Argon2id takes 19 MiB and tens of milliseconds each: two at once are enough on a small machine,
/// and the rest wait.
static TURNS: Semaphore = Semaphore::const_new(2);

/// The hash of no password: verified against when a name is unknown, so that both take the same
/// time.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_now(&random_token()).unwrap_or_else(|_| String::new()));

/// Why there is no hash.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub(crate) enum PasswordError {
    /// Shorter than 8 or longer than 128 characters.
    #[error("a password has {} to {} characters", LENGTH.start(), LENGTH.end())]
    Length,
    /// The hashing itself failed.
    #[error("the password could not be hashed")]
    Hash,
}

impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Length => Self::bad_request(error.to_string()),
            PasswordError::Hash => Self::internal(error),
        }
    }
}

/// The Argon2id hash of a new password, in PHC string form.
///
/// # Errors
///
/// [`PasswordError::Length`] for one that is too short or too long.
pub(crate) async fn hash(password: String) -> Result<String, PasswordError> {
    let _turn = TURNS.acquire().await.map_err(|_closed| PasswordError::Hash)?;
    tokio::task::spawn_blocking(move || hash_now(&password))
        .await
        .map_err(|_cancelled| PasswordError::Hash)?
}

/// As [`hash`], on this thread: for the command line.
pub(crate) fn hash_now(password: &str) -> Result<String, PasswordError> {
    if !LENGTH.contains(&password.chars().count()) {
        return Err(PasswordError::Length);
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|_unlikely| PasswordError::Hash)
}

/// Whether `password` is the one that was hashed; never for `None`, in the same time.
pub(crate) async fn verify(
    password: String,
    hash: Option<String>,
) -> Result<bool, tokio::task::JoinError> {
    let turn = TURNS.acquire().await;
    let verified = tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let Ok(hash) = PasswordHash::new(&hash) else { return false };
        let fits = LENGTH.contains(&password.chars().count());
        fits && Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && known
    })
    .await;
    drop(turn);
    verified
}

/// 256 random bits from the operating system, as text.
pub(crate) fn random_token() -> String {
    let mut bytes = [0_u8; 32];
    fill(&mut bytes);
    crate::http::session::hex(&bytes)
}

/// A number that nobody can guess.
pub(crate) fn random_number() -> u64 {
    let mut bytes = [0_u8; 8];
    fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

/// A password that is easy to read out: four groups of four letters, 75 bits.
pub(crate) fn random_password() -> String {
    // No letter that is read as another.
    const LETTERS: &[u8; 26] = b"abcdefghjkmnpqrstuvwxyz345";
    let mut bytes = [0_u8; 64];
    fill(&mut bytes);
    // Bytes past the last whole multiple of 26 are left out, so that every letter is as likely.
    let fair = bytes.iter().filter(|byte| **byte < 234).map(|byte| LETTERS[usize::from(byte % 26)]);
    let letters: Vec<char> = fair.take(16).map(char::from).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// # Panics
///
/// On a machine without randomness, which can keep no secret.
fn fill(bytes: &mut [u8]) {
    let filled = SysRng.try_fill_bytes(bytes);
    assert!(filled.is_ok(), "the operating system gives no random numbers");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_user_passes() {
        let hash = hash("correct horse".to_owned()).await.unwrap();
        assert!(verify("correct horse".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!verify("wrong horse!".to_owned(), Some(hash)).await.unwrap());
        assert!(!verify("correct horse".to_owned(), None).await.unwrap());
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert!(hash_now("seven77").is_err());
        assert!(hash_now(&"x".repeat(129)).is_err());
    }

    #[test]
    fn made_passwords_differ_and_can_be_used() {
        let (one, other) = (random_password(), random_password());
        assert_ne!(one, other);
        assert_eq!(one.len(), 19, "{one}");
    }
}
