//! What the fields of a layer look like: how full, how different, digits or words. The ground that
//! guesses about codes, names and parents stand on.

use crate::{Feature, Value};
use std::collections::{HashMap, HashSet};

/// One field over all features.
#[derive(Debug, Default)]
pub(crate) struct Column {
    /// The name as written in the file.
    pub(crate) name: String,
    /// The name in lower case without spaces, points, dashes and underscores.
    pub(crate) plain: String,
    /// Features that hold something here.
    pub(crate) filled: usize,
    /// How many different texts there are.
    pub(crate) distinct: usize,
    /// Values that are numbers with a fraction, or texts that look like one.
    pub(crate) fractions: usize,
    /// Values with a letter (of any script) in them.
    pub(crate) worded: usize,
    /// Values too long for a code.
    pub(crate) long: usize,
    /// Bytes of all texts together.
    pub(crate) bytes: usize,
}

impl Column {
    /// The share of different texts among those there are, 0 to 1.
    pub(crate) fn uniqueness(&self) -> f64 {
        share(self.distinct, self.filled)
    }

    /// Mean length of the texts in bytes.
    pub(crate) fn length(&self) -> f64 {
        share(self.bytes, self.filled)
    }

    /// Whether at least `part` of `whole` in a hundred.
    pub(crate) fn filled_for(&self, features: usize, percent: usize) -> bool {
        self.filled * 100 >= features * percent && self.filled > 0
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share needs no 53 bits")]
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// A field's name as guesses compare it: lower case, without what people join words by.
pub(crate) fn plain(name: &str) -> String {
    name.trim()
        .trim_start_matches('\u{feff}')
        .chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-' | '.' | ':' | '\u{3000}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Looks over all fields of `features`, in the order they first come.
pub(crate) fn columns(features: &[Feature]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut texts: Vec<HashSet<String>> = Vec::new();
    for feature in features {
        for (name, value) in &feature.fields {
            let place = *places.entry(name).or_insert_with(|| {
                columns.push(Column {
                    name: name.clone(),
                    plain: plain(name),
                    ..Column::default()
                });
                texts.push(HashSet::new());
                columns.len() - 1
            });
            let Some(text) = value.text() else { continue };
            let column = &mut columns[place];
            column.filled += 1;
            column.bytes += text.len();
            column.long += usize::from(text.len() > 64);
            column.fractions += usize::from(is_fraction(value, &text));
            column.worded += usize::from(text.chars().any(char::is_alphabetic));
            if texts[place].insert(text) {
                column.distinct += 1;
            }
        }
    }
    columns
}

fn is_fraction(value: &Value, text: &str) -> bool {
    match value {
        Value::Float(number) => number.fract() != 0.0,
        Value::Text(_) => {
            text.contains(['.', 'e', 'E'])
                && text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
                && text.parse::<f64>().is_ok()
        }
        _ => false,
    }
}
