//! What a file holds once it is read: layers of features with fields and a shape.

use crate::{Fault, Note};
use model::Shape;

/// One file, or one of several that belong together: a Shapefile comes as `.shp`, `.dbf`, `.prj`,
/// `.cpg`, or as one `.zip`.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The file's name, with or without folders; its ending says what it is where the bytes do not.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// What one field of a feature holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number; finite.
    Float(f64),
    /// A text. Lists and objects of JSON are kept as their JSON text.
    Text(String),
}

/// One thing in a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Its place in the file, from 0. A feature of several points or lines comes as several
    /// features of one place.
    pub place: usize,
    /// Its fields in the order of the file.
    pub fields: Vec<(String, Value)>,
    /// Where it is; `None` when the file does not say, or says nothing usable (then a fault does).
    pub shape: Option<Shape>,
}

/// Features that belong together: one object of a TopoJSON, one Shapefile, one table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    /// The name in the file, or the file's own.
    pub name: String,
    /// What it holds, in the order of the file.
    pub features: Vec<Feature>,
    /// What was found and done while reading.
    pub notes: Vec<Note>,
    /// What could not be read as given.
    pub faults: Vec<Fault>,
}

impl Value {
    /// The value as an office would write it, without spaces at either end; `None` when empty.
    ///
    /// Whole numbers have no decimal point, even where the file held them as floating point.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Bool(yes) => Some(yes.to_string()),
            Self::Int(number) => Some(number.to_string()),
            Self::Float(number) => Some(number.to_string()),
            Self::Text(text) => {
                let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
                (!text.is_empty()).then(|| text.to_owned())
            }
        }
    }

    /// The value as a whole number, where it is one.
    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53")]
            Self::Float(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                Some(*number as i64)
            }
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }
}

impl Feature {
    /// The value of the field of this name, exactly as written in the file.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The field as text, `None` when it is missing or empty.
    pub fn text(&self, name: &str) -> Option<String> {
        self.field(name).and_then(Value::text)
    }
}
