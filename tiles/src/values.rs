//! The values of features, each encoded once for all tiles.

use crate::mvt::{block, varint, zigzag};
use std::collections::HashMap;
use std::sync::Arc;

// Field numbers and wire types of `Tile.Value` (MVT 2.1, section 4.1).
const STRING: u8 = 1 << 3 | 2;
const DOUBLE: u8 = 3 << 3 | 1;
const UNSIGNED: u8 = 5 << 3;
const SIGNED: u8 = 6 << 3;
const BOOLEAN: u8 = 7 << 3;
const LAYER_VALUE: u8 = 4 << 3 | 2;

/// What a field of a feature holds.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// Text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number; one that is not finite is written as it is, and JSON cannot hold it.
    Float(f64),
    /// Yes or no.
    Bool(bool),
}

impl FieldValue {
    /// The type as TileJSON's `vector_layers` names it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "String",
            Self::Int(_) | Self::Float(_) => "Number",
            Self::Bool(_) => "Boolean",
        }
    }

    fn encode(&self) -> Vec<u8> {
        let mut value = Vec::new();
        match self {
            Self::Text(text) => block(&mut value, STRING, text.as_bytes()),
            Self::Int(number) => {
                if let Ok(number) = u64::try_from(*number) {
                    value.push(UNSIGNED);
                    varint(&mut value, number);
                } else {
                    value.push(SIGNED);
                    varint(&mut value, zigzag(*number));
                }
            }
            Self::Float(number) => {
                value.push(DOUBLE);
                value.extend(number.to_le_bytes());
            }
            Self::Bool(yes) => value.extend([BOOLEAN, u8::from(*yes)]),
        }
        let mut field = Vec::with_capacity(value.len() + 3);
        block(&mut field, LAYER_VALUE, &value);
        field
    }
}

/// Values by number, as the bytes that go into a layer. Equal ones have one number. A copy shares
/// what there was when it was settled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    settled: Arc<Settled>,
    /// What has come since.
    more: Vec<Arc<[u8]>>,
    known: HashMap<Arc<[u8]>, u32>,
}

#[derive(Debug, Default)]
struct Settled {
    bytes: Vec<u8>,
    /// Where each value ends.
    ends: Vec<usize>,
    /// The hash and number of each, in order.
    hashes: Vec<(u64, u32)>,
}

impl Settled {
    fn get(&self, value: u32) -> Option<&[u8]> {
        let place = value as usize;
        let start =
            place.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.bytes.get(start..*self.ends.get(place)?)
    }
}

impl Values {
    pub(crate) fn encoded(&self, value: u32) -> &[u8] {
        let newer = || self.more.get((value as usize).checked_sub(self.settled.ends.len())?);
        self.settled.get(value).or_else(|| newer().map(|bytes| &**bytes)).unwrap_or(&[])
    }

    pub(crate) fn number(&mut self, value: &FieldValue) -> u32 {
        let encoded = value.encode();
        let hash = hash(&encoded);
        let start = self.settled.hashes.partition_point(|&(known, _)| known < hash);
        let same = self.settled.hashes[start..].iter().take_while(|&&(known, _)| known == hash);
        for &(_, number) in same {
            if self.settled.get(number) == Some(&encoded) {
                return number;
            }
        }
        if let Some(&number) = self.known.get(&encoded[..]) {
            return number;
        }
        let count = self.settled.ends.len() + self.more.len();
        let number = u32::try_from(count).unwrap_or(u32::MAX);
        let encoded: Arc<[u8]> = encoded.into();
        self.more.push(Arc::clone(&encoded));
        self.known.insert(encoded, number);
        number
    }

    /// Lays all values side by side when so many have come that a copy costs.
    pub(crate) fn settle_when_many(&mut self) {
        if self.more.len() > 2_048 {
            self.settle();
        }
    }

    /// Lays all values side by side, to be shared by copies.
    pub(crate) fn settle(&mut self) {
        let mut settled = Settled::default();
        let count = self.settled.ends.len() + self.more.len();
        for number in (0..).take(count) {
            let encoded = self.encoded(number);
            settled.hashes.push((hash(encoded), number));
            settled.bytes.extend_from_slice(encoded);
            settled.ends.push(settled.bytes.len());
        }
        settled.hashes.sort_unstable();
        *self = Self { settled: Arc::new(settled), ..Self::default() };
    }
}

/// FNV-1a (Fowler, Noll, Vo).
fn hash(bytes: &[u8]) -> u64 {
    let step = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equal_values_have_one_number(
            given in prop::collection::vec((0..30_i64, prop::bool::weighted(0.1)), 0..80)
        ) {
            let mut values = Values::default();
            let mut plain: Vec<i64> = Vec::new();
            for (number, settle) in given {
                if settle {
                    values.settle();
                }
                let value = FieldValue::Int(number);
                let place = plain.iter().position(|&known| known == number);
                let place = place.unwrap_or_else(|| {
                    plain.push(number);
                    plain.len() - 1
                });
                prop_assert_eq!(values.number(&value) as usize, place);
                prop_assert_eq!(values.encoded(u32::try_from(place).unwrap()), value.encode());
            }
        }
    }
}
