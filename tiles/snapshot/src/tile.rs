//! Polygons and lines of a decoded tile, and the same written again with one source layer a colour.
//!
//! The renderer knows one colour a source layer, so every grid becomes a layer of its own. Each tile
//! is decoded here before the renderer sees it: what it cannot read ends it.

use crate::Error;
use fast_mvt::{MvtCoord, MvtGeometry, MvtPolygon, MvtReaderRef, MvtTileBuilder, MvtValueRef};

/// Units along a side of a tile.
pub const EXTENT: i32 = 4096;

/// What a grid looks like in one tile, in units of the tile; parts of it lie outside 0..4096.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// The id of its feature.
    pub id: u64,
    /// Its polygons: each an outer ring and the rings of its holes. No ring repeats its first vertex.
    pub polygons: Vec<Vec<Ring>>,
}

/// The vertices of a ring or of a line.
pub type Ring = Vec<[i32; 2]>;

impl Grid {
    /// All its rings.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.polygons.iter().flatten()
    }

    /// All its sides: pairs of vertices that follow each other.
    pub fn sides(&self) -> impl Iterator<Item = [[i32; 2]; 2]> {
        self.rings().flat_map(|ring| {
            let next = ring.iter().cycle().skip(1);
            ring.iter().zip(next).map(|(from, to)| [*from, *to])
        })
    }
}

/// The names of the layers of a tile.
///
/// # Errors
///
/// [`Error::Tile`] when the bytes are no tile.
pub fn layers(bytes: &[u8]) -> Result<Vec<String>, Error> {
    Ok(MvtReaderRef::new(bytes)?.layers().map(|it| it.name().to_owned()).collect())
}

/// The polygons of one layer; none when the tile has no such layer.
///
/// # Errors
///
/// [`Error::Tile`] when the bytes are no tile, [`Error::Extent`] when its extent is another,
/// [`Error::Far`] when a vertex lies further outside than a tile is wide.
pub fn grids(bytes: &[u8], layer: &str) -> Result<Vec<Grid>, Error> {
    let reader = MvtReaderRef::new(bytes)?;
    let mut grids = Vec::new();
    for layer in reader.layers().filter(|it| it.name() == layer) {
        extent(layer.extent())?;
        for feature in layer.features() {
            let polygons = match feature.geometry()? {
                MvtGeometry::Polygon(one) => vec![one],
                MvtGeometry::MultiPolygon(many) => many.0,
                _ => continue,
            };
            let polygons = polygons.iter().map(rings).collect::<Result<_, _>>()?;
            grids.push(Grid { id: feature.id().unwrap_or_default(), polygons });
        }
    }
    Ok(grids)
}

/// The lines of the layer `borders`, each feature with its level; 0 is the rim of the territory.
///
/// # Errors
///
/// [`Error::Tile`] when the bytes are no tile, [`Error::Extent`] when its extent is another,
/// [`Error::Far`] when a vertex lies further outside than a tile is wide.
pub fn borders(bytes: &[u8]) -> Result<Vec<(i64, Vec<Ring>)>, Error> {
    let reader = MvtReaderRef::new(bytes)?;
    let mut borders = Vec::new();
    for layer in reader.layers().filter(|it| it.name() == "borders") {
        extent(layer.extent())?;
        for feature in layer.features() {
            let lines = match feature.geometry()? {
                MvtGeometry::LineString(one) => vec![one],
                MvtGeometry::MultiLineString(many) => many.0,
                _ => continue,
            };
            let lines = lines.iter().map(|line| vertices(&line.0)).collect::<Result<_, _>>()?;
            borders.push((level(feature.properties_vec()?), lines));
        }
    }
    Ok(borders)
}

fn extent(extent: u32) -> Result<(), Error> {
    if i64::from(extent) == i64::from(EXTENT) { Ok(()) } else { Err(Error::Extent(extent)) }
}

fn level(properties: Vec<(&str, MvtValueRef<'_>)>) -> i64 {
    let number = |value| match value {
        MvtValueRef::Int(it) | MvtValueRef::SInt(it) => Some(it),
        MvtValueRef::UInt(it) => i64::try_from(it).ok(),
        _ => None,
    };
    let level = properties.into_iter().find(|(key, _)| *key == "level");
    level.and_then(|(_, value)| number(value)).unwrap_or(i64::MAX)
}

fn vertices(coords: &[MvtCoord]) -> Result<Ring, Error> {
    let near = -EXTENT..=2 * EXTENT;
    let vertex = |at: &MvtCoord| {
        let inside = near.contains(&at.x) && near.contains(&at.y);
        if inside { Ok([at.x, at.y]) } else { Err(Error::Far(at.x, at.y)) }
    };
    coords.iter().map(vertex).collect()
}

fn rings(polygon: &MvtPolygon) -> Result<Vec<Ring>, Error> {
    let open = |coords: &[MvtCoord]| {
        let mut ring = vertices(coords)?;
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        Ok(ring)
    };
    let inner = polygon.interiors().iter().map(|ring| open(&ring.0));
    std::iter::once(open(&polygon.exterior().0)).chain(inner).collect()
}

/// What goes into one source layer.
#[derive(Clone, Copy, Debug)]
pub enum Shape<'a> {
    /// Painted areas.
    Areas(&'a Grid),
    /// Drawn lines.
    Lines(&'a [Ring]),
}

impl Shape<'_> {
    /// The renderer ends the program at a feature without geometry.
    fn is_empty(&self) -> bool {
        match self {
            Shape::Areas(grid) => drawable(grid).next().is_none(),
            Shape::Lines(lines) => lines.iter().all(|line| line.len() < 2),
        }
    }
}

/// The rings that have an inside, each with its place in its polygon; 0 is the outer one.
fn drawable(grid: &Grid) -> impl Iterator<Item = (usize, &Ring)> {
    let polygons = grid.polygons.iter();
    let whole = polygons.filter(|polygon| polygon.first().is_some_and(|outer| outer.len() > 2));
    whole.flat_map(|it| it.iter().enumerate()).filter(|(_, ring)| ring.len() > 2)
}

/// A tile of the given shapes, those with equal names in one source layer. What has no inside is
/// left out.
///
/// # Errors
///
/// [`Error::Tile`] when a shape cannot be written.
pub fn write<'a>(shapes: &[(String, Shape<'a>)]) -> Result<Vec<u8>, Error> {
    let shapes: Vec<_> = shapes.iter().filter(|(_, shape)| !shape.is_empty()).collect();
    let mut names: Vec<_> = shapes.iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    let mut tile = MvtTileBuilder::new();
    for name in names {
        let mut layer = tile.layer(name.as_str())?;
        for (_, shape) in shapes.iter().filter(|(of, _)| of == name) {
            let coords = |ring: &'a Ring| ring.iter().map(|&[x, y]| MvtCoord { x, y });
            let kind = match shape {
                Shape::Areas(_) => fast_mvt::MvtGeomType::Polygon,
                Shape::Lines(_) => fast_mvt::MvtGeomType::LineString,
            };
            let mut feature = layer.feature_of(kind);
            match shape {
                Shape::Areas(grid) => {
                    feature.id(Some(grid.id));
                    for (at, ring) in drawable(grid) {
                        feature.ring(coords(ring), at == 0)?;
                    }
                }
                Shape::Lines(lines) => {
                    for line in lines.iter().filter(|line| line.len() > 1) {
                        feature.line(coords(line))?;
                    }
                }
            }
            layer = feature.end();
        }
        tile = layer.end();
    }
    Ok(tile.encode())
}
