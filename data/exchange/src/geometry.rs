//! Geometry on its way in: in the units and the coordinate system of its file.

use crate::{Fault, Note, Value};

/// Points, lines and polygons of one feature, x (east) first, in the units of the file.
///
/// One struct instead of a tree: a collection of collections says nothing that three lists do not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Geometry {
    /// Single points.
    pub points: Vec<[f64; 2]>,
    /// Lines.
    pub lines: Vec<Vec<[f64; 2]>>,
    /// Polygons: the outer ring, then the holes; the first point may or may not be repeated.
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
}

/// A feature as its file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct RawFeature {
    /// Its place in the file, from 0.
    pub place: usize,
    /// Its fields in the order of the file.
    pub fields: Vec<(String, Value)>,
    /// Its geometry, in the file's coordinate system.
    pub geometry: Option<Geometry>,
}

/// A layer as its file has it; [`RawLayer::locate`] turns it into a [`crate::Layer`].
///
/// The store fills one from a table of somebody's GeoPackage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawLayer {
    /// Its name.
    pub name: String,
    /// What the file says of its coordinate system: `EPSG:4549`, an URN, WKT, a proj string.
    pub crs: Option<String>,
    /// Whether the format itself says that a file without a coordinate system is in degrees of
    /// WGS 84 (GeoJSON), so that taking it so is not worth a note.
    pub degrees_by_rule: bool,
    /// Whether outer rings run clockwise by the format's own rule (Shapefile), so that turning
    /// them is not worth a note.
    pub clockwise: bool,
    /// What it holds.
    pub features: Vec<RawFeature>,
    /// What was found so far.
    pub notes: Vec<Note>,
    /// What went wrong so far.
    pub faults: Vec<Fault>,
}

impl Geometry {
    /// Whether there is no point in it.
    pub fn is_empty(&self) -> bool {
        self.coordinates().next().is_none()
    }

    /// Every point.
    pub fn coordinates(&self) -> impl Iterator<Item = &[f64; 2]> {
        let rings = self.polygons.iter().flatten().flatten();
        self.points.iter().chain(self.lines.iter().flatten()).chain(rings)
    }

    /// Every point, to be changed.
    pub fn coordinates_mut(&mut self) -> impl Iterator<Item = &mut [f64; 2]> {
        let rings = self.polygons.iter_mut().flatten().flatten();
        self.points.iter_mut().chain(self.lines.iter_mut().flatten()).chain(rings)
    }

    /// Takes in everything of `other`.
    pub fn extend(&mut self, other: Self) {
        self.points.extend(other.points);
        self.lines.extend(other.lines);
        self.polygons.extend(other.polygons);
    }
}
