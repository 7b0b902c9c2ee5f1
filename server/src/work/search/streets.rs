//! The roads of a network by name: ways of one name that lie together are one road.

use super::Road;
use model::{Bounds, Position, RoadClass, RoadNetwork};
use std::collections::BTreeMap;

/// Ways of one name whose boxes are at most so far apart are one road, in steps of 1e-7 degree: 500 m or
/// somewhat less.
const TOGETHER_E7: i32 = 50_000;

/// The named roads, by name. Rivers and ferries are none. O(n log n) in the ways, and in the ways of one
/// name as many steps again as they lie in parts.
pub(super) fn of(network: &RoadNetwork) -> Vec<Road> {
    let mut named: BTreeMap<&str, Vec<(Bounds, Position)>> = BTreeMap::new();
    for way in &network.ways {
        let name = way.name.trim();
        if name.is_empty() || matches!(way.class, RoadClass::Waterway | RoadClass::Ferry) {
            continue;
        }
        let at = |node: &u32| network.nodes.get(*node as usize).map(|node| node.at);
        let Some(bounds) = Bounds::around(way.nodes.iter().filter_map(at)) else { continue };
        let Some(middle) = way.nodes.get(way.nodes.len() / 2).and_then(at) else { continue };
        named.entry(name).or_default().push((bounds, middle));
    }
    named.into_iter().flat_map(|(name, ways)| roads(name, ways)).collect()
}

fn roads(name: &str, mut ways: Vec<(Bounds, Position)>) -> Vec<Road> {
    ways.sort_by_key(|(bounds, middle)| (bounds.min, *middle));
    let mut parts: Vec<(Bounds, Vec<Position>)> = Vec::new();
    for (bounds, middle) in ways {
        let (mut whole, mut middles) = (bounds, vec![middle]);
        // What the new way lies with becomes one with it, and may then lie with more.
        while let Some(place) = parts.iter().position(|part| together(&part.0, &whole)) {
            let (other, others) = parts.swap_remove(place);
            whole = whole.with(other.min).with(other.max);
            middles.extend(others);
        }
        parts.push((whole, middles));
    }
    parts.sort_by_key(|(bounds, _)| bounds.min);
    let road = |(bounds, middles): (Bounds, Vec<Position>)| {
        let at = middles.into_iter().min_by_key(|at| (from_centre(&bounds, *at), *at))?;
        Some(Road { name: name.to_owned(), at, bounds, within: None })
    };
    parts.into_iter().filter_map(road).collect()
}

fn together(a: &Bounds, b: &Bounds) -> bool {
    let apart = |a_min: i32, a_max: i32, b_min: i32, b_max: i32| {
        a_min.saturating_sub(b_max).max(b_min.saturating_sub(a_max)) > TOGETHER_E7
    };
    !(apart(a.min.lon_e7(), a.max.lon_e7(), b.min.lon_e7(), b.max.lon_e7())
        || apart(a.min.lat_e7(), a.max.lat_e7(), b.min.lat_e7(), b.max.lat_e7()))
}

/// Twice the way from the centre of the box, in steps east and north together.
fn from_centre(bounds: &Bounds, at: Position) -> i64 {
    let twice =
        |at: i32, min: i32, max: i32| (2 * i64::from(at) - i64::from(min) - i64::from(max)).abs();
    twice(at.lon_e7(), bounds.min.lon_e7(), bounds.max.lon_e7())
        + twice(at.lat_e7(), bounds.min.lat_e7(), bounds.max.lat_e7())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_one_name_that_lie_together_are_one_road() {
        let at = |lon: i32| Position::from_e7(lon, 360_000_000).unwrap();
        let way = |from: i32, to: i32| {
            (Bounds::around([at(from), at(to)]).unwrap(), at(i32::midpoint(from, to)))
        };
        let (far, near) = (1_030_900_000, 1_030_000_000);
        let ways =
            vec![way(near, near + 10_000), way(far, far + 9), way(near + 50_000, near + 60_000)];
        let roads = roads("西津路", ways);
        let spans: Vec<(i32, i32)> =
            roads.iter().map(|it| (it.bounds.min.lon_e7(), it.bounds.max.lon_e7())).collect();
        assert_eq!(spans, [(near, near + 60_000), (far, far + 9)]);
        assert_eq!(roads[0].at, at(near + 5_000));
        assert!(roads.iter().all(|road| road.name == "西津路"));
    }
}
