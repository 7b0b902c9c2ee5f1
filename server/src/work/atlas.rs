//! The frozen state that reads are answered from: the drawing in force, its tiles, the places.

use crate::work::coverage::{self, Rules};
use crate::work::stamps::{Stamps, new_stamp};
use crate::work::{hours, roads, service_items};
use ::hours::Almanac;
use jiff::Timestamp;
use model::{
    Bounds, Code, Level, Place, PlaceKind, Position, ServiceItem, Shape, SquareMetres, UnitId,
};
use spatial::{GridMap, Partition, RepairSettings};
use std::collections::HashMap;
use std::sync::Arc;
use store::{DrawingId, PlaceFilter, Store, StoreError, StoredDrawing};
use tiles::{DirtyTiles, FieldValue, PointFeature, PointLayer, TileId, TileSet};

/// Everything that reads need. Built by a writer, then never changed.
#[derive(Debug, Default)]
pub(crate) struct Atlas {
    /// The drawing in force; `None` as long as nothing is published.
    pub ground: Option<Arc<Ground>>,
    /// Every place, public or not, ordered by code.
    pub places: Vec<Place>,
    /// The number under which its maps were approved, if one was given.
    pub approval_no: Option<String>,
    /// Which roads are kept, if any are.
    pub roads: Option<roads::About>,
    /// Days off and working weekends, which hours are read by.
    pub almanac: Almanac,
    /// What people come to service points for.
    pub items: Vec<ServiceItem>,
    /// How near service points should be.
    pub coverage: Rules,
    /// A number of its own.
    pub stamp: u64,
}

/// A drawing, made ready for reading.
#[derive(Debug)]
pub(crate) struct Ground {
    /// Which drawing this is; part of the address of immutable tiles.
    pub version: String,
    /// From when it is in force.
    pub valid_from: Timestamp,
    /// What the territory is called.
    pub names: Names,
    /// The partition and its index.
    pub map: GridMap,
    /// Its tiles.
    pub tiles: TileSet,
    /// Since when each tile of `grids` is what it is.
    stamps: Stamps,
    by_code: HashMap<(Level, Code), UnitId>,
    figures: Vec<Figures>,
}

/// What is told of a unit besides its names; computed once, when the ground is built.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figures {
    /// On the ellipsoid.
    pub area_m2: SquareMetres,
    /// A point well inside.
    pub label: Option<Position>,
    /// The box around it.
    pub bounds: Option<Bounds>,
    /// How many units are directly below.
    pub children: usize,
}

/// What a territory is called and what is said of its data, in Chinese and English.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    /// The name.
    pub name: String,
    /// The name in English.
    pub name_en: String,
    /// What must be said of the data wherever it is shown.
    pub notice: String,
    /// The same in English.
    pub notice_en: String,
}

/// Why there is no atlas.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AtlasError {
    /// The store does not answer.
    #[error("cannot read the drawing")]
    Store(#[from] StoreError),
    /// What is kept is no partition any more.
    #[error("the kept drawing {version} is broken: {what}")]
    Broken {
        /// Which drawing.
        version: String,
        /// What is wrong.
        what: String,
    },
}

impl Atlas {
    /// Reads what is in force at `now`.
    ///
    /// # Errors
    ///
    /// [`AtlasError`] when the store fails or what it holds is broken.
    pub(crate) async fn load(store: &Store, now: Timestamp) -> Result<Self, AtlasError> {
        let filter = PlaceFilter { at: Some(now), ..PlaceFilter::default() };
        let places = store.places(&filter).await?;
        let ground = match store.drawing_at(now).await? {
            Some(drawing) => Some(Arc::new(Ground::build(drawing, &places)?)),
            None => None,
        };
        let approval_no = store.setting("approval_no").await?;
        let roads = roads::about(store).await?;
        let almanac = hours::almanac(store).await?;
        if let Some((_, missing)) = hours::missing_year(&almanac, now) {
            tracing::warn!("{missing}");
        }
        let items = service_items::load(store).await?;
        let coverage = coverage::rules(store).await?;
        let stamp = new_stamp();
        Ok(Self { ground, places, approval_no, roads, almanac, items, coverage, stamp })
    }
}

impl Atlas {
    /// Finds out which tiles are others than in the atlas that is served now.
    pub(crate) fn follow(&mut self, last: &Self) {
        if let (Some(ground), Some(last)) =
            (self.ground.as_mut().and_then(Arc::get_mut), &last.ground)
        {
            ground.follow(last);
        }
    }
}

