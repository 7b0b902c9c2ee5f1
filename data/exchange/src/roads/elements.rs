//! The nodes, ways and relations of one block.

use super::wire::{Damaged, Fields, Packed, Wire, unfolded};
use model::Position;
use std::borrow::Cow;

/// One block: its texts, its scale, its groups.
#[derive(Debug)]
pub(super) struct Block<'a> {
    texts: Vec<&'a [u8]>,
    groups: Vec<&'a [u8]>,
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

/// A pair of key and value.
pub(super) type Tag<'a> = (Cow<'a, str>, Cow<'a, str>);

/// A node with its tags.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) id: i64,
    /// `None` off the Earth.
    pub(super) at: Option<Position>,
    pub(super) tags: Vec<Tag<'a>>,
}

/// A way with its tags.
#[derive(Debug)]
pub(super) struct Way<'a> {
    pub(super) id: i64,
    pub(super) nodes: Vec<i64>,
    pub(super) tags: Vec<Tag<'a>>,
}

/// What a member of a relation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Node,
    Way,
    Relation,
}

/// A relation with its tags.
#[derive(Debug)]
pub(super) struct Relation<'a> {
    /// Role, kind and id.
    pub(super) members: Vec<(Cow<'a, str>, Kind, i64)>,
    pub(super) tags: Vec<Tag<'a>>,
}

