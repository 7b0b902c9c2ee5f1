//! What GeoJSON and TopoJSON share: lists of numbers of any depth, and fields.

use crate::Value;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Numbers in lists, as deep as they come; a list of two or more numbers is a point.
///
/// A point takes 16 bytes here instead of the hundred of a general JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Nest {
    Number(f64),
    Point([f64; 2]),
    /// A list of nothing but points.
    Points(Vec<[f64; 2]>),
    /// A list of lists; also the empty list.
    Lists(Vec<Self>),
}

impl Nest {
    /// As a list of points, if it is one.
    pub(crate) fn points(self) -> Option<Vec<[f64; 2]>> {
        match self {
            Self::Points(points) => Some(points),
            Self::Lists(lists) if lists.is_empty() => Some(Vec::new()),
            _ => None,
        }
    }

    /// As a list of lists, if it is one.
    pub(crate) fn lists(self) -> Option<Vec<Self>> {
        match self {
            Self::Lists(lists) => Some(lists),
            _ => None,
        }
    }

    /// As a list of lists of points.
    pub(crate) fn lines(self) -> Option<Vec<Vec<[f64; 2]>>> {
        self.lists()?.into_iter().map(Self::points).collect()
    }

    /// As a list of lists of lists of points.
    pub(crate) fn polygons(self) -> Option<Vec<Vec<Vec<[f64; 2]>>>> {
        self.lists()?.into_iter().map(Self::lines).collect()
    }
}

impl<'de> Deserialize<'de> for Nest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NestVisitor)
    }
}

struct NestVisitor;

impl<'de> Visitor<'de> for NestVisitor {
    type Value = Nest;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("numbers in lists")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Nest, E> {
        Ok(Nest::Number(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "no coordinate needs more than 53 bits")]
    fn visit_i64<E>(self, number: i64) -> Result<Nest, E> {
        Ok(Nest::Number(number as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "no coordinate needs more than 53 bits")]
    fn visit_u64<E>(self, number: u64) -> Result<Nest, E> {
        Ok(Nest::Number(number as f64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Nest, A::Error> {
        let mixed = || serde::de::Error::custom("numbers and lists stand side by side");
        let Some(first) = list.next_element::<Nest>()? else { return Ok(Nest::Lists(Vec::new())) };
        match first {
            Nest::Number(x) => {
                let Some(Nest::Number(y)) = list.next_element::<Nest>()? else {
                    return Err(serde::de::Error::custom("a position has at least two numbers"));
                };
                while list.next_element::<f64>()?.is_some() {}
                Ok(Nest::Point([x, y]))
            }
            Nest::Point(point) => {
                let mut points = vec![point];
                while let Some(next) = list.next_element::<Nest>()? {
                    let Nest::Point(point) = next else { return Err(mixed()) };
                    points.push(point);
                }
                Ok(Nest::Points(points))
            }
            first => {
                let mut lists = vec![first];
                while let Some(next) = list.next_element::<Nest>()? {
                    if matches!(next, Nest::Number(_) | Nest::Point(_)) {
                        return Err(mixed());
                    }
                    lists.push(next);
                }
                Ok(Nest::Lists(lists))
            }
        }
    }
}

/// Whole numbers in lists, as deep as they come: the arcs of a topology.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refs {
    Index(i64),
    List(Vec<Self>),
}

impl Refs {
    pub(crate) fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(list) => Some(list),
            Self::Index(_) => None,
        }
    }
}

impl<'de> Deserialize<'de> for Refs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RefsVisitor)
    }
}

struct RefsVisitor;

impl<'de> Visitor<'de> for RefsVisitor {
    type Value = Refs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("whole numbers in lists")
    }

    fn visit_i64<E>(self, number: i64) -> Result<Refs, E> {
        Ok(Refs::Index(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Refs, E> {
        // What does not fit is no arc; it is told where it is looked up.
        Ok(Refs::Index(i64::try_from(number).unwrap_or(i64::MAX)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Refs, A::Error> {
        let mut refs = Vec::new();
        while let Some(next) = list.next_element()? {
            refs.push(next);
        }
        Ok(Refs::List(refs))
    }
}

/// The members of a JSON object in their order, unread.
#[derive(Debug, Default)]
pub(crate) struct Members<'a>(pub(crate) Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

/// The members of a JSON object as fields, in their order; a name that comes twice keeps its last
/// value, as most readers have it.
#[derive(Debug, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of properties, or null")
    }

    fn visit_unit<E>(self) -> Result<Fields, E> {
        Ok(Fields::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let json =
            serde_json::Map::deserialize(serde::de::value::MapAccessDeserializer::new(&mut map))?;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Fields(json.into_iter().map(|(key, json)| (key, value(json))).collect()))
    }
}

/// One JSON value as a field's value.
pub(crate) fn value(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(yes) => Value::Bool(yes),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::Int(whole),
            // Numbers of 20 digits are codes, not quantities: their digits count.
            (None, _) if number.is_u64() => Value::Text(number.to_string()),
            (None, Some(float)) if float.is_finite() => Value::Float(float),
            _ => Value::Text(number.to_string()),
        },
        nested => Value::Text(nested.to_string()),
    }
}
