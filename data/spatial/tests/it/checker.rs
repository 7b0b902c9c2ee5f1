//! An independent judge of partitions: its own arithmetic, no index, every pair looked at.

use model::{Area, GridId, Position};
use spatial::Partition;
use std::collections::{BTreeMap, BTreeSet};

type P = (i128, i128);

pub(crate) fn p(at: Position) -> P {
    (i128::from(at.lon_e7()), i128::from(at.lat_e7()))
}

fn turn(a: P, b: P, c: P) -> i128 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

pub(crate) fn on(a: P, b: P, c: P) -> bool {
    turn(a, b, c) == 0
        && (a.0.min(b.0)..=a.0.max(b.0)).contains(&c.0)
        && (a.1.min(b.1)..=a.1.max(b.1)).contains(&c.1)
}

/// Whether two closed segments share a point that is not an end of both.
fn clash((a, b): (P, P), (c, d): (P, P)) -> bool {
    let inner = |p: P, q: P, r: P| on(p, q, r) && r != p && r != q;
    if inner(a, b, c) || inner(a, b, d) || inner(c, d, a) || inner(c, d, b) {
        return true;
    }
    cross((a, b), (c, d))
}

/// Whether two segments cross in a point that is an end of neither.
pub(crate) fn cross((a, b): (P, P), (c, d): (P, P)) -> bool {
    let sign = |n: i128| n.signum();
    sign(turn(a, b, c)) * sign(turn(a, b, d)) < 0 && sign(turn(c, d, a)) * sign(turn(c, d, b)) < 0
}

/// Twice the signed area of a ring.
pub(crate) fn twice_area(ring: &[Position]) -> i128 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(&a, &b)| p(a).0 * p(b).1 - p(b).0 * p(a).1).sum()
}

/// Twice the area of an area with well-wound rings.
pub(crate) fn area_twice(area: &Area) -> i128 {
    area.rings().map(|ring| twice_area(ring)).sum()
}

/// Panics unless the partition keeps every promise.
pub(crate) fn check(partition: &Partition) {
    let edges: Vec<_> = partition.edges().collect();
    assert_eq!(edges.len(), partition.edge_count());
    // Each edge has two different sides, and no repeated point but for closing.
    let mut segments: Vec<(P, P)> = Vec::new();
    let mut ends: BTreeMap<P, usize> = BTreeMap::new();
    let mut inner: BTreeSet<P> = BTreeSet::new();
    for edge in &edges {
        assert_ne!(edge.left, edge.right);
        assert!(edge.points.len() >= 2);
        for pair in edge.points.windows(2) {
            assert_ne!(pair[0], pair[1]);
            segments.push((p(pair[0]), p(pair[1])));
        }
        *ends.entry(p(edge.points[0])).or_default() += 1;
        *ends.entry(p(*edge.points.last().unwrap())).or_default() += 1;
        for &point in &edge.points[1..edge.points.len() - 1] {
            assert!(inner.insert(p(point)), "an inner point is used twice");
        }
    }
    assert!(ends.keys().all(|end| !inner.contains(end)), "an edge ends inside another");
    let closed: BTreeSet<P> = edges
        .iter()
        .filter(|edge| edge.points.first() == edge.points.last())
        .map(|edge| p(edge.points[0]))
        .collect();
    assert!(ends.iter().all(|(end, &count)| count > 2 || closed.contains(end)));
    assert_eq!(partition.vertex_count(), ends.len() + inner.len());
    // Segments meet at shared ends only.
    for (k, &one) in segments.iter().enumerate() {
        for &other in &segments[k + 1..] {
            assert!(!clash(one, other), "{one:?} meets {other:?}");
            assert!(one != other && one != (other.1, other.0), "a side is there twice");
        }
    }
    check_rings(partition);
    check_euler(&segments);
}

