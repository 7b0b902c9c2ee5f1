//! The units of one level: their boxes, ids, fields and labels.

use crate::arcs::ArcInfo;
use crate::band::Band;
use crate::finder::Finder;
use crate::graph::edge_of;
use crate::ids;
use crate::label::label_point;
use crate::lists::{Cells, Lists};
use crate::mvt::{Kind, Tag, Writer};
use crate::values::{FieldValue, Values};
use crate::world::{EXTENT, Frame, TilePoint, WorldBox, WorldPoint, zoom_where};
use crate::{SOURCE_MAX_ZOOM, route::Pixels};
use model::{Level, Unit, UnitTree};

/// What is drawn of the units of one level, apart from their outlines.
#[derive(Clone, Debug)]
pub(crate) struct Units {
    /// The name of the layer.
    pub(crate) name: String,
    pub(crate) level: usize,
    pub(crate) min_zoom: u8,
    /// By unit.
    shapes: Cells<Shape>,
    tags: Lists<Tag>,
    label_tags: Lists<Tag>,
    /// Units by their boxes, and by the places of their labels.
    pub(crate) finder: Finder,
    labels: Finder,
}

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shape {
    /// Of its features.
    pub(crate) id: u64,
    /// Everything drawn of it at any zoom lies in this box.
    pub(crate) bounds: WorldBox,
    /// On the ellipsoid, in thousandths of a square metre.
    pub(crate) area: i64,
    pub(crate) label: Option<WorldPoint>,
}

/// The fields of a unit's polygon, in the order of their tags, with their types.
pub(crate) const UNIT_FIELDS: [(&str, &str); 5] = [
    ("code", "String"),
    ("name", "String"),
    ("level", "Number"),
    ("parent", "String"),
    ("households", "Number"),
];

/// The fields of a label.
pub(crate) const LABEL_FIELDS: [(&str, &str); 4] =
    [("code", "String"), ("name", "String"), ("level", "Number"), ("area_km2", "Number")];

/// A label is placed on an outline thinned to what can be seen when it is this many steps wide.
const LABEL_STEPS: f64 = 128.0;

impl Units {
    /// Reads the units of `level`, which is shown from `min_zoom`; `areas` by unit.
    pub(crate) fn new(
        tree: &UnitTree,
        level: Level,
        min_zoom: u8,
        areas: &[i64],
        bands: &[Band],
        values: &mut Values,
    ) -> Self {
        let mut units = Self {
            name: format!("grids-{level}"),
            level: usize::from(level.get()),
            min_zoom,
            shapes: Cells::default(),
            tags: Lists::default(),
            label_tags: Lists::default(),
            finder: Finder::default(),
            labels: Finder::default(),
        };
        let codes = tree.of_level(level).map(|(_, unit)| unit.code.as_str());
        let ids = ids::of_level(level, codes);
        for (((number, (_, unit)), &area), id) in
            (0..).zip(tree.of_level(level)).zip(areas).zip(ids)
        {
            let shape = units.measure(bands, number, id, area);
            units.put(number, tree, unit, shape, values);
        }
        let boxes: Vec<WorldBox> = units.shapes.iter().map(|shape| shape.bounds).collect();
        units.finder = Finder::new(&boxes);
        units.labels = Finder::new(&units.label_boxes());
        units
    }

    /// Measures a unit anew: where it is drawn and where its label goes.
    pub(crate) fn measure(&self, bands: &[Band], number: u32, id: u64, area: i64) -> Shape {
        let mut bounds = WorldBox::EMPTY;
        for band in bands {
            let halves = band.outlines.get(self.level - 1).into_iter();
            for half in halves.flat_map(|outlines| outlines.halves(number)) {
                let own = band.arcs.get(edge_of(half)).map(|info: &ArcInfo| info.bounds);
                bounds = bounds.union(own.unwrap_or(WorldBox::EMPTY));
            }
        }
        let label = self.place_label(bands, number, bounds);
        Shape { id, bounds, area, label }
    }

    /// Writes down what is known of a unit, known before or the next one.
    pub(crate) fn put(
        &mut self,
        number: u32,
        tree: &UnitTree,
        unit: &Unit,
        shape: Shape,
        values: &mut Values,
    ) {
        let place = number as usize;
        let mut tags = |fields: &[Option<FieldValue>]| -> Vec<Tag> {
            let fields = (0..).zip(fields);
            fields
                .filter_map(|(key, value)| value.as_ref().map(|value| (key, values.number(value))))
                .collect()
        };
        let own = tags(&fields_of(tree, unit));
        let shown = tags(&label_fields(unit, shape.area));
        self.tags.set(place, &own);
        self.label_tags.set(place, &shown);
        self.shapes.set(place, shape);
    }

    /// How many units there are.
    pub(crate) fn len(&self) -> usize {
        self.shapes.len()
    }

    /// What a unit measures.
    pub(crate) fn shape(&self, unit: u32) -> Option<&Shape> {
        self.shapes.get(unit as usize)
    }

    /// The box in which a unit is drawn.
    pub(crate) fn bounds(&self, unit: u32) -> WorldBox {
        self.shape(unit).map_or(WorldBox::EMPTY, |shape| shape.bounds)
    }

