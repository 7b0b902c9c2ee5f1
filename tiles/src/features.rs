//! What lies on the map beside the partition: points, lines and cells, each with its fields.

use crate::clip::{clip_line, clip_ring};
use crate::fields::Fields;
use crate::index::BoxIndex;
use crate::info::{Geometry, LayerInfo, SourceInfo, center};
use crate::mvt::{Kind, Writer};
use crate::values::{FieldValue, Values};
use crate::world::{BUFFER, EXTENT, Frame, TilePoint, WorldBox, WorldPoint, project};
use crate::zooms::{POINT_CROWD, uncrowded};
use crate::{SOURCE_MAX_ZOOM, TileId};
use model::{Bounds, Position};
use std::ops::RangeInclusive;

/// Something to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Its id, unique at each zoom. Browsers read it as a double: keep it at or below 2^53.
    pub id: u64,
    /// Where it is, and as what it is drawn.
    pub mark: Mark,
    /// Its fields; of two with one key the first counts.
    pub fields: Vec<(&'static str, FieldValue)>,
}

/// As what something is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A point.
    Point(Position),
    /// Lines of two points or more each.
    Lines(Vec<Vec<Position>>),
    /// A convex area by its corners, the first not repeated, in either direction: a cell of H3.
    Cell(Vec<Position>),
}

/// One layer of features, cut into tiles as it is asked for.
///
/// Points are drawn on the tile and in its buffer, as those of [`crate::TileSet`] are; lines and cells
/// are snapped to the steps of the zoom, so that cells with a side in common keep it, and cut at the
/// window. Building takes O(n log n) for n features, a tile O(log n) and what is on it.
#[derive(Clone, Debug)]
pub struct FeatureSet {
    name: String,
    values: Values,
    sheets: Vec<Sheet>,
    bounds: Option<Bounds>,
}

/// What is drawn at some zooms.
#[derive(Clone, Debug)]
struct Sheet {
    zooms: RangeInclusive<u8>,
    ids: Vec<u64>,
    marks: Vec<Drawn>,
    fields: Fields,
    index: BoxIndex,
}

#[derive(Clone, Debug)]
enum Drawn {
    Point(WorldPoint),
    Lines(Vec<Vec<WorldPoint>>),
    Cell(Vec<WorldPoint>),
}

impl FeatureSet {
    /// A layer of this name with what is drawn at each range of zooms; where ranges meet the first
    /// counts. Points are not drawn before the zoom at which no tile holds more than some 1,500.
    pub fn build(name: &str, sheets: Vec<(RangeInclusive<u8>, Vec<Feature>)>) -> Self {
        let mut values = Values::default();
        let mut bounds: Option<Bounds> = None;
        let mut drawn = Vec::with_capacity(sheets.len());
        for (zooms, features) in sheets {
            for feature in &features {
                let own = Bounds::around(feature.mark.positions());
                bounds = match (bounds, own) {
                    (Some(all), Some(own)) => Bounds::around([all.min, all.max, own.min, own.max]),
                    (all, own) => all.or(own),
                };
            }
            drawn.push(Sheet::new(zooms, features, &mut values));
        }
        values.settle();
        Self { name: name.to_owned(), values, sheets: drawn, bounds }
    }

    /// How many features are drawn at a zoom.
    pub fn count(&self, zoom: u8) -> usize {
        self.sheet(zoom).map_or(0, |sheet| sheet.ids.len())
    }

    /// What a TileJSON says of the layer; `None` when nothing was given.
    pub fn info(&self) -> Option<SourceInfo> {
        let given = || self.sheets.iter().filter(|sheet| !sheet.ids.is_empty());
        let min_zoom = given().map(|sheet| *sheet.zooms.start()).min()?;
        let first = given().next()?;
        let mut fields = first.fields.listed();
        for (key, kind) in given().flat_map(|sheet| sheet.fields.listed()) {
            if fields.iter().all(|(known, _)| *known != key) {
                fields.push((key, kind));
            }
        }
        let geometry = match first.marks.first() {
            Some(Drawn::Cell(_)) => Geometry::Polygon,
            Some(Drawn::Lines(_)) => Geometry::Line,
            Some(Drawn::Point(_)) | None => Geometry::Point,
        };
        let (name, max_zoom) = (self.name.clone(), SOURCE_MAX_ZOOM);
        let layer = LayerInfo { name: name.clone(), min_zoom, max_zoom, geometry, fields };
        let (bounds, middle) = (self.bounds, self.bounds.and_then(center));
        Some(SourceInfo { name, bounds, center: middle, min_zoom, max_zoom, layers: vec![layer] })
    }

