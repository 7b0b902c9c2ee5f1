//! Which layers are one level cut into several files, and which are levels above one another.
//!
//! Layers of the same fields that lie side by side (one file a borough) are one level. Layers that
//! cover the same land are different levels, whatever their fields are called.

use super::files::Source;
use super::inside::{holds, inner_point};
use exchange::{Feature, Layer};
use model::{Area, Bounds, Position, Shape};
use std::collections::BTreeSet;

/// How many units of a layer are looked up in another to see whether the two cover the same land.
const SAMPLES: usize = 48;

/// Layers that are one level, as one layer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    /// Features of all members, their places counted through.
    pub layer: Layer,
    /// The members, in order.
    pub members: Vec<Member>,
}

/// One layer of a group.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// The file it came from.
    pub file: String,
    /// Its name there.
    pub layer: String,
    /// What its places start from in the group.
    pub from: usize,
}

impl Group {
    /// Where a feature stands, for people: `beats.geojson, feature 12`.
    pub(crate) fn origin(&self, place: usize) -> String {
        let member = self.members.iter().rfind(|member| member.from <= place);
        let Some(member) = member else { return format!("feature {place}") };
        format!("{}, feature {}", member.title(), place - member.from)
    }

    /// What the level is called: its layer or, of several, the field of the codes.
    pub(crate) fn title(&self, code: Option<&str>) -> String {
        match (self.members.as_slice(), code) {
            ([], _) => String::new(),
            ([one], _) => one.layer.clone(),
            (all, Some(code)) => format!("{code} of {} layers", all.len()),
            ([first, rest @ ..], None) => format!("{} and {} more", first.layer, rest.len()),
        }
    }

    fn add(&mut self, source: Source) {
        let from = self.layer.features.iter().map(|it| it.place + 1).max().unwrap_or(0);
        let Source { file, layer } = source;
        self.members.push(Member { file, layer: layer.name, from });
        let moved = |feature: Feature| Feature { place: feature.place + from, ..feature };
        self.layer.features.extend(layer.features.into_iter().map(moved));
        self.layer.notes.extend(layer.notes);
        self.layer.faults.extend(layer.faults.into_iter().map(|mut fault| {
            fault.place = fault.place.map(|place| place + from);
            fault
        }));
    }
}

impl Member {
    /// The file, and the layer where its name says more.
    pub(crate) fn title(&self) -> String {
        let stem = self.file.rsplit(['/', '\\']).next().unwrap_or(&self.file);
        if stem.starts_with(&self.layer) || self.layer.is_empty() {
            self.file.clone()
        } else {
            format!("{} ({})", self.file, self.layer)
        }
    }
}

/// Puts layers that are one level together, in the order of their first members.
pub(crate) fn group(sources: Vec<Source>) -> Vec<Group> {
    let mut groups: Vec<(BTreeSet<String>, Vec<Sketch>, Group)> = Vec::new();
    for source in sources {
        let fields = fields(&source.layer);
        let sketch = Sketch::of(&source.layer);
        let beside = groups.iter_mut().find(|(known, sketches, _)| {
            *known == fields && !sketches.iter().any(|other| sketch.covers_land_of(other))
        });
        if let Some((_, sketches, group)) = beside {
            sketches.push(sketch);
            group.add(source);
        } else {
            let mut group = Group::default();
            group.add(source);
            groups.push((fields, vec![sketch], group));
        }
    }
    groups.into_iter().map(|(.., group)| group).collect()
}

fn fields(layer: &Layer) -> BTreeSet<String> {
    layer.features.iter().flat_map(|it| &it.fields).map(|(name, _)| name.clone()).collect()
}

/// The areas of a layer and a few points inside some of them.
#[derive(Debug)]
struct Sketch {
    areas: Vec<(Bounds, Area)>,
    points: Vec<Position>,
}

impl Sketch {
    fn of(layer: &Layer) -> Self {
        let area = |feature: &Feature| match &feature.shape {
            Some(Shape::Area(area)) => Some((area.bounds()?, area.clone())),
            _ => None,
        };
        let areas: Vec<(Bounds, Area)> = layer.features.iter().filter_map(area).collect();
        let step = areas.len().div_ceil(SAMPLES).max(1);
        let points = areas.iter().step_by(step).filter_map(|(_, area)| inner_point(area)).collect();
        Self { areas, points }
    }

    /// Whether at least half of the points of one lie in areas of the other.
    fn covers_land_of(&self, other: &Self) -> bool {
        let mostly_in = |points: &[Position], areas: &[(Bounds, Area)]| {
            let inside = |at: &&Position| {
                areas.iter().any(|(bounds, area)| bounds.contains(**at) && holds(area, **at))
            };
            !points.is_empty() && 2 * points.iter().filter(inside).count() >= points.len()
        };
        mostly_in(&self.points, &other.areas) || mostly_in(&other.points, &self.areas)
    }
}
