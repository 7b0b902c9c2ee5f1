//! Fields of features as columns.

use super::read::{Layer, Value, take};
use super::streams::{self, Head};
use std::collections::HashMap;

/// One field of all features, in their order.
pub(super) struct Column<'a> {
    pub(super) name: &'a str,
    cells: Vec<Option<Value<'a>>>,
    holds: Holds,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Bool,
    Signed,
    Unsigned,
    Float,
    Text,
}

/// The columns of a layer in the order of its keys, without those that nothing has. `None` when a
/// feature points at a key or a value that is not there.
pub(super) fn columns<'a>(layer: &Layer<'a>) -> Option<Vec<Column<'a>>> {
    let mut cells = vec![vec![None; layer.features.len()]; layer.keys.len()];
    for (row, feature) in layer.features.iter().enumerate() {
        let mut tags = feature.tags;
        while !tags.is_empty() {
            let key = usize::try_from(take(&mut tags)?).ok()?;
            let value = usize::try_from(take(&mut tags)?).ok()?;
            *cells.get_mut(key)?.get_mut(row)? = Some(*layer.values.get(value)?);
        }
    }
    let named = layer.keys.iter().zip(cells);
    let column = |(name, cells): (&&'a str, Vec<Option<Value<'a>>>)| {
        let holds = cells.iter().flatten().map(|value| holds(*value)).reduce(wider)?;
        Some(Column { name, cells, holds })
    };
    Some(named.filter_map(column).collect())
}

/// The narrowest type that holds a value.
fn holds(value: Value<'_>) -> Holds {
    match value {
        Value::Text(_) => Holds::Text,
        Value::Bool(_) => Holds::Bool,
        Value::Unsigned(number) if u32::try_from(number).is_ok() => Holds::Unsigned,
        Value::Signed(number) if i32::try_from(number).is_ok() => Holds::Signed,
        Value::Float(_) | Value::Unsigned(_) | Value::Signed(_) => Holds::Float,
    }
}

fn wider(one: Holds, other: Holds) -> Holds {
    let is_number = |it| !matches!(it, Holds::Text | Holds::Bool);
    match (one, other) {
        (one, other) if one == other => one,
        // 32 bits of either kind fit in a float.
        (one, other) if is_number(one) && is_number(other) => Holds::Float,
        _ => Holds::Text,
    }
}

impl Column<'_> {
    /// The type as it is written; odd where some features have none.
    pub(super) fn kind(&self) -> u8 {
        let kind = match self.holds {
            Holds::Bool => 10,
            Holds::Signed => 16,
            Holds::Unsigned => 18,
            Holds::Float => 26,
            Holds::Text => 28,
        };
        kind | u8::from(self.lacks())
    }

    fn lacks(&self) -> bool {
        self.cells.iter().any(Option::is_none)
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        if self.holds == Holds::Text {
            return self.texts(out);
        }
        self.present(out);
        let cells = || self.cells.iter().flatten();
        match self.holds {
            Holds::Bool => {
                streams::bits(out, Head::DATA, cells().map(|it| *it == Value::Bool(true)));
            }
            Holds::Unsigned => {
                let numbers: Vec<u32> =
                    cells().filter_map(|it| it.whole()?.try_into().ok()).collect();
                streams::numbers(out, Head::DATA, &numbers);
            }
            Holds::Signed => {
                let numbers: Vec<i32> =
                    cells().filter_map(|it| it.whole()?.try_into().ok()).collect();
                streams::signed(out, Head::DATA, &numbers);
            }
            Holds::Float | Holds::Text => {
                let numbers: Vec<f64> = cells().map(Value::float).collect();
                streams::floats(out, Head::DATA, &numbers);
            }
        }
    }

    fn present(&self, out: &mut Vec<u8>) {
        if self.lacks() {
            streams::bits(out, Head::PRESENT, self.cells.iter().map(Option::is_some));
        }
    }

    /// Each text once, with its place for each feature, where some repeat; else one after the other.
    fn texts(&self, out: &mut Vec<u8>) {
        let cells: Vec<String> = self.cells.iter().flatten().map(Value::text).collect();
        let mut known = HashMap::new();
        let mut texts: Vec<&str> = Vec::new();
        let mut places = Vec::with_capacity(cells.len());
        for text in &cells {
            let place = *known.entry(&**text).or_insert_with(|| {
                texts.push(text);
                u32::try_from(texts.len() - 1).unwrap_or(u32::MAX)
            });
            places.push(place);
        }
        let repeats = texts.len() < cells.len();
        out.push(2 + u8::from(repeats) + u8::from(self.lacks()));
        self.present(out);
        let lengths: Vec<u32> =
            texts.iter().map(|text| u32::try_from(text.len()).unwrap_or(u32::MAX)).collect();
        if repeats {
            streams::numbers(out, Head::DICTIONARY_LENGTHS, &lengths);
            streams::numbers(out, Head::TEXT_PLACES, &places);
            streams::texts(out, Head::DICTIONARY, &texts);
        } else {
            streams::numbers(out, Head::LENGTHS, &lengths);
            streams::texts(out, Head::DATA, &texts);
        }
    }
}

impl Value<'_> {
    fn whole(&self) -> Option<i128> {
        match self {
            Self::Unsigned(number) => Some((*number).into()),
            Self::Signed(number) => Some((*number).into()),
            _ => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "as JavaScript reads it")]
    fn float(&self) -> f64 {
        match self {
            Self::Float(number) => *number,
            Self::Unsigned(number) => *number as f64,
            Self::Signed(number) => *number as f64,
            Self::Text(_) | Self::Bool(_) => f64::NAN,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Text(text) => (*text).to_owned(),
            Self::Unsigned(number) => number.to_string(),
            Self::Signed(number) => number.to_string(),
            Self::Float(number) => number.to_string(),
            Self::Bool(yes) => yes.to_string(),
        }
    }
}