    /// The tags of a unit's polygon and of its label.
    pub(crate) fn said(&self, unit: u32) -> (&[Tag], &[Tag]) {
        (self.tags.get(unit as usize), self.label_tags.get(unit as usize))
    }

    /// All units' ids.
    pub(crate) fn ids(&self) -> impl Iterator<Item = u64> {
        self.shapes.iter().map(|shape| shape.id)
    }

    /// Makes a unit findable where it lies now.
    pub(crate) fn find_again(&mut self, unit: u32) {
        let Some(shape) = self.shapes.get(unit as usize) else { return };
        self.finder.set(unit, shape.bounds);
        self.labels.set(unit, label_box(shape));
        let shapes = &self.shapes;
        self.finder.settle(|| shapes.iter().map(|shape| shape.bounds).collect());
        self.labels.settle(|| shapes.iter().map(label_box).collect());
    }

    fn label_boxes(&self) -> Vec<WorldBox> {
        self.shapes.iter().map(label_box).collect()
    }

    /// Ends the feature of a unit.
    pub(crate) fn write(&self, unit: u32, kind: Kind, writer: &mut Writer<'_>) {
        let id = self.shape(unit).map(|shape| shape.id);
        writer.feature(kind, id, self.tags.get(unit as usize));
    }

    /// Writes the labels that lie on a tile proper.
    pub(crate) fn write_labels(&self, frame: Frame, writer: &mut Writer<'_>) {
        let mut found = Vec::new();
        self.labels.meeting(frame.reach(), &mut found);
        for unit in found {
            let Some(shape) = self.shape(unit) else { continue };
            let Some(at) = shape.label.map(|at| frame.step(at)) else { continue };
            if (0..EXTENT).contains(&at.x) && (0..EXTENT).contains(&at.y) {
                writer.geometry().point(at);
                writer.feature(Kind::Point, Some(shape.id), self.label_tags.get(unit as usize));
            }
        }
    }

    /// The label of one unit, from its outline thinned to what can be seen at the label's size; from
    /// the finest one where too little of that is left.
    fn place_label(&self, bands: &[Band], unit: u32, bounds: WorldBox) -> Option<WorldPoint> {
        if bounds.is_empty() {
            return None;
        }
        let size = (bounds.max.x - bounds.min.x).max(bounds.max.y - bounds.min.y);
        let wanted = zoom_where(f64::from(size), LABEL_STEPS);
        let zoom = wanted.max(self.min_zoom).min(SOURCE_MAX_ZOOM);
        // What thinning may have moved the border by, and a little more.
        let strayed = f64::from(size) / LABEL_STEPS * 3.0;
        let all = || label_point(&self.outline(bands, unit, SOURCE_MAX_ZOOM));
        let found = label_point(&self.outline(bands, unit, zoom));
        found.filter(|&(_, deep)| deep > strayed).or_else(all).map(|(at, _)| at)
    }

    /// The rings of a unit as they are drawn at a zoom.
    fn outline(&self, bands: &[Band], unit: u32, zoom: u8) -> Vec<Vec<WorldPoint>> {
        let band = bands.iter().find(|band| band.zooms.contains(&zoom));
        let Some((outlines, sheet)) =
            band.and_then(|band| Some((band.outlines.get(self.level - 1)?, band.sheet(zoom)?)))
        else {
            return Vec::new();
        };
        let pixels = Pixels::of(sheet.zoom);
        let place = |at: TilePoint| {
            let onto = |at: i64| u32::try_from(at).unwrap_or(u32::MAX);
            crate::course::clamped(pixels.middle_of([onto(at.x), onto(at.y)]))
        };
        if let Some(apart) = sheet.apart(self.level, unit) {
            return apart.iter().map(|ring| ring.iter().map(|&at| place(at)).collect()).collect();
        }
        let trace = |ring: &[u32]| {
            let mut line = Vec::new();
            sheet.trace(ring, |at| line.push(place(at)));
            line
        };
        outlines.rings(unit).map(trace).collect()
    }
}

fn label_box(shape: &Shape) -> WorldBox {
    shape.label.map_or(WorldBox::EMPTY, |at| WorldBox { min: at, max: at })
}

fn common(unit: &Unit) -> [Option<FieldValue>; 3] {
    [
        Some(FieldValue::Text(unit.code.to_string())),
        Some(FieldValue::Text(unit.name.clone())),
        Some(FieldValue::Int(i64::from(unit.level.get()))),
    ]
}

/// In the order of [`UNIT_FIELDS`].
fn fields_of(tree: &UnitTree, unit: &Unit) -> Vec<Option<FieldValue>> {
    let mut fields = Vec::from(common(unit));
    let parent = unit.parent.map(|parent| tree.unit(parent).code.to_string());
    fields.push(parent.map(FieldValue::Text));
    fields.push(unit.households.map(|count| FieldValue::Int(i64::from(count))));
    fields
}

/// In the order of [`LABEL_FIELDS`].
#[expect(clippy::cast_precision_loss, reason = "areas are far below 2^53 square metres")]
fn label_fields(unit: &Unit, area: i64) -> Vec<Option<FieldValue>> {
    let mut fields = Vec::from(common(unit));
    // Square kilometres to the nearest 100 m².
    let area = (area as f64 / 100_000.0).round() / 10_000.0;
    fields.push(Some(FieldValue::Float(area)));
    fields
}
