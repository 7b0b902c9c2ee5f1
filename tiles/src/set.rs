//! The tile set: everything drawn, ready to be cut.

use crate::band::Band;
use crate::draw::Pen;
use crate::fields::Fields;
use crate::graph::{Ancestry, Graph};
use crate::info::{Geometry, LayerInfo, SourceInfo, center};
use crate::lines::borders;
use crate::mvt::Writer;
use crate::points::{PointFeature, PointLayer, Points};
use crate::units::{LABEL_FIELDS, UNIT_FIELDS, Units};
use crate::values::{FieldValue, Values};
use crate::world::{Frame, WorldBox, project};
use crate::zooms::{POINT_CROWD, shown_from, uncrowded};
use crate::{MAX_ZOOM, SOURCE_MAX_ZOOM, TileId};
use model::{Bounds, Level, UnitTree};
use rayon::prelude::*;
use spatial::GridMap;
use std::sync::Arc;

/// The source that holds every level, the borders and the labels in one tile.
const COMPOSITE: &str = "grids";
const BORDERS: &str = "borders";
const LABELS: &str = "labels";

/// Everything that is drawn, frozen, in memory: units of every level, borders, labels, points.
///
/// [`tile`](Self::tile) cuts a tile from it, with no lock and no database, from any number of
/// threads at once. A level is shown from the zoom at which its units can be told apart; see
/// [`layers`](Self::layers).
#[derive(Clone, Debug)]
pub struct TileSet {
    pub(crate) values: Values,
    pub(crate) ancestry: Arc<Ancestry>,
    /// By zoom, without a gap from 0 to the finest.
    pub(crate) bands: Vec<Band>,
    /// Level 1 first.
    pub(crate) levels: Vec<Units>,
    /// The field of a border, by level, the rim first.
    borders: Fields,
    points: Arc<[(PointLayer, Points)]>,
    layers: Vec<LayerInfo>,
    pub(crate) bounds: Option<Bounds>,
}

impl TileSet {
    /// Takes what is needed from the map and the points; keeps no reference to either.
    ///
    /// Time is linear in the vertices, but for thinning, which is O(n log n) for the n vertices
    /// of a border, and for one label point a unit. Works on all threads; the outcome does not depend
    /// on their number.
    pub fn build(map: &GridMap, points: &[PointFeature]) -> Self {
        Self::build_from(map, points, None)
    }

    /// The same of another map, each level shown from the zoom from which it is shown here: as an
    /// edited set goes on, so that it can be compared with one built anew. Levels that are not here
    /// are shown from where they can be told apart.
    #[must_use]
    pub fn build_alike(&self, map: &GridMap, points: &[PointFeature]) -> Self {
        let zooms: Vec<u8> = self.levels.iter().map(|units| units.min_zoom).collect();
        Self::build_from(map, points, Some(&zooms))
    }

    fn build_from(map: &GridMap, points: &[PointFeature], zooms: Option<&[u8]>) -> Self {
        let tree = map.tree();
        let edges = map.partition().edges().map(|edge| (edge.points, edge.left, edge.right));
        let graph = Graph::new(tree.grid_count(), edges);
        let ancestry = Arc::new(Ancestry::of(tree));
        let mut min_zooms = Vec::new();
        let mut areas = Vec::new();
        for level in levels_of(tree) {
            let place = usize::from(level.get());
            let (boxes, own) = measure(&graph, &ancestry, place, tree.of_level(level).len());
            let above = min_zooms.last().copied().unwrap_or(0);
            let given = zooms.and_then(|zooms| zooms.get(place - 1).copied());
            min_zooms.push(given.unwrap_or_else(|| shown_from(place, graph.area(), &boxes, above)));
            areas.push(own);
        }
        let counts: Vec<usize> = std::iter::once(1).chain(areas.iter().map(Vec::len)).collect();
        let bands = bands(&graph, &ancestry, &counts, &min_zooms);
        let mut values = Values::default();
        let mut levels = Vec::with_capacity(areas.len());
        for ((level, own), min_zoom) in levels_of(tree).zip(areas).zip(min_zooms) {
            levels.push(Units::new(tree, level, min_zoom, &own, &bands, &mut values));
        }
        let mut borders = Fields::default();
        for level in 0..counts.len() {
            let number = FieldValue::Int(i64::try_from(level).unwrap_or(0));
            borders.add([("level", &number)], &mut values);
        }
        let points: Arc<[_]> = gather(points, &mut values).into();
        let layers = describe(&levels, &borders, &points);
        let bounds = map.partition().bounds();
        values.settle();
        Self { values, ancestry, bands, levels, borders, points, layers, bounds }
    }

