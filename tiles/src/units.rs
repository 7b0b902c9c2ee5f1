//! The units of one level: their boxes, fields and labels.

use crate::MAX_ZOOM;
use crate::band::Arcs;
use crate::fields::Fields;
use crate::graph::{Ancestry, Graph};
use crate::index::BoxIndex;
use crate::label::label_point;
use crate::outlines::Outlines;
use crate::points::Points;
use crate::values::{Collector, FieldValue};
use crate::world::{WorldBox, WorldPoint, zoom_where};
use model::{Level, Unit, UnitTree};

/// What is drawn of the units of one level, apart from their outlines.
#[derive(Debug)]
pub(crate) struct Units {
    /// The name of the layer.
    pub(crate) name: String,
    pub(crate) min_zoom: u8,
    /// The place of the first in the tree, plus one: the ids of features.
    first_id: u64,
    pub(crate) boxes: Vec<WorldBox>,
    pub(crate) index: BoxIndex,
    pub(crate) fields: Fields,
    pub(crate) labels: Points,
}

/// What the units of a level measure, in their order.
#[derive(Debug)]
pub(crate) struct Shapes {
    pub(crate) boxes: Vec<WorldBox>,
    /// On the ellipsoid, in square metres.
    pub(crate) areas: Vec<f64>,
    pub(crate) labels: Vec<Option<WorldPoint>>,
}

impl Shapes {
    /// Measures the units of `level`, whose outlines are `outlines` along `arcs`.
    pub(crate) fn new(graph: &Graph, ancestry: &Ancestry, level: usize, count: usize) -> Self {
        let mut shapes = Self {
            boxes: vec![WorldBox::EMPTY; count],
            areas: vec![0.0; count],
            labels: Vec::new(),
        };
        for (grid, measured) in (0..).zip(graph.grids()) {
            let unit = ancestry.unit(level, grid) as usize;
            shapes.boxes[unit] = shapes.boxes[unit].union(measured.bounds);
            shapes.areas[unit] += measured.area;
        }
        shapes
    }

    /// Finds a place for each unit's label.
    pub(crate) fn place_labels(&mut self, arcs: &Arcs, outlines: &Outlines) {
        let units = (0..).zip(&self.boxes);
        self.labels =
            units.map(|(unit, &bounds)| place_label(arcs, outlines, unit, bounds)).collect();
    }
}

/// The label of one unit, from its outline thinned to what can be seen at the label's size; from the
/// true one where too little of that is left.
fn place_label(
    arcs: &Arcs,
    outlines: &Outlines,
    unit: u32,
    bounds: WorldBox,
) -> Option<WorldPoint> {
    if bounds.is_empty() {
        return None;
    }
    let size = (bounds.max.x - bounds.min.x).max(bounds.max.y - bounds.min.y);
    let zoom = zoom_where(f64::from(size), LABEL_STEPS);
    let rings = |zoom: u8| -> Vec<Vec<WorldPoint>> {
        outlines.rings(unit).map(|ring| arcs.trace(ring, zoom)).collect()
    };
    // What thinning may have moved the border by, and a little more.
    let (strayed, all) = (f64::from(size) / LABEL_STEPS * 3.0, || label_point(&rings(MAX_ZOOM)));
    let found = label_point(&rings(zoom)).filter(|&(_, deep)| deep > strayed).or_else(all);
    found.map(|(at, _)| at)
}

impl Units {
    /// Reads the units of `level`, which is shown from `min_zoom`.
    pub(crate) fn new(
        tree: &UnitTree,
        level: Level,
        min_zoom: u8,
        shapes: Shapes,
        values: &mut Collector,
    ) -> Self {
        let mut fields = Fields::default();
        let mut labels = Points::with_keys(&LABEL_KEYS, &["String", "String", "Number", "Number"]);
        let mut first_id = None;
        for (place, (id, unit)) in tree.of_level(level).enumerate() {
            let feature = u64::from(id.0) + 1;
            first_id.get_or_insert(feature);
            let own = fields_of(tree, unit);
            fields.add(own.iter().map(|(key, value)| (*key, value)), values);
            if let Some(at) = shapes.labels[place] {
                let shown = label_fields(unit, shapes.areas[place]);
                labels.add(feature, at, shown.iter().map(|(key, value)| (*key, value)), values);
            }
        }
        labels.index();
        let name = format!("grids-{level}");
        let boxes = shapes.boxes;
        let index = BoxIndex::new(&boxes);
        Self { name, min_zoom, first_id: first_id.unwrap_or(1), boxes, index, fields, labels }
    }

    /// The id of a unit's features: its place in the tree, plus one.
    pub(crate) fn id(&self, unit: u32) -> u64 {
        self.first_id + u64::from(unit)
    }
}

/// A label is placed on an outline thinned to what can be seen when it is this many steps wide.
const LABEL_STEPS: f64 = 128.0;

/// The fields of a label, in the order of their tags.
pub(crate) const LABEL_KEYS: [&str; 4] = ["code", "name", "level", "area_km2"];

fn common(unit: &Unit) -> [(&'static str, FieldValue); 3] {
    [
        ("code", FieldValue::Text(unit.code.to_string())),
        ("name", FieldValue::Text(unit.name.clone())),
        ("level", FieldValue::Int(i64::from(unit.level.get()))),
    ]
}

fn fields_of(tree: &UnitTree, unit: &Unit) -> Vec<(&'static str, FieldValue)> {
    let mut fields = Vec::from(common(unit));
    let parent = unit.parent.map(|parent| tree.unit(parent).code.to_string());
    fields.extend(parent.map(|code| ("parent", FieldValue::Text(code))));
    let households = unit.households.map(|count| FieldValue::Int(i64::from(count)));
    fields.extend(households.map(|count| ("households", count)));
    fields
}

fn label_fields(unit: &Unit, area: f64) -> Vec<(&'static str, FieldValue)> {
    let mut fields = Vec::from(common(unit));
    // Square kilometres to the nearest 100 m².
    let area = (area / 100.0).round() / 10_000.0;
    fields.push(("area_km2", FieldValue::Float(area)));
    fields
}
