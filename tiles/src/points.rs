//! Layers of points.

use crate::fields::Fields;
use crate::index::BoxIndex;
use crate::mvt::{Kind, Writer};
use crate::values::{FieldValue, Values};
use crate::world::{BUFFER, EXTENT, Frame, WorldBox, WorldPoint};
use model::Position;

/// Which layer a point is drawn in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PointLayer {
    /// Where the public finds help.
    ServicePoints,
}

impl PointLayer {
    /// Every layer of points.
    pub const ALL: [Self; 1] = [Self::ServicePoints];

    /// The layer's name in tiles and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ServicePoints => "service-points",
        }
    }
}

/// A point to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct PointFeature {
    /// Its id, unique in the layer. Browsers read it as a double: keep it at or below 2^53.
    pub id: u64,
    /// The layer.
    pub layer: PointLayer,
    /// Where it is.
    pub at: Position,
    /// Its fields; of two with one key the first counts.
    pub fields: Vec<(&'static str, FieldValue)>,
}

/// Many points with their fields, found by place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Points {
    at: Vec<WorldPoint>,
    ids: Vec<u64>,
    pub(crate) fields: Fields,
    index: BoxIndex,
}

impl Points {
    pub(crate) fn add<'a>(
        &mut self,
        id: u64,
        at: WorldPoint,
        fields: impl IntoIterator<Item = (&'static str, &'a FieldValue)>,
        values: &mut Values,
    ) {
        self.at.push(at);
        self.ids.push(id);
        self.fields.add(fields, values);
    }

    /// Makes the points findable; to be called once, after the last was added.
    pub(crate) fn index(&mut self) {
        self.index = BoxIndex::new(&self.boxes());
    }

    /// A box of no size for each.
    pub(crate) fn boxes(&self) -> Vec<WorldBox> {
        self.at.iter().map(|&at| WorldBox { min: at, max: at }).collect()
    }

    /// Writes the points on a tile and in its buffer.
    pub(crate) fn write(&self, frame: Frame, writer: &mut Writer<'_>) {
        let drawn = -BUFFER..EXTENT + BUFFER;
        let mut found = Vec::new();
        self.index.meeting(frame.reach(), &mut found);
        for point in found {
            let point = point as usize;
            let at = frame.step(self.at[point]);
            if drawn.contains(&at.x) && drawn.contains(&at.y) {
                writer.geometry().point(at);
                writer.feature(Kind::Point, Some(self.ids[point]), self.fields.tags(point));
            }
        }
    }
}