    /// The layers, level 1 first: `grids-1` … `grids-n`, `borders`, `labels`, `service-points`, and
    /// other layers of points where points were given.
    pub fn layers(&self) -> &[LayerInfo] {
        &self.layers
    }

    /// The box around the territory.
    pub fn bounds(&self) -> Option<Bounds> {
        self.bounds
    }

    /// Whether a layer is part of `grids`, or `grids` itself.
    pub fn is_of_grids(layer: &str) -> bool {
        layer == BORDERS || layer == LABELS || layer == COMPOSITE || layer.starts_with("grids-")
    }

    /// What a TileJSON says of a layer, or of `grids`, which holds all levels, borders and labels.
    /// `None` when there is no such layer.
    pub fn info(&self, layer: &str) -> Option<SourceInfo> {
        let composite = self.layers.iter().filter(|layer| Self::is_of_grids(&layer.name));
        let layers: Vec<LayerInfo> = if layer == COMPOSITE {
            composite.cloned().collect()
        } else {
            self.layers.iter().filter(|known| known.name == layer).cloned().collect()
        };
        let min_zoom = layers.iter().map(|layer| layer.min_zoom).min()?;
        Some(SourceInfo {
            name: layer.to_owned(),
            bounds: self.bounds,
            center: self.bounds.and_then(center),
            min_zoom,
            max_zoom: SOURCE_MAX_ZOOM,
            layers,
        })
    }

    /// Those of the four tiles below each of these that may show any unit, in no order; from the one
    /// tile of zoom 0 on they lead to all tiles with something on them.
    pub fn tiles_below(&self, above: &[TileId]) -> Vec<TileId> {
        let mut found = Vec::new();
        let mut may_show = |tile: &TileId| {
            let reach = Frame::of(*tile).reach();
            self.levels.iter().take(1).any(|units| {
                units.finder.meeting(reach, &mut found);
                !found.is_empty()
            })
        };
        let below = above.iter().flat_map(|tile| {
            let part = |dx, dy| TileId::new(tile.z() + 1, tile.x() * 2 + dx, tile.y() * 2 + dy);
            [part(0, 0), part(1, 0), part(0, 1), part(1, 1)]
        });
        below.flatten().filter(|tile| may_show(tile)).collect()
    }

    /// Many tiles of `grids` at once, on all threads, each taken on by `then`; in the order asked for.
    pub fn cut_many<T: Send>(
        &self,
        tiles: &[TileId],
        then: impl Fn(Vec<u8>) -> T + Send + Sync,
    ) -> Vec<T> {
        let cut = |&at: &TileId| then(self.tile(COMPOSITE, at).unwrap_or_default());
        tiles.par_iter().map(cut).collect()
    }

    /// One tile of a layer, or of `grids`, as an uncompressed vector tile (MVT 2.1): extent 4096,
    /// buffer 64, none for labels. `None` when there is no such layer; no bytes when nothing of it is
    /// there.
    ///
    /// The same set gives the same bytes every time.
    pub fn tile(&self, layer: &str, at: TileId) -> Option<Vec<u8>> {
        if layer != COMPOSITE && !self.layers.iter().any(|known| known.name == layer) {
            return None;
        }
        let wanted = |name: &str| name == layer || (layer == COMPOSITE && Self::is_of_grids(name));
        let frame = Frame::of(at);
        let mut writer = Writer::new(&self.values);
        if let Some(band) = self.bands.iter().find(|band| band.zooms.contains(&at.z())) {
            let shown = &self.levels[..band.level];
            let mut pen = Pen::new(frame);
            for (level, units) in (1..).zip(shown) {
                if wanted(&units.name) {
                    pen.units(level, units, band, &mut writer);
                    writer.end_layer(&units.name, UNIT_FIELDS.map(|(key, _)| key));
                }
            }
            if wanted(BORDERS) {
                borders(frame, band, &self.ancestry, &self.borders, &mut writer);
                writer.end_layer(BORDERS, self.borders.keys.iter().copied());
            }
            if wanted(LABELS) {
                for units in shown {
                    units.write_labels(frame, &mut writer);
                }
                writer.end_layer(LABELS, LABEL_FIELDS.map(|(key, _)| key));
            }
        }
        for (kind, points) in self.points.iter() {
            let info = self.layers.iter().find(|known| known.name == kind.name());
            if wanted(kind.name()) && info.is_some_and(|info| info.min_zoom <= at.z()) {
                points.write(frame, &mut writer);
                writer.end_layer(kind.name(), points.fields.keys.iter().copied());
            }
        }
        Some(writer.finish())
    }
}

