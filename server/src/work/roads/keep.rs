//! Roads in the store: as PBF, in settings of a bounded size. The setting `roads` names the version;
//! it is written last, so that half a network is never seen.

use super::RoadBookError;
use exchange::{Part, ReadSettings, read_roads, write_roads};
use model::RoadNetwork;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use store::{Entry, Store, StoreError};

/// The setting that says which roads are in force.
const KEY: &str = "roads";
/// Characters of one part.
const PART_BYTES: usize = 1 << 20;

/// What is known of the kept roads without reading them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct About {
    /// Stands for the content.
    pub version: String,
    /// What they were read from.
    pub source: String,
    /// What every map of them must say.
    pub notice: String,
    /// How many ways there are.
    pub ways: usize,
    /// How many settings hold them.
    pub parts: usize,
}

fn part_key(version: &str, part: usize) -> String {
    format!("{KEY}/{version}/{part}")
}

/// Keeps a network in place of the one before.
///
/// # Errors
///
/// The store's; the roads before are in force as ever.
pub(crate) async fn keep(
    store: &Store,
    network: &RoadNetwork,
    (source, notice): (&str, &str),
    entry: &Entry,
) -> Result<About, StoreError> {
    let text = to_text(&write_roads(network));
    let digest = Sha256::digest(text.as_bytes());
    let version = digest.iter().take(8).fold(String::new(), |mut hex, byte| {
        let _infallible = write!(hex, "{byte:02x}");
        hex
    });
    let parts: Vec<&[u8]> = text.as_bytes().chunks(PART_BYTES).collect();
    let about = About {
        version,
        source: source.to_owned(),
        notice: notice.to_owned(),
        ways: network.ways.len(),
        parts: parts.len(),
    };
    let before = self::about(store).await?;
    for (place, part) in parts.iter().enumerate() {
        let value = String::from_utf8_lossy(part);
        store.set_setting(&part_key(&about.version, place), &value, entry).await?;
    }
    let head = serde_json::to_string(&about).unwrap_or_default();
    store.set_setting(KEY, &head, entry).await?;
    if let Some(before) = before.filter(|before| before.version != about.version) {
        for place in 0..before.parts {
            store.set_setting(&part_key(&before.version, place), "", entry).await?;
        }
    }
    Ok(about)
}

/// What is said of the kept roads; `None` without any.
///
/// # Errors
///
/// The store's.
pub(crate) async fn about(store: &Store) -> Result<Option<About>, StoreError> {
    let head = store.setting(KEY).await?;
    Ok(head.and_then(|head| serde_json::from_str(&head).ok()))
}

/// Reads the kept roads; `None` without any.
///
/// # Errors
///
/// [`RoadBookError`] when the store fails or what it holds is damaged.
pub(crate) async fn load(store: &Store) -> Result<Option<(About, RoadNetwork)>, RoadBookError> {
    let Some(about) = about(store).await? else { return Ok(None) };
    let mut text = String::new();
    for place in 0..about.parts {
        let part = store.setting(&part_key(&about.version, place)).await?;
        text.push_str(&part.unwrap_or_default());
    }
    let damaged = |why: String| RoadBookError::Damaged(why);
    let bytes = of_text(&text).ok_or_else(|| damaged("a part is missing".to_owned()))?;
    let part = Part { name: "the kept roads", bytes: &bytes };
    let roads = read_roads(&[part], &ReadSettings::default());
    let roads = roads.map_err(|error| damaged(error.to_string()))?;
    if roads.network.ways.len() != about.ways || !roads.found.is_clean() {
        return Err(damaged("some of them cannot be read".to_owned()));
    }
    Ok(Some((about, roads.network)))
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes as text: base64 (RFC 4648) without padding.
fn to_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut three = [0; 3];
        three[..chunk.len()].copy_from_slice(chunk);
        let [a, b, c] = three.map(u32::from);
        let all = a << 16 | b << 8 | c;
        for place in 0..=chunk.len() {
            text.push(char::from(DIGITS[(all >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}

/// The bytes of a text, or `None` when it is none of [`to_text`].
fn of_text(text: &str) -> Option<Vec<u8>> {
    let mut values = [None; 256];
    for (value, &digit) in (0_u8..).zip(DIGITS) {
        values[usize::from(digit)] = Some(value);
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut all = 0_u32;
        for &digit in chunk {
            all = all << 6 | u32::from(values[usize::from(digit)]?);
        }
        let whole = all << (6 * (4 - chunk.len()));
        let count = chunk.len().checked_sub(1).filter(|count| *count > 0)?;
        bytes.extend(&whole.to_be_bytes()[1..=count]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_their_text() {
        for length in 0..70_u8 {
            let bytes: Vec<u8> = (0..length).map(|it| it.wrapping_mul(37)).collect();
            assert_eq!(of_text(&to_text(&bytes)).unwrap(), bytes);
        }
        // The examples of RFC 4648, section 10.
        assert_eq!(to_text(b"foobar"), "Zm9vYmFy");
        assert_eq!(to_text(b"fooba"), "Zm9vYmE");
        assert_eq!(of_text("Zm9%"), None);
    }
}
