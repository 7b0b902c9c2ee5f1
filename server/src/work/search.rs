//! What the public can search: the units of the drawing in force, public service points and the names of
//! roads, made ready once for each atlas.

mod streets;

use crate::work::atlas::{Atlas, Ground};
use model::{Bounds, Place, PlaceKind, Position, RoadNetwork, Shape, UnitId};
use search::{Answer, Entry, Finder};
use std::sync::Arc;

/// The weight of the whole territory; a unit's is this less its level.
const WEIGHT_OF_ALL: u8 = 20;
/// The weight of a service point: below any unit.
const WEIGHT_OF_POINT: u8 = 10;
/// The weight of a road.
const WEIGHT_OF_ROAD: u8 = 5;

/// Everything that can be found, and finding it.
#[derive(Debug)]
pub(crate) struct SearchBook {
    finder: Finder,
    things: Vec<Thing>,
    ground: Option<Arc<Ground>>,
}

/// Something that can be found.
#[derive(Clone, Debug)]
pub(crate) enum Thing {
    /// The whole territory.
    Territory {
        /// Its name.
        name: String,
        /// The box around it.
        bounds: Option<Bounds>,
    },
    /// A unit of the drawing in force.
    Unit(UnitId),
    /// A public service point.
    Point {
        /// What is kept of it.
        place: Place,
        /// Where it is.
        at: Position,
        /// The grid that it is in.
        within: Option<UnitId>,
    },
    /// A road, or the part of one name that lies together.
    Road(Road),
}

/// A road as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Road {
    /// Its name.
    pub name: String,
    /// A position on it, about its middle.
    pub at: Position,
    /// The box around it.
    pub bounds: Bounds,
    /// The grid that the position is in.
    pub within: Option<UnitId>,
}

impl SearchBook {
    /// Makes everything of an atlas ready that the public may know, with the names of roads where they are
    /// given. Takes seconds for a province: not for the threads that answer requests.
    pub(crate) fn of(atlas: &Atlas, roads: Option<&RoadNetwork>) -> Self {
        let mut book = Drafts::default();
        let ground = atlas.ground.clone();
        if let Some(ground) = &ground {
            book.units(ground);
        }
        for place in &atlas.places {
            book.point(place, ground.as_deref());
        }
        for road in roads.map(streets::of).unwrap_or_default() {
            book.road(road, ground.as_deref());
        }
        Self { finder: Finder::build(book.entries), things: book.things, ground }
    }

    /// What a query finds: [`Finder::find`]. The ids of hits go to [`SearchBook::thing`].
    pub(crate) fn find(&self, query: &str, near: Option<Position>, limit: usize) -> Answer {
        self.finder.find(query, near, limit)
    }

    /// What was found under an id.
    pub(crate) fn thing(&self, id: u32) -> Option<&Thing> {
        self.things.get(id as usize)
    }

    /// The drawing that units of things are of.
    pub(crate) fn ground(&self) -> Option<&Arc<Ground>> {
        self.ground.as_ref()
    }
}

#[derive(Default)]
struct Drafts {
    entries: Vec<Entry>,
    things: Vec<Thing>,
}

impl Drafts {
    fn add(&mut self, thing: Thing, entry: Entry) {
        let id = u32::try_from(self.things.len()).unwrap_or(u32::MAX);
        self.entries.push(Entry { id, ..entry });
        self.things.push(thing);
    }

    /// The territory is the first entry, unit `k` the one after `k` others.
    fn units(&mut self, ground: &Ground) {
        let tree = ground.map.tree();
        let ids = || (0..).map(UnitId).take(tree.units().len());
        let bounds = ids().filter_map(|id| ground.figures(id).bounds);
        let bounds = Bounds::around(bounds.flat_map(|it| [it.min, it.max]));
        let names = &ground.names;
        let all = Thing::Territory { name: names.name.clone(), bounds };
        self.add(
            all,
            Entry {
                name: names.name.clone(),
                others: vec![names.name_en.clone()],
                weight: WEIGHT_OF_ALL,
                ..Entry::default()
            },
        );
        for id in ids() {
            let unit = tree.unit(id);
            self.add(
                Thing::Unit(id),
                Entry {
                    name: unit.name.clone(),
                    code: Some(unit.code.to_string()),
                    weight: WEIGHT_OF_ALL - unit.level.get(),
                    at: ground.figures(id).label,
                    within: Some(unit.parent.map_or(0, place_of)),
                    ..Entry::default()
                },
            );
        }
    }

    /// Adds a place when the public may know of it.
    fn point(&mut self, place: &Place, ground: Option<&Ground>) {
        if !place.public || place.kind != PlaceKind::ServicePoint {
            return;
        }
        let Shape::Point(at) = place.shape else { return };
        let within = ground.and_then(|ground| grid_at(ground, at));
        self.add(
            Thing::Point { place: place.clone(), at, within },
            Entry {
                name: place.name.clone(),
                code: Some(place.code.to_string()),
                address: place.address.clone(),
                weight: WEIGHT_OF_POINT,
                at: Some(at),
                within: within.map(place_of),
                ..Entry::default()
            },
        );
    }

    fn road(&mut self, road: Road, ground: Option<&Ground>) {
        let within = ground.and_then(|ground| grid_at(ground, road.at));
        let entry = Entry {
            name: road.name.clone(),
            weight: WEIGHT_OF_ROAD,
            at: Some(road.at),
            within: within.map(place_of),
            numbered: true,
            ..Entry::default()
        };
        self.add(Thing::Road(Road { within, ..road }), entry);
    }
}

fn place_of(unit: UnitId) -> usize {
    unit.0 as usize + 1
}

fn grid_at(ground: &Ground, at: Position) -> Option<UnitId> {
    let assigned = ground.map.assign(at)?;
    (!assigned.outer).then(|| ground.map.tree().unit_of_grid(assigned.grid))
}