fn check_rings(partition: &Partition) {
    let edges: Vec<_> = partition.edges().collect();
    let mut walked: BTreeSet<(usize, bool)> = BTreeSet::new();
    let mut sum = 0;
    for grid in (0..partition.grid_count() as u32).map(GridId) {
        let mut rings = Vec::new();
        for ring in partition.rings_of(grid) {
            let mut points: Vec<Position> = Vec::new();
            for &(edge, forward) in &ring {
                let edge_points = edges[edge].points;
                assert_eq!(if forward { edges[edge].left } else { edges[edge].right }, Some(grid));
                assert!(walked.insert((edge, forward)));
                let mut way: Vec<Position> = edge_points.to_vec();
                if !forward {
                    way.reverse();
                }
                if let Some(&last) = points.last() {
                    assert_eq!(last, way[0], "a ring tears");
                    points.pop();
                }
                points.extend(way);
            }
            assert_eq!(points.first(), points.last(), "a ring stays open");
            points.pop();
            let different: BTreeSet<_> = points.iter().collect();
            assert_eq!(different.len(), points.len(), "a ring touches itself");
            rings.push(points);
        }
        let area = partition.area(grid);
        assert_eq!(area.rings().cloned().collect::<Vec<_>>(), rings);
        for polygon in &area.polygons {
            assert!(twice_area(&polygon.outer) > 0);
            assert!(polygon.holes.iter().all(|hole| twice_area(hole) < 0));
        }
        sum += area_twice(&area);
    }
    for (index, edge) in edges.iter().enumerate() {
        assert_eq!(walked.contains(&(index, true)), edge.left.is_some());
        assert_eq!(walked.contains(&(index, false)), edge.right.is_some());
    }
    let all = partition.outline(|_| true);
    assert_eq!(area_twice(&all), sum, "the parts are not the whole");
}

/// V - E + F = 1 + C: the faces are counted by walking round them, turning as far right as possible.
fn check_euler(segments: &[(P, P)]) {
    let mut fans: BTreeMap<P, Vec<P>> = BTreeMap::new();
    for &(a, b) in segments {
        fans.entry(a).or_default().push(b);
        fans.entry(b).or_default().push(a);
    }
    for (&at, fan) in &mut fans {
        let lower = |q: P| (q.1, q.0) < (at.1, at.0);
        fan.sort_by(|&q, &r| lower(q).cmp(&lower(r)).then(0.cmp(&turn(at, q, r))));
    }
    let mut seen: BTreeSet<(P, P)> = BTreeSet::new();
    let mut walks = 0;
    for (a, b) in segments.iter().flat_map(|&(a, b)| [(a, b), (b, a)]) {
        let (mut from, mut to) = (a, b);
        walks += usize::from(!seen.contains(&(a, b)));
        while seen.insert((from, to)) {
            let fan = &fans[&to];
            let back = fan.iter().position(|&q| q == from).unwrap();
            (from, to) = (to, fan[(back + fan.len() - 1) % fan.len()]);
        }
    }
    let mut pieces = 0;
    let mut reached: BTreeSet<P> = BTreeSet::new();
    for &start in fans.keys() {
        pieces += usize::from(!reached.contains(&start));
        let mut todo = vec![start];
        while let Some(at) = todo.pop() {
            if reached.insert(at) {
                todo.extend(&fans[&at]);
            }
        }
    }
    // Each piece has a walk round its outside, and all those outsides are one or other face.
    assert_eq!(fans.len() + walks, segments.len() + 2 * pieces);
}

/// Panics unless every side of the grids' polygons is walked by one grid, or by two in opposite
/// directions; what one walks alone is the rim.
pub(crate) fn same_sides_walked_both_ways(partition: &Partition) {
    let mut sides: Vec<(Position, Position, bool)> = Vec::new();
    for grid in partition.grids() {
        let area = partition.area(grid);
        for ring in area.rings() {
            let next = ring.iter().cycle().skip(1);
            let side = |(&a, &b): (&Position, &Position)| (a.min(b), a.max(b), a < b);
            sides.extend(ring.iter().zip(next).map(side));
        }
    }
    sides.sort_unstable();
    for same in sides.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        assert!(same.len() == 1 || (same.len() == 2 && same[0].2 != same[1].2), "{same:?}");
    }
}
