//! Reading a vector tile: Mapbox Vector Tile specification 2.1, section 4.

use crate::world::EXTENT;

/// One layer of a tile.
#[derive(Debug)]
pub(super) struct Layer<'a> {
    pub(super) name: &'a str,
    pub(super) extent: u32,
    pub(super) keys: Vec<&'a str>,
    pub(super) values: Vec<Value<'a>>,
    pub(super) features: Vec<Feature<'a>>,
}

/// One feature; tags and geometry are runs of varints.
#[derive(Debug, Default)]
pub(super) struct Feature<'a> {
    pub(super) id: Option<u64>,
    pub(super) kind: u64,
    pub(super) tags: &'a [u8],
    pub(super) geometry: &'a [u8],
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Text(&'a str),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Bool(bool),
}

/// What follows the number of a field.
enum Wire<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    Fixed(&'a [u8]),
}

/// The layers, one after the other; `None` where the bytes are not a tile.
pub(super) fn layers(tile: &[u8]) -> Option<impl Iterator<Item = Option<Layer<'_>>>> {
    let fields = fields(tile)?;
    Some(fields.into_iter().filter_map(|(number, wire)| match (number, wire) {
        (3, Wire::Bytes(bytes)) => Some(layer(bytes)),
        _ => None,
    }))
}

fn layer(bytes: &[u8]) -> Option<Layer<'_>> {
    let mut layer = Layer {
        name: "",
        extent: u32::try_from(EXTENT).ok()?,
        keys: Vec::new(),
        values: Vec::new(),
        features: Vec::new(),
    };
    for field in fields(bytes)? {
        match field {
            (1, Wire::Bytes(name)) => layer.name = str::from_utf8(name).ok()?,
            (2, Wire::Bytes(one)) => layer.features.push(feature(one)?),
            (3, Wire::Bytes(key)) => layer.keys.push(str::from_utf8(key).ok()?),
            (4, Wire::Bytes(one)) => layer.values.push(value(one)?),
            (5, Wire::Number(extent)) => layer.extent = u32::try_from(extent).ok()?,
            _ => {}
        }
    }
    // A layer has a name (section 4.1), and a MapLibre Tile cannot do without one.
    (!layer.name.is_empty()).then_some(layer)
}

fn feature(bytes: &[u8]) -> Option<Feature<'_>> {
    let mut feature = Feature::default();
    for field in fields(bytes)? {
        match field {
            (1, Wire::Number(id)) => feature.id = Some(id),
            (2, Wire::Bytes(tags)) => feature.tags = tags,
            (3, Wire::Number(kind)) => feature.kind = kind,
            (4, Wire::Bytes(geometry)) => feature.geometry = geometry,
            _ => {}
        }
    }
    Some(feature)
}

fn value(bytes: &[u8]) -> Option<Value<'_>> {
    let (number, wire) = fields(bytes)?.into_iter().next()?;
    Some(match (number, wire) {
        (1, Wire::Bytes(text)) => Value::Text(str::from_utf8(text).ok()?),
        (2, Wire::Fixed(bytes)) => Value::Float(f32::from_le_bytes(bytes.try_into().ok()?).into()),
        (3, Wire::Fixed(bytes)) => Value::Float(f64::from_le_bytes(bytes.try_into().ok()?)),
        (4, Wire::Number(number)) => Value::Signed(number.cast_signed()),
        (5, Wire::Number(number)) => Value::Unsigned(number),
        (6, Wire::Number(number)) => Value::Signed(unzigzag(number)),
        (7, Wire::Number(number)) => Value::Bool(number != 0),
        _ => return None,
    })
}

/// The fields of a message in their order.
fn fields(mut bytes: &[u8]) -> Option<Vec<(u64, Wire<'_>)>> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = take(&mut bytes)?;
        let wire = match key & 7 {
            0 => Wire::Number(take(&mut bytes)?),
            1 => Wire::Fixed(bytes.split_off(..8)?),
            2 => {
                let length = usize::try_from(take(&mut bytes)?).ok()?;
                Wire::Bytes(bytes.split_off(..length)?)
            }
            5 => Wire::Fixed(bytes.split_off(..4)?),
            _ => return None,
        };
        fields.push((key >> 3, wire));
    }
    Some(fields)
}

/// The next varint.
pub(super) fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.split_off_first()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// The number of either sign behind [`crate::mvt::zigzag`].
pub(super) fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}