impl Ground {
    fn build(drawing: StoredDrawing, places: &[Place]) -> Result<Self, AtlasError> {
        let StoredDrawing { about, tree, areas } = drawing;
        let version = about.version;
        let broken = |what: String| AtlasError::Broken { version: version.clone(), what };
        let built = Partition::build(&areas, &RepairSettings::NOTHING)
            .map_err(|error| broken(error.to_string()))?;
        let map = GridMap::new(tree, built.partition).map_err(|error| broken(error.to_string()))?;
        let tiles = TileSet::build(&map, &service_points(places));
        let units = map.tree().units().iter().zip(0..);
        let by_code = units.map(|(unit, id)| ((unit.level, unit.code.clone()), UnitId(id)));
        Ok(Self {
            by_code: by_code.collect(),
            figures: figures(&map),
            version,
            valid_from: about.valid_from,
            names: Names {
                name: about.name,
                name_en: about.name_en,
                notice: about.notice,
                notice_en: about.notice_en,
            },
            map,
            tiles,
            stamps: Stamps::new(),
        })
    }

    /// Finds out what has changed since another ground, so that the other tiles need not be made again.
    fn follow(&mut self, last: &Self) {
        if let Some(dirty) = self.tiles.dirty_since(&last.tiles) {
            self.stamps.follow(&last.stamps, dirty);
        }
    }

    /// The stamp of the first ground of those known from which on a tile has been what it is.
    pub(crate) fn stamp_of(&self, layer: &str, tile: TileId) -> u64 {
        if TileSet::is_of_grids(layer) { self.stamps.of(tile) } else { self.stamps.newest() }
    }

    /// The tiles of `grids` that have changed since the ground before; `None` when everything may have.
    pub(crate) fn dirty(&self) -> Option<&DirtyTiles> {
        self.stamps.dirty()
    }

    /// A drawing made ready, without service points.
    ///
    /// # Errors
    ///
    /// [`AtlasError::Broken`] when it is no partition.
    pub(crate) fn of(drawing: StoredDrawing) -> Result<Self, AtlasError> {
        Self::build(drawing, &[])
    }

    /// The unit of this level and code.
    pub(crate) fn unit(&self, level: Level, code: &Code) -> Option<UnitId> {
        self.by_code.get(&(level, code.clone())).copied()
    }

    /// The figures of a unit.
    pub(crate) fn figures(&self, unit: UnitId) -> Figures {
        self.figures[unit.0 as usize]
    }

    /// The ground of another drawing than the one in force, without service points; `None` when
    /// there is no such drawing. It is built off the threads that answer requests.
    ///
    /// # Errors
    ///
    /// [`AtlasError`] when the store fails or what it holds is broken.
    pub(crate) async fn of_past(
        store: &Store,
        id: DrawingId,
    ) -> Result<Option<Arc<Self>>, AtlasError> {
        let Some(drawing) = store.drawing(id).await? else { return Ok(None) };
        let version = drawing.about.version.clone();
        let built = tokio::task::spawn_blocking(move || Self::build(drawing, &[])).await;
        let built =
            built.map_err(|error| AtlasError::Broken { version, what: error.to_string() })?;
        built.map(|ground| Some(Arc::new(ground)))
    }
}

/// The figures of every unit, in the order of the tree.
fn figures(map: &GridMap) -> Vec<Figures> {
    let tree = map.tree();
    let mut children = vec![0; tree.units().len()];
    for UnitId(parent) in tree.units().iter().filter_map(|unit| unit.parent) {
        children[parent as usize] += 1;
    }
    let ids = (0..).map(UnitId);
    let told = |(id, children)| Figures {
        area_m2: map.ground_area(id),
        label: map.label_point(id),
        bounds: map.bounds_of(id),
        children,
    };
    ids.zip(children).map(told).collect()
}

/// The public service points as features of the tile layer.
fn service_points(places: &[Place]) -> Vec<PointFeature> {
    let public = places.iter().filter(|it| it.public && it.kind == PlaceKind::ServicePoint);
    let feature = |(place, id): (&Place, u64)| {
        let Shape::Point(at) = place.shape else { return None };
        let text = |text: &str| FieldValue::Text(text.to_owned());
        let mut fields = vec![("code", text(place.code.as_str())), ("name", text(&place.name))];
        fields.extend(place.category.as_deref().map(|category| ("category", text(category))));
        fields.extend(place.hours.as_deref().map(|hours| ("hours", text(hours))));
        Some(PointFeature { id, layer: PointLayer::ServicePoints, at, fields })
    };
    public.zip(1..).filter_map(feature).collect()
}