/// One thing of a block that is no node.
#[derive(Debug)]
pub(super) enum Element<'a> {
    Way(Way<'a>),
    Relation(Relation<'a>),
}

impl<'a> Block<'a> {
    /// Reads the frame of a block.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Damaged> {
        let mut block = Self {
            texts: Vec::new(),
            groups: Vec::new(),
            granularity: 100,
            lat_offset: 0,
            lon_offset: 0,
        };
        for field in Fields(bytes) {
            match field? {
                (1, Wire::Bytes(table)) => {
                    for text in Fields(table) {
                        if let (1, Wire::Bytes(text)) = text? {
                            block.texts.push(text);
                        }
                    }
                }
                (2, Wire::Bytes(group)) => block.groups.push(group),
                (17, Wire::Number(value)) => block.granularity = value.cast_signed(),
                (19, Wire::Number(value)) => block.lat_offset = value.cast_signed(),
                (20, Wire::Number(value)) => block.lon_offset = value.cast_signed(),
                _ => {}
            }
        }
        Ok(block)
    }

    fn text(&self, place: u64) -> Cow<'a, str> {
        let text = usize::try_from(place).ok().and_then(|place| self.texts.get(place));
        text.map_or(Cow::Borrowed(""), |text| String::from_utf8_lossy(text))
    }

    fn tags(&self, keys: Packed<'_>, values: Packed<'_>) -> Vec<Tag<'a>> {
        keys.zip(values).map(|(key, value)| (self.text(key), self.text(value))).collect()
    }

    /// From the file's billionths of a degree to the lattice.
    fn position(&self, lon: i64, lat: i64) -> Option<Position> {
        let step = |offset: i64, value: i64| {
            let billionths = value.checked_mul(self.granularity)?.checked_add(offset)?;
            let rounded = billionths.checked_add(50)?.div_euclid(100);
            i32::try_from(rounded).ok()
        };
        Position::from_e7(step(self.lon_offset, lon)?, step(self.lat_offset, lat)?)
    }

    /// Hands every node to `each`.
    pub(super) fn nodes(&self, mut each: impl FnMut(Node<'a>)) -> Result<(), Damaged> {
        for group in &self.groups {
            for field in Fields(group) {
                match field? {
                    (1, Wire::Bytes(node)) => each(self.node(node)?),
                    (2, Wire::Bytes(dense)) => self.dense(dense, &mut each)?,
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn node(&self, bytes: &[u8]) -> Result<Node<'a>, Damaged> {
        let (mut id, mut lat, mut lon) = (0, 0, 0);
        let (mut keys, mut values) = (Packed::default(), Packed::default());
        for field in Fields(bytes) {
            match field? {
                (1, Wire::Number(value)) => id = unfolded(value),
                (2, Wire::Bytes(packed)) => keys = Packed(packed),
                (3, Wire::Bytes(packed)) => values = Packed(packed),
                (8, Wire::Number(value)) => lat = unfolded(value),
                (9, Wire::Number(value)) => lon = unfolded(value),
                _ => {}
            }
        }
        Ok(Node { id, at: self.position(lon, lat), tags: self.tags(keys, values) })
    }

    fn dense(&self, bytes: &[u8], each: &mut impl FnMut(Node<'a>)) -> Result<(), Damaged> {
        let none = Packed::default;
        let (mut ids, mut lats, mut lons, mut tags) = (none(), none(), none(), none());
        for field in Fields(bytes) {
            match field? {
                (1, Wire::Bytes(packed)) => ids = Packed(packed),
                (8, Wire::Bytes(packed)) => lats = Packed(packed),
                (9, Wire::Bytes(packed)) => lons = Packed(packed),
                (10, Wire::Bytes(packed)) => tags = Packed(packed),
                _ => {}
            }
        }
        let places = ids.summed().zip(lons.summed().zip(lats.summed()));
        for (id, (lon, lat)) in places {
            let mut of_node = Vec::new();
            // Keys and values in turn; a zero ends those of a node.
            while let Some(key) = tags.next().filter(|&key| key != 0) {
                let Some(value) = tags.next() else { return Err(Damaged) };
                of_node.push((self.text(key), self.text(value)));
            }
            each(Node { id, at: self.position(lon, lat), tags: of_node });
        }
        Ok(())
    }

    /// Hands every way and relation to `each`.
    pub(super) fn others(&self, mut each: impl FnMut(Element<'a>)) -> Result<(), Damaged> {
        for group in &self.groups {
            for field in Fields(group) {
                match field? {
                    (3, Wire::Bytes(way)) => each(Element::Way(self.way(way)?)),
                    (4, Wire::Bytes(relation)) => {
                        each(Element::Relation(self.relation(relation)?));
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn way(&self, bytes: &[u8]) -> Result<Way<'a>, Damaged> {
        let mut id = 0;
        let none = Packed::default;
        let (mut keys, mut values, mut refs) = (none(), none(), none());
        for field in Fields(bytes) {
            match field? {
                (1, Wire::Number(value)) => id = value.cast_signed(),
                (2, Wire::Bytes(packed)) => keys = Packed(packed),
                (3, Wire::Bytes(packed)) => values = Packed(packed),
                (8, Wire::Bytes(packed)) => refs = Packed(packed),
                _ => {}
            }
        }
        Ok(Way { id, nodes: refs.summed().collect(), tags: self.tags(keys, values) })
    }

    fn relation(&self, bytes: &[u8]) -> Result<Relation<'a>, Damaged> {
        let none = Packed::default;
        let (mut keys, mut values) = (none(), none());
        let (mut roles, mut ids, mut kinds) = (none(), none(), none());
        for field in Fields(bytes) {
            match field? {
                (2, Wire::Bytes(packed)) => keys = Packed(packed),
                (3, Wire::Bytes(packed)) => values = Packed(packed),
                (8, Wire::Bytes(packed)) => roles = Packed(packed),
                (9, Wire::Bytes(packed)) => ids = Packed(packed),
                (10, Wire::Bytes(packed)) => kinds = Packed(packed),
                _ => {}
            }
        }
        let members = roles.zip(ids.summed()).zip(kinds).map(|((role, id), kind)| {
            let kind = match kind {
                0 => Kind::Node,
                1 => Kind::Way,
                _ => Kind::Relation,
            };
            (self.text(role), kind, id)
        });
        Ok(Relation { members: members.collect(), tags: self.tags(keys, values) })
    }
}
