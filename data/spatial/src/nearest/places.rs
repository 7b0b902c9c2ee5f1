//! Places that may come and go, found by nearness or by box.

use super::side::From;
use super::space::{self, Point};
use crate::exact::{Pt, cross, on_segment};
use crate::overlay::passes_east;
use model::{Area, Bounds, Position, Ring, Shape};
use rstar::{AABB, PointDistance, RTree, RTreeObject};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Places by id, each a point, a line or an area, in a tree that changes with them.
///
/// Inserting and removing take O(log n); questions O(log n) and a microsecond or two for each
/// place that is measured (more for long lines). An area is at distance 0 from every point in it.
#[derive(Clone, Debug, Default)]
pub struct PlaceTree {
    tree: RTree<Leaf>,
    shapes: BTreeMap<u32, Shape>,
}

/// A place and how far it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// The id of the place.
    pub id: u32,
    /// The shortest way to it, in metres.
    pub distance_m: f64,
}

/// One place as the tree holds it: its id and the box around it in space.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Leaf {
    id: u32,
    around: AABB<Point>,
}

impl RTreeObject for Leaf {
    type Envelope = AABB<Point>;

    fn envelope(&self) -> AABB<Point> {
        self.around
    }
}

impl PointDistance for Leaf {
    fn distance_2(&self, point: &Point) -> f64 {
        rstar::Envelope::distance_2(&self.around, point)
    }
}

impl PlaceTree {
    /// A tree of many places at once: packed better, and built faster, than one by one. Of several
    /// with one id the last stays.
    pub fn new(places: impl IntoIterator<Item = (u32, Shape)>) -> Self {
        let shapes: BTreeMap<u32, Shape> = places.into_iter().collect();
        let leaves = shapes.iter().filter_map(|(&id, shape)| Leaf::new(id, shape));
        Self { tree: RTree::bulk_load(leaves.collect()), shapes }
    }

    /// Puts a place in; returns the one that had this id before. A shape without points is kept and
    /// never found.
    pub fn insert(&mut self, id: u32, shape: Shape) -> Option<Shape> {
        let before = self.remove(id);
        if let Some(leaf) = Leaf::new(id, &shape) {
            self.tree.insert(leaf);
        }
        self.shapes.insert(id, shape);
        before
    }

    /// Takes a place out.
    pub fn remove(&mut self, id: u32) -> Option<Shape> {
        let shape = self.shapes.remove(&id)?;
        if let Some(leaf) = Leaf::new(id, &shape) {
            self.tree.remove(&leaf);
        }
        Some(shape)
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.shapes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.shapes.is_empty()
    }

    /// The shape of a place.
    pub fn get(&self, id: u32) -> Option<&Shape> {
        self.shapes.get(&id)
    }

    /// Up to `count` places no further than `within_m` metres (infinity is no limit), nearest
    /// first, of equally near ones the smaller id first.
    pub fn nearest(&self, at: Position, count: usize, within_m: f64) -> Vec<Near> {
        let from = From::new(at);
        let mut found: Vec<Near> = Vec::new();
        for (leaf, bound) in self.tree.nearest_neighbor_iter_with_distance_2(from.space) {
            let limit = match found.last() {
                Some(last) if found.len() >= count => last.distance_m,
                _ => within_m,
            };
            if count == 0 || bound.sqrt() > limit {
                break;
            }
            let Some(shape) = self.shapes.get(&leaf.id) else { continue };
            let near = Near { id: leaf.id, distance_m: distance(from, at, shape) };
            if near.distance_m <= within_m {
                let place = found.partition_point(|other| by_nearness(other, &near).is_lt());
                found.insert(place, near);
                found.truncate(count);
            }
        }
        found
    }