/// The levels of a tree, the top first.
fn levels_of(tree: &UnitTree) -> impl Iterator<Item = Level> {
    (1..=tree.finest().get()).filter_map(Level::new)
}

/// One band for each level that is the finest at some zoom; level 1 is shown from the first of
/// `min_zooms`.
fn bands(graph: &Graph, ancestry: &Ancestry, counts: &[usize], min_zooms: &[u8]) -> Vec<Band> {
    let from = |level: usize| match level.checked_sub(1) {
        None => 0,
        Some(place) => min_zooms.get(place).copied().unwrap_or(MAX_ZOOM + 1),
    };
    (0..counts.len())
        .filter(|&level| from(level) < from(level + 1))
        .map(|level| Band::new(graph, ancestry, counts, level, from(level)..=from(level + 1) - 1))
        .collect()
}

fn gather(features: &[PointFeature], values: &mut Values) -> Vec<(PointLayer, Points)> {
    let mut layers = Vec::new();
    for layer in PointLayer::ALL {
        let mut points = Points::default();
        let mut own = features.iter().filter(|feature| feature.layer == layer).peekable();
        if own.peek().is_none() && layer != PointLayer::ServicePoints {
            continue;
        }
        for feature in own {
            let fields = feature.fields.iter().map(|(key, value)| (*key, value));
            points.add(feature.id, project(feature.at), fields, values);
        }
        points.index();
        layers.push((layer, points));
    }
    layers
}

fn describe(levels: &[Units], borders: &Fields, points: &[(PointLayer, Points)]) -> Vec<LayerInfo> {
    let layer = |name: &str, min_zoom, geometry, fields| LayerInfo {
        name: name.to_owned(),
        min_zoom,
        max_zoom: SOURCE_MAX_ZOOM,
        geometry,
        fields,
    };
    let listed = |fields: &[(&str, &'static str)]| {
        fields.iter().map(|&(key, kind)| (key.to_owned(), kind)).collect()
    };
    let mut layers: Vec<LayerInfo> = levels
        .iter()
        .map(|units| layer(&units.name, units.min_zoom, Geometry::Polygon, listed(&UNIT_FIELDS)))
        .collect();
    layers.push(layer(BORDERS, 0, Geometry::Line, borders.listed()));
    if let Some(top) = levels.first() {
        layers.push(layer(LABELS, top.min_zoom, Geometry::Point, listed(&LABEL_FIELDS)));
    }
    for (kind, points) in points {
        let min_zoom = uncrowded(0, POINT_CROWD, &points.boxes());
        layers.push(layer(kind.name(), min_zoom, Geometry::Point, points.fields.listed()));
    }
    layers
}

/// The boxes and areas of the units of a level.
fn measure(
    graph: &Graph,
    ancestry: &Ancestry,
    level: usize,
    count: usize,
) -> (Vec<WorldBox>, Vec<i64>) {
    let (mut boxes, mut areas) = (vec![WorldBox::EMPTY; count], vec![0; count]);
    for (grid, measured) in (0..).zip(graph.grids()) {
        let unit = ancestry.unit(level, grid) as usize;
        boxes[unit] = boxes[unit].union(measured.bounds);
        areas[unit] += measured.area;
    }
    (boxes, areas)
}
