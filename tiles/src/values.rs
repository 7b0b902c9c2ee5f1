//! The values of features, each encoded once for all tiles.

use crate::mvt::{block, varint, zigzag};
use std::collections::HashMap;

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

/// Values by number, as the bytes that go into a layer.
#[derive(Debug)]
pub(crate) struct Values {
    bytes: Vec<u8>,
    starts: Vec<usize>,
}

impl Values {
    pub(crate) fn encoded(&self, value: u32) -> &[u8] {
        let place = value as usize;
        &self.bytes[self.starts[place]..self.starts[place + 1]]
    }
}

/// Collects [`Values`]; equal ones get one number.
#[derive(Debug)]
pub(crate) struct Collector {
    values: Values,
    known: HashMap<Vec<u8>, u32>,
}

impl Collector {
    pub(crate) fn new() -> Self {
        Self { values: Values { bytes: Vec::new(), starts: vec![0] }, known: HashMap::new() }
    }

    pub(crate) fn number(&mut self, value: &FieldValue) -> u32 {
        let encoded = value.encode();
        if let Some(&number) = self.known.get(&encoded) {
            return number;
        }
        let number = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        self.values.bytes.extend_from_slice(&encoded);
        self.values.starts.push(self.values.bytes.len());
        self.known.insert(encoded, number);
        number
    }

    pub(crate) fn finish(self) -> Values {
        self.values
    }
}
