//! A small checker of its own: is a town an exact, nested partition into simple rings?

use model::{GridId, Level, Position, UnitTree};
use samples::Town;
use std::collections::BTreeMap;

/// A directed edge of a ring.
pub(crate) type Edge = (Position, Position);

fn steps(p: Position) -> (i64, i64) {
    (i64::from(p.lon_e7()), i64::from(p.lat_e7()))
}

/// Twice the signed area of the triangle, exactly.
pub(crate) fn turn(a: Position, b: Position, c: Position) -> i64 {
    let ((ax, ay), (bx, by), (cx, cy)) = (steps(a), steps(b), steps(c));
    (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
}

/// Every directed edge and the unit (numbered by `unit_of`) on its left.
fn directed(town: &Town, unit_of: &[u32]) -> BTreeMap<Edge, u32> {
    let mut edges = BTreeMap::new();
    for (grid, area) in town.areas.iter().enumerate() {
        assert_eq!(area.polygons.len(), 1, "grid {grid} is one polygon");
        assert!(area.polygons[0].holes.is_empty(), "grid {grid} has no hole");
        let ring = &area.polygons[0].outer;
        for (i, &a) in ring.iter().enumerate() {
            let b = ring[(i + 1) % ring.len()];
            assert_ne!(a, b, "grid {grid} repeats a point");
            let twice = edges.insert((a, b), unit_of[grid]);
            assert_eq!(twice, None, "two grids have the edge {a:?} {b:?} on their left");
        }
    }
    edges
}

/// Rings of edges whose reverse belongs to another unit or to nobody: the border of each unit must
/// be one ring that passes no point twice. Returns the outer border.
fn rings(edges: &BTreeMap<Edge, u32>) -> Vec<Position> {
    let mut borders: BTreeMap<u32, BTreeMap<Position, Position>> = BTreeMap::new();
    let mut outer: BTreeMap<Position, Position> = BTreeMap::new();
    for (&(a, b), &unit) in edges {
        let across = edges.get(&(b, a));
        if across != Some(&unit) {
            let twice = borders.entry(unit).or_default().insert(a, b);
            assert_eq!(twice, None, "the border of unit {unit} passes {a:?} twice");
        }
        if across.is_none() {
            assert_eq!(outer.insert(a, b), None, "the outer border passes {a:?} twice");
        }
    }
    for (unit, next) in &borders {
        assert_eq!(walk(next).len(), next.len(), "unit {unit} is in one piece without holes");
    }
    let ring = walk(&outer);
    assert_eq!(ring.len(), outer.len(), "the territory is in one piece without holes");
    ring
}

fn walk(next: &BTreeMap<Position, Position>) -> Vec<Position> {
    let start = *next.keys().next().unwrap();
    let (mut ring, mut at) = (vec![start], next[&start]);
    while at != start {
        ring.push(at);
        at = next[&at];
    }
    ring
}

/// No two edges of the drawing touch but at their ends. Edges are compared within the buckets of
/// the lattice that their boxes reach.
fn planar(edges: &BTreeMap<Edge, u32>) {
    let mut undirected: Vec<Edge> = edges.keys().map(|&(a, b)| (a.min(b), a.max(b))).collect();
    undirected.sort_unstable();
    undirected.dedup();
    let span = |(a, b): Edge| {
        let ((ax, ay), (bx, by)) = (steps(a), steps(b));
        [ax.min(bx), ay.min(by), ax.max(bx), ay.max(by)]
    };
    let lengths: i64 =
        undirected.iter().map(|&e| span(e)[2] - span(e)[0] + span(e)[3] - span(e)[1]).sum();
    let width = lengths / i64::try_from(undirected.len()).unwrap() + 1;
    let mut places: Vec<(i64, i64, usize)> = Vec::new();
    for (i, &edge) in undirected.iter().enumerate() {
        let [x0, y0, x1, y1] = span(edge).map(|at| at / width);
        for x in x0..=x1 {
            places.extend((y0..=y1).map(|y| (x, y, i)));
        }
    }
    places.sort_unstable();
    for bucket in places.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        for (i, &(_, _, e)) in bucket.iter().enumerate() {
            for &(_, _, f) in &bucket[i + 1..] {
                let (e, f) = (undirected[e], undirected[f]);
                assert!(apart(e, f), "{e:?} meets {f:?}");
            }
        }
    }
}

fn apart((a, b): Edge, (c, d): Edge) -> bool {
    let on =
        |p: Position, a: Position, b: Position| turn(a, b, p) == 0 && p > a.min(b) && p < a.max(b);
    if on(a, c, d) || on(b, c, d) || on(c, a, b) || on(d, a, b) {
        return false;
    }
    let sides = |p, q, r, s| turn(p, q, r).signum() * turn(p, q, s).signum();
    sides(a, b, c, d) >= 0 || sides(c, d, a, b) >= 0
}

/// Checks everything and returns the outer border.
pub(crate) fn check(town: &Town) -> Vec<Position> {
    let tree = &town.tree;
    assert_eq!(tree.grid_count(), town.areas.len());
    for (grid, area) in town.areas.iter().enumerate() {
        let ring = &area.polygons[0].outer;
        let twice: i64 = ring.windows(2).map(|e| turn(ring[0], e[0], e[1])).sum();
        assert!(twice > 0, "grid {grid} turns left");
    }
    let mut outer = Vec::new();
    for level in 1..=tree.finest().get() {
        let edges = directed(town, &units_at(tree, level));
        outer = rings(&edges);
        if level == tree.finest().get() {
            planar(&edges);
        }
    }
    outer
}

fn units_at(tree: &UnitTree, level: u8) -> Vec<u32> {
    (0..u32::try_from(tree.grid_count()).unwrap())
        .map(|grid| {
            let unit = tree.unit_of_grid(GridId(grid));
            tree.ancestor(unit, Level::new(level).unwrap()).unwrap().0
        })
        .collect()
}