    /// Every place no further than `within_m` metres, nearest first, of equally near ones the
    /// smaller id first.
    pub fn within(&self, at: Position, within_m: f64) -> Vec<Near> {
        let from = From::new(at);
        let mut found = Vec::new();
        for (leaf, bound) in self.tree.nearest_neighbor_iter_with_distance_2(from.space) {
            if bound.sqrt() > within_m || within_m.is_nan() {
                break;
            }
            let Some(shape) = self.shapes.get(&leaf.id) else { continue };
            let near = Near { id: leaf.id, distance_m: distance(from, at, shape) };
            if near.distance_m <= within_m {
                found.push(near);
            }
        }
        found.sort_by(by_nearness);
        found
    }

    /// The places that have a point in a box or on its border, by id. Exact.
    pub fn meeting(&self, bounds: &Bounds) -> Vec<u32> {
        let found = self.tree.locate_in_envelope_intersecting(space::around(bounds));
        let meets = |id: &u32| self.shapes.get(id).is_some_and(|shape| meets(shape, bounds));
        let mut found: Vec<u32> = found.map(|leaf| leaf.id).filter(meets).collect();
        found.sort_unstable();
        found
    }
}

fn by_nearness(a: &Near, b: &Near) -> Ordering {
    a.distance_m.total_cmp(&b.distance_m).then(a.id.cmp(&b.id))
}

impl Leaf {
    fn new(id: u32, shape: &Shape) -> Option<Self> {
        Some(Self { id, around: space::around(&shape.bounds()?) })
    }
}

fn distance(from: From, at: Position, shape: &Shape) -> f64 {
    match shape {
        Shape::Point(point) => crate::distance(at, *point),
        Shape::Line(line) => from.to_line(line.iter().copied()),
        Shape::Area(area) if holds(area, at) => 0.0,
        Shape::Area(area) => area
            .rings()
            .map(|ring| from.to_line(ring.iter().chain(ring.first()).copied()))
            .fold(f64::INFINITY, f64::min),
    }
}

/// Whether a point lies in an area or on its border: in some polygon's outer ring and in none of
/// its holes, each ring by itself even-odd.
fn holds(area: &Area, at: Position) -> bool {
    let at = Pt::of(at);
    let inside = |ring: &Ring| sides(ring).filter(|&[a, b]| passes_east(a, b, at)).count() % 2 == 1;
    let on = |ring: &Ring| sides(ring).any(|[a, b]| on_segment(a, b, at));
    area.polygons.iter().any(|polygon| inside(&polygon.outer) && !polygon.holes.iter().any(inside))
        || area.rings().any(on)
}

/// The sides of a ring.
fn sides(ring: &Ring) -> impl Iterator<Item = [Pt; 2]> {
    let next = ring.iter().skip(1).chain(ring.first());
    ring.iter().zip(next).map(|(&a, &b)| [Pt::of(a), Pt::of(b)])
}

fn meets(shape: &Shape, bounds: &Bounds) -> bool {
    match shape {
        Shape::Point(at) => bounds.contains(*at),
        Shape::Line(line) => {
            line.iter().any(|&at| bounds.contains(at))
                || line.windows(2).any(|side| enters([Pt::of(side[0]), Pt::of(side[1])], bounds))
        }
        Shape::Area(area) => {
            area.positions().any(|at| bounds.contains(at))
                || area.rings().flat_map(sides).any(|side| enters(side, bounds))
                || holds(area, bounds.min)
        }
    }
}

/// Whether a side has a point in a box.
fn enters([a, b]: [Pt; 2], bounds: &Bounds) -> bool {
    let (low, high) = (Pt::of(bounds.min), Pt::of(bounds.max));
    let apart = a.x.max(b.x) < low.x
        || a.x.min(b.x) > high.x
        || a.y.max(b.y) < low.y
        || a.y.min(b.y) > high.y;
    // A line misses a box when all corners are on one side of it.
    let corners = [low, Pt { x: high.x, y: low.y }, high, Pt { x: low.x, y: high.y }];
    let turns = corners.map(|corner| cross(a, b, corner).signum());
    !(apart || turns.iter().all(|&turn| turn > 0) || turns.iter().all(|&turn| turn < 0))
}
