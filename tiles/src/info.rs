//! What a tile set says about itself: the content of its TileJSON.

use model::{Bounds, Position};

/// What the features of a layer are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Geometry {
    /// Points.
    Point,
    /// Lines.
    Line,
    /// Polygons.
    Polygon,
}

impl Geometry {
    /// In small letters: `point`, `line`, `polygon`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Line => "line",
            Self::Polygon => "polygon",
        }
    }
}

/// A layer of the tile set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerInfo {
    /// Its name in tiles and addresses.
    pub name: String,
    /// The lowest zoom that shows it.
    pub min_zoom: u8,
    /// The zoom that clients stretch from; see [`crate::SOURCE_MAX_ZOOM`].
    pub max_zoom: u8,
    /// What its features are.
    pub geometry: Geometry,
    /// Its fields with their types, `String`, `Number` or `Boolean`.
    pub fields: Vec<(String, &'static str)>,
}

/// What a TileJSON says of one source: a layer, or several in one tile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceInfo {
    /// The name in addresses.
    pub name: String,
    /// The box around everything drawn, if anything is.
    pub bounds: Option<Bounds>,
    /// A place and a zoom to start from, if anything is drawn.
    pub center: Option<(Position, u8)>,
    /// The lowest zoom that shows anything.
    pub min_zoom: u8,
    /// The zoom that clients stretch from.
    pub max_zoom: u8,
    /// The layers in its tiles.
    pub layers: Vec<LayerInfo>,
}

/// The middle of a box, and the zoom at which it is about one tile wide.
pub(crate) fn center(bounds: Bounds) -> Option<(Position, u8)> {
    let (low, high) = (bounds.min, bounds.max);
    let middle = |a: f64, b: f64| a / 2.0 + b / 2.0;
    let at = Position::from_degrees(middle(low.lon(), high.lon()), middle(low.lat(), high.lat()))
        .ok()?;
    let (min, max) = (crate::world::project(low), crate::world::project(high));
    let span = (max.x - min.x).max(min.y - max.y).max(1);
    let zoom = u8::try_from(span.leading_zeros()).unwrap_or(0);
    Some((at, zoom.min(crate::SOURCE_MAX_ZOOM)))
}
