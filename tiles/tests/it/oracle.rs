//! Whether the polygons of a tile are an exact coverage, decided in integers from what was decoded.
//!
//! A layer is exact when its sides meet in shared corners only, no side is there twice the same way
//! round, and each side has its counterpart unless it is on the rim of the territory or the border of
//! the window. Then the number of polygons over a place does not change across a side, so it is one
//! all over the territory: no gap and no overlap.

use crate::decoded::{Feature, HIGH, LOW, Point, Tile, sides, twice_area};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is wrong with a layer, each fault in words.
pub(crate) type Faults = Vec<String>;

type Side = (Point, Point);

/// The faults of every level of a tile.
pub(crate) fn faults(tile: &Tile) -> Faults {
    let rim: BTreeSet<Side> = border(tile, 0).into_iter().collect();
    let mut faults = Faults::new();
    for (name, features) in tile.iter().filter(|(name, _)| name.starts_with("grids-")) {
        let mut own = Faults::new();
        for feature in features {
            polygon_faults(feature, &mut own);
        }
        coverage_faults(features, &rim, &mut own);
        faults.extend(own.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    faults
}

/// The lines of the borders of a level, piece by piece, from their lesser ends.
pub(crate) fn border(tile: &Tile, level: u8) -> Vec<Side> {
    let level = format!("{level} (uint)");
    let borders = tile.get("borders").into_iter().flatten();
    borders
        .filter(|feature| feature.fields["level"] == level)
        .flat_map(|feature| &feature.parts)
        .flat_map(|line| line.windows(2).map(|pair| (pair[0].min(pair[1]), pair[0].max(pair[1]))))
        .collect()
}

/// Whether a side runs along the border of the window.
pub(crate) fn on_window((a, b): Side) -> bool {
    let along = |a: i64, b: i64| a == b && (a == LOW || a == HIGH);
    along(a.0, b.0) || along(a.1, b.1)
}

/// What makes a polygon invalid, but for sides that cross: rings that come to a point twice, holes
/// outside, an inside in several pieces.
fn polygon_faults(feature: &Feature, faults: &mut Faults) {
    let id = feature.id.unwrap_or(0);
    let mut polygons: Vec<Vec<&[Point]>> = Vec::new();
    for ring in &feature.parts {
        let different: BTreeSet<&Point> = ring.iter().collect();
        if different.len() != ring.len() {
            faults.push(format!("{id}: a ring comes to a point twice: {ring:?}"));
        }
        match (twice_area(ring) > 0, polygons.last_mut()) {
            (true, _) => polygons.push(vec![ring]),
            (false, Some(polygon)) => polygon.push(ring),
            (false, None) => faults.push(format!("{id}: a hole comes first")),
        }
    }
    for rings in &polygons {
        for hole in &rings[1..] {
            if !hole.iter().all(|&at| inside(rings[0], at).unwrap_or(true)) {
                faults.push(format!("{id}: a hole lies outside"));
            }
        }
        // Rings and the points where they touch, as a graph: a circle would cut the inside in two.
        let mut touching: BTreeMap<Point, Vec<usize>> = BTreeMap::new();
        for (place, ring) in rings.iter().enumerate() {
            for &at in *ring {
                touching.entry(at).or_default().push(place);
            }
        }
        let mut group: Vec<usize> = (0..rings.len()).collect();
        for (at, rings) in touching.into_iter().filter(|(_, rings)| rings.len() > 1) {
            for &next in &rings[1..] {
                let (one, other) = (group[rings[0]], group[next]);
                if one == other {
                    faults.push(format!("{id}: holes cut the inside in two at {at:?}"));
                }
                group.iter_mut().filter(|own| **own == other).for_each(|own| *own = one);
            }
        }
    }
}

/// Whether a point is in a ring; `None` on it.
pub(crate) fn inside(ring: &[Point], at: Point) -> Option<bool> {
    let mut inside = false;
    for (a, b) in sides(ring) {
        let turn = turn(a, b, at);
        if turn == 0 && within(a, b, at) {
            return None;
        }
        if (a.1 > at.1) != (b.1 > at.1) && (turn > 0) == (b.1 > a.1) {
            inside = !inside;
        }
    }
    Some(inside)
}

fn turn(a: Point, b: Point, at: Point) -> i64 {
    (b.0 - a.0) * (at.1 - a.1) - (b.1 - a.1) * (at.0 - a.0)
}

fn within(a: Point, b: Point, at: Point) -> bool {
    (a.0.min(b.0)..=a.0.max(b.0)).contains(&at.0) && (a.1.min(b.1)..=a.1.max(b.1)).contains(&at.1)
}

fn coverage_faults(features: &[Feature], rim: &BTreeSet<Side>, faults: &mut Faults) {
    let rings = || features.iter().flat_map(|feature| &feature.parts);
    let mut times: BTreeMap<Side, [u32; 2]> = BTreeMap::new();
    for (a, b) in rings().flat_map(|ring| sides(ring)) {
        times.entry((a.min(b), a.max(b))).or_default()[usize::from(a < b)] += 1;
    }
    for (&side, &[down, up]) in &times {
        if down.max(up) > 1 {
            faults.push(format!("{side:?} is there {down} and {up} times"));
        }
        if down != up && !rim.contains(&side) && !on_window(side) {
            faults.push(format!("{side:?} has no counterpart"));
        }
    }
    let all: Vec<Side> = times.into_keys().collect();
    meetings(&all, faults);
}

/// Names sides that meet anywhere but in a corner of both.
fn meetings(all: &[Side], faults: &mut Faults) {
    const CELL: i64 = 64;
    let cells = |(a, b): Side| {
        let range = |a: i64, b: i64| a.min(b).div_euclid(CELL)..=a.max(b).div_euclid(CELL);
        range(a.1, b.1).flat_map(move |y| range(a.0, b.0).map(move |x| (x, y)))
    };
    let mut near: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    for (place, &side) in all.iter().enumerate() {
        for cell in cells(side) {
            near.entry(cell).or_default().push(place);
        }
    }
    let mut named: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (place, &side) in all.iter().enumerate() {
        for &other in cells(side).filter_map(|cell| near.get(&cell)).flatten() {
            if place < other && meet(side, all[other]) && named.insert((place, other)) {
                faults.push(format!("{side:?} meets {:?}", all[other]));
            }
        }
    }
}

/// Whether two sides share a point that is not a corner of both.
fn meet((a, b): Side, (c, d): Side) -> bool {
    let corner_on = |a, b, at| at != a && at != b && turn(a, b, at) == 0 && within(a, b, at);
    let sign = |n: i64| n.signum();
    corner_on(a, b, c)
        || corner_on(a, b, d)
        || corner_on(c, d, a)
        || corner_on(c, d, b)
        || (sign(turn(a, b, c)) * sign(turn(a, b, d)) < 0
            && sign(turn(c, d, a)) * sign(turn(c, d, b)) < 0)
}

#[test]
fn sees_what_is_wrong() {
    let feature = |id, parts: &[&[Point]]| Feature {
        id: Some(id),
        fields: BTreeMap::new(),
        parts: parts.iter().map(|ring| ring.to_vec()).collect(),
    };
    let check = |features: Vec<Feature>| {
        // Everything around is the border of the window.
        let tile = Tile::from([("grids-1".to_owned(), features)]);
        faults(&tile)
    };
    let (l, h) = (LOW, HIGH);
    let west = [(l, l), (9, l), (9, h), (l, h)];
    let east = [(9, l), (h, l), (h, h), (9, h)];
    assert!(check(vec![feature(1, &[&west]), feature(2, &[&east])]).is_empty());
    // A gap, an overlap, a corner on one side only.
    let narrow = [(10, l), (h, l), (h, h), (10, h)];
    assert_eq!(check(vec![feature(1, &[&west]), feature(2, &[&narrow])]).len(), 2);
    assert!(!check(vec![feature(1, &[&west]), feature(2, &[&west])]).is_empty());
    let split = [(9, l), (h, l), (h, h), (9, h), (9, 50)];
    assert!(!check(vec![feature(1, &[&west]), feature(2, &[&split])]).is_empty());
    // A bow tie, and a hole that touches its outer ring twice.
    let bow = [(l, l), (h, h), (h, l), (l, h)];
    assert!(!check(vec![feature(1, &[&bow])]).is_empty());
    let all = [(l, l), (50, l), (h, l), (h, h), (50, h), (l, h)];
    let wall = [(50, l), (40, 50), (50, h), (60, 50)];
    let rest = [(50, l), (60, 50), (50, h), (40, 50)];
    assert!(!check(vec![feature(1, &[&all, &wall]), feature(2, &[&rest])]).is_empty());
}