    /// One tile, as an uncompressed vector tile (MVT 2.1): extent 4096, buffer 64. No bytes when
    /// nothing is there. The same set gives the same bytes every time.
    pub fn tile(&self, at: TileId) -> Vec<u8> {
        let mut writer = Writer::new(&self.values);
        if let Some(sheet) = self.sheet(at.z()) {
            sheet.write(Frame::of(at), &mut writer);
            writer.end_layer(&self.name, sheet.fields.keys.iter().copied());
        }
        writer.finish()
    }

    fn sheet(&self, zoom: u8) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.zooms.contains(&zoom))
    }
}

impl Mark {
    fn positions(&self) -> impl Iterator<Item = Position> {
        let (point, lines, cell) = match self {
            Self::Point(at) => (Some(*at), &[][..], &[][..]),
            Self::Lines(lines) => (None, &lines[..], &[][..]),
            Self::Cell(corners) => (None, &[][..], &corners[..]),
        };
        point.into_iter().chain(lines.iter().flatten().copied()).chain(cell.iter().copied())
    }
}

impl Sheet {
    fn new(zooms: RangeInclusive<u8>, features: Vec<Feature>, values: &mut Values) -> Self {
        let world = |line: &[Position]| line.iter().map(|&at| project(at)).collect::<Vec<_>>();
        let mut sheet = Self {
            zooms,
            ids: Vec::with_capacity(features.len()),
            marks: Vec::with_capacity(features.len()),
            fields: Fields::default(),
            index: BoxIndex::default(),
        };
        for Feature { id, mark, fields } in features {
            sheet.ids.push(id);
            sheet.fields.add(fields.iter().map(|(key, value)| (*key, value)), values);
            sheet.marks.push(match mark {
                Mark::Point(at) => Drawn::Point(project(at)),
                Mark::Lines(lines) => Drawn::Lines(lines.iter().map(|line| world(line)).collect()),
                Mark::Cell(corners) => Drawn::Cell(world(&corners)),
            });
        }
        let boxes: Vec<WorldBox> = sheet.marks.iter().map(Drawn::bounds).collect();
        let points: Vec<WorldBox> = sheet.marks.iter().filter_map(Drawn::point).collect();
        let first = uncrowded(*sheet.zooms.start(), POINT_CROWD, &points);
        sheet.zooms = first..=*sheet.zooms.end();
        sheet.index = BoxIndex::new(&boxes);
        sheet
    }

    fn write(&self, frame: Frame, writer: &mut Writer<'_>) {
        let mut found = Vec::new();
        self.index.meeting(frame.reach(), &mut found);
        let mut snapped: Vec<TilePoint> = Vec::new();
        for place in found {
            let place = place as usize;
            let geometry = writer.geometry();
            let kind = match &self.marks[place] {
                Drawn::Point(at) => {
                    let at = frame.step(*at);
                    let drawn = -BUFFER..EXTENT + BUFFER;
                    if drawn.contains(&at.x) && drawn.contains(&at.y) {
                        geometry.point(at);
                    }
                    Kind::Point
                }
                Drawn::Lines(lines) => {
                    for line in lines {
                        snap(frame, line, &mut snapped);
                        clip_line(&snapped, |part| geometry.line(part));
                    }
                    Kind::Line
                }
                Drawn::Cell(corners) => {
                    snap(frame, corners, &mut snapped);
                    let ring = clip_ring(&snapped);
                    if ring.len() > 2 {
                        geometry.ring(ring.iter().copied());
                    }
                    Kind::Polygon
                }
            };
            writer.feature(kind, Some(self.ids[place]), self.fields.tags(place));
        }
    }
}

/// A line on the steps of a tile, no step twice in a row.
fn snap(frame: Frame, line: &[WorldPoint], snapped: &mut Vec<TilePoint>) {
    snapped.clear();
    snapped.extend(line.iter().map(|&at| frame.snap(at)));
    snapped.dedup();
}

impl Drawn {
    fn bounds(&self) -> WorldBox {
        let around =
            |line: &[WorldPoint]| line.iter().fold(WorldBox::EMPTY, |all, &at| all.with(at));
        match self {
            Self::Point(at) => around(&[*at]),
            Self::Lines(lines) => {
                lines.iter().fold(WorldBox::EMPTY, |all, line| all.union(around(line)))
            }
            Self::Cell(corners) => around(corners),
        }
    }

    fn point(&self) -> Option<WorldBox> {
        matches!(self, Self::Point(_)).then(|| self.bounds())
    }
}
