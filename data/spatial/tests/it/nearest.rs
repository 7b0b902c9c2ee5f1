//! What is near, against measuring everything.

use crate::assigning::map;
use crate::towns::{area, at, cases, square, town};
use model::{Area, Bounds, GridId, Polygon, Position, Shape};
use proptest::prelude::*;
use spatial::{Borders, Near, PlaceTree, distance};

fn deg(lon: f64, lat: f64) -> Position {
    Position::from_degrees(lon, lat).unwrap()
}

/// Points in a patch that may lie at a pole or across the antimeridian.
fn patch() -> impl Strategy<Value = Vec<Position>> {
    let corner = (
        prop_oneof![Just(1_799_990_000), Just(-1_800_000_000), -1_800_000_000..1_800_000_000],
        prop_oneof![Just(899_990_000), Just(-900_000_000), -900_000_000..900_000_000],
    );
    let reach = prop_oneof![Just(3_i64), Just(20_000), Just(10_000_000), Just(2_000_000_000)];
    (corner, reach).prop_flat_map(|((west, south), reach)| {
        let wrapped = move |(x, y): (i64, i64)| {
            let lon = (i64::from(west) + x + 1_800_000_000).rem_euclid(3_600_000_000);
            let lat = (i64::from(south) + y).clamp(-900_000_000, 900_000_000);
            at((lon - 1_800_000_000) as i32, lat as i32)
        };
        prop::collection::vec((0..reach, 0..reach).prop_map(wrapped), 1..60)
    })
}

fn by_nearness(near: &mut [Near]) {
    near.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.id.cmp(&b.id)));
}

#[test]
fn places_across_the_antimeridian_and_the_pole_are_near() {
    let tree = PlaceTree::new([
        (7, Shape::Point(deg(-179.999, 10.0))),
        (8, Shape::Point(deg(179.9, 10.0))),
        (9, Shape::Point(deg(0.0, 89.999))),
    ]);
    let near = tree.nearest(deg(179.999, 10.0), 1, f64::INFINITY);
    assert!(near[0].id == 7 && (218.0..220.0).contains(&near[0].distance_m), "{near:?}");
    let near = tree.nearest(deg(180.0, 89.999), 5, 1_000.0);
    assert!(near.len() == 1 && near[0].id == 9 && near[0].distance_m < 224.0, "{near:?}");
    assert!(tree.nearest(deg(0.0, 0.0), 3, f64::NAN).is_empty());
    assert!(tree.within(deg(0.0, 0.0), f64::NAN).is_empty());
    assert!(tree.nearest(deg(0.0, 0.0), 0, f64::INFINITY).is_empty());
}

#[test]
fn an_area_is_near_from_outside_and_at_no_distance_from_within() {
    let hole = square(4_000, 4_000, 6_000, 6_000).polygons[0].outer.clone();
    let mut ring = square(0, 0, 10_000, 10_000);
    ring.polygons[0].holes.push(hole);
    let mut tree = PlaceTree::default();
    assert!(tree.insert(1, Shape::Area(ring)).is_none());
    assert!(tree.insert(2, Shape::Line(vec![at(20_000, 0), at(20_000, 90_000_000)])).is_none());
    assert!(tree.insert(3, Shape::Area(Area::default())).is_none());
    let metres = |lon, lat| tree.within(at(lon, lat), 1e6)[0];
    assert_eq!(metres(1_000, 1_000), Near { id: 1, distance_m: 0.0 });
    assert_eq!(metres(10_000, 5_000), Near { id: 1, distance_m: 0.0 });
    let in_the_hole = metres(5_000, 5_500);
    assert!(in_the_hole.id == 1 && (in_the_hole.distance_m - 5.528_7).abs() < 1e-3);
    let near_the_line = metres(19_000, 40_000_000);
    assert!(near_the_line.id == 2, "{near_the_line:?}");
    let expected = distance(at(19_000, 40_000_000), at(20_000, 40_000_000));
    assert!((near_the_line.distance_m - expected).abs() < 1e-4, "{near_the_line:?} {expected}");
    assert_eq!(tree.len(), 3);
    assert!(tree.remove(1).is_some() && tree.remove(1).is_none());
    assert_eq!(tree.nearest(at(1_000, 1_000), 9, f64::INFINITY).len(), 1);
}

#[test]
fn a_point_beside_the_territory_has_a_nearest_grid() {
    let map = map(&[
        square(0, 0, 1_000, 1_000),
        square(1_000, 0, 2_000, 1_000),
        square(0, 1_000, 1_000, 2_000),
    ]);
    let borders = Borders::new(map.partition());
    let (grid, metres) = borders.nearest_grid(at(2_010, 500), 100.0).unwrap();
    assert!(grid == GridId(1) && (metres - 0.111_3).abs() < 1e-3, "{metres}");
    // As near to two grids: the smaller number.
    assert_eq!(borders.nearest_grid(at(1_000, 2_010), 100.0).unwrap().0, GridId(2));
    assert_eq!(borders.nearest_grid(at(-10, 1_000), 100.0).unwrap().0, GridId(0));
    assert!(borders.nearest_grid(at(90_000, 500), 100.0).is_none());
    let hint = borders.grids_within(at(995, 500), 1.0);
    assert_eq!(hint.iter().map(|&(grid, _)| grid).collect::<Vec<_>>(), [GridId(0), GridId(1)]);
    let border = borders.nearest(at(1_005, 500), f64::INFINITY).unwrap();
    assert_eq!(border.grids.iter().flatten().count(), 2);
    assert!(borders.nearest(at(500, 500), 1.0).is_none());
    assert!(borders.nearest(at(500, 500), f64::NAN).is_none());
}

/// Metres to the nearest of many points along a line.
fn stepped(from: Position, line: &[Position]) -> (f64, f64) {
    let mut least = f64::INFINITY;
    let mut step = 0.0_f64;
    for side in line.windows(2) {
        let mut before = side[0];
        for k in 0..=400 {
            let part = |a: i32, b: i32| {
                (f64::from(a) + (f64::from(b) - f64::from(a)) * f64::from(k) / 400.0).round()
            };
            let lon = part(side[0].lon_e7(), side[1].lon_e7());
            let point = at(lon as i32, part(side[0].lat_e7(), side[1].lat_e7()) as i32);
            least = least.min(distance(from, point));
            step = step.max(distance(before, point));
            before = point;
        }
    }
    (least, step)
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn the_nearest_places_are_those_that_measuring_all_finds(
        points in patch(),
        asked in any::<prop::sample::Index>(),
        beside in (-3_i32..=3, -3_i32..=3),
        count in 1_usize..12,
        limit in prop_oneof![Just(f64::INFINITY), Just(0.0), 0.01..3_000_000.0],
        gone in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        // Two of three places are put in one by one; some are taken out or moved again.
        let shape = |at: &Position| Shape::Point(*at);
        let mut kept: Vec<Option<Position>> = points.iter().copied().map(Some).collect();
        let some = points.iter().step_by(3).map(shape);
        let mut tree = PlaceTree::new((0..).step_by(3).zip(some));
        for (id, point) in points.iter().enumerate().filter(|(id, _)| id % 3 > 0) {
            prop_assert_eq!(tree.insert(id as u32, shape(point)), None);
        }
        for (turn, gone) in gone.iter().enumerate() {
            let id = gone.index(points.len());
            kept[id] = (turn % 2 == 0).then(|| points[0]);
            match kept[id] {
                Some(point) => tree.insert(id as u32, shape(&point)),
                None => tree.remove(id as u32),
            };
        }
        let near = asked.get(&points);
        let from = Position::from_e7(near.lon_e7() + beside.0, near.lat_e7() + beside.1);
        let from = from.unwrap_or(*near);
        let mut all: Vec<Near> = (0..).zip(&kept).filter_map(|(id, point)| {
            Some(Near { id, distance_m: distance(from, (*point)?) })
        }).collect();
        all.retain(|near| near.distance_m <= limit);
        by_nearness(&mut all);
        prop_assert_eq!(&tree.within(from, limit), &all);
        all.truncate(count);
        prop_assert_eq!(tree.nearest(from, count, limit), all);
    }

    #[test]
    fn a_line_is_as_far_as_its_nearest_point(
        ends in prop::collection::vec((-1_800_000_000..=1_800_000_000, -900_000_000..=900_000_000), 2..4),
        small in prop_oneof![Just(1), Just(1_000), Just(100_000)],
        middle in (-1_700_000_000_i32..1_700_000_000, -880_000_000_i32..880_000_000),
        asked in (-1_800_000_000..=1_800_000_000, -900_000_000..=900_000_000),
    ) {
        let scaled = |(x, y): (i32, i32)| if small == 1 {
            at(x, y)
        } else {
            at(middle.0 + x / small / 18, (middle.1 + y / small / 9).clamp(-900_000_000_i32, 900_000_000))
        };
        let line: Vec<Position> = ends.into_iter().map(scaled).collect();
        let from = scaled(asked);
        let tree = PlaceTree::new([(0, Shape::Line(line.clone()))]);
        let found = tree.nearest(from, 1, f64::INFINITY)[0].distance_m;
        let (least, step) = stepped(from, &line);
        // Steps lie on the lattice, up to a step off the line.
        let off = match found {
            near if near < 1e6 => 0.016,
            far if far < 1e7 => 1e-5 * far,
            antipodal => 3e-3 * antipodal,
        };
        prop_assert!(found <= least + off, "{found} {least}");
        prop_assert!(found >= least - step - 0.016, "{found} {least} {step}");
    }

    #[test]
    fn boxes_hold_what_a_look_at_every_place_says(
        shapes in prop::collection::vec((0_u8..3, prop::collection::vec((-12_i32..=12, -12_i32..=12), 1..6)), 1..12),
        corners in ((-12_i32..=12, -12_i32..=12), (-12_i32..=12, -12_i32..=12)),
    ) {
        let ((a, b), (c, d)) = corners;
        let bounds = Bounds { min: at(a.min(c), b.min(d)), max: at(a.max(c), b.max(d)) };
        let shapes: Vec<Shape> = shapes.iter().map(|(kind, points)| match kind {
            0 => Shape::Point(at(points[0].0, points[0].1)),
            1 => Shape::Line(points.iter().map(|&(x, y)| at(x, y)).collect()),
            _ => Shape::Area(area(points)),
        }).collect();
        let tree = PlaceTree::new((0..).zip(shapes.iter().cloned()));
        let plain: Vec<u32> = (0_u32..).zip(&shapes).filter(|(_, shape)| overlaps(shape, &bounds)).map(|(id, _)| id).collect();
        prop_assert_eq!(tree.meeting(&bounds), plain);
    }

    #[test]
    fn the_nearest_border_is_the_nearest_of_all_edges(
        n in 1_usize..5,
        seeds in prop::collection::vec(any::<u32>(), 8),
        asked in (-500_000_i32..1_500_000, -500_000_i32..1_500_000),
        limit in prop_oneof![Just(f64::INFINITY), 1.0..5_000.0],
    ) {
        let map = map(&town(n, 200_000, &seeds));
        let borders = Borders::new(map.partition());
        let from = at(asked.0, asked.1);
        let alone = |points: &[Position]| {
            PlaceTree::new([(0, Shape::Line(points.to_vec()))]).within(from, f64::INFINITY)[0].distance_m
        };
        let edges: Vec<(f64, [Option<GridId>; 2])> =
            map.partition().edges().map(|edge| (alone(edge.points), [edge.left, edge.right])).collect();
        let nearest = (0..edges.len()).min_by(|&a, &b| edges[a].0.total_cmp(&edges[b].0)).unwrap();
        let found = borders.nearest(from, limit);
        let expected = Some(nearest).filter(|&edge| edges[edge].0 <= limit);
        prop_assert_eq!(found.map(|near| near.edge), expected);
        let mut grids: Vec<(GridId, f64)> = edges.iter().filter(|edge| edge.0 <= limit)
            .flat_map(|&(metres, grids)| grids.into_iter().flatten().map(move |grid| (grid, metres)))
            .collect();
        grids.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        prop_assert_eq!(borders.nearest_grid(from, limit), grids.first().copied());
        let mut known = Vec::new();
        grids.retain(|&(grid, _)| !known.contains(&grid) && { known.push(grid); true });
        prop_assert_eq!(borders.grids_within(from, limit), grids);
    }
}

/// Whether a shape has a point in a box, in fractions: every side clipped by every side of the box.
fn overlaps(shape: &Shape, bounds: &Bounds) -> bool {
    let rings: Vec<(Vec<Position>, bool)> = match shape {
        Shape::Point(at) => return bounds.contains(*at),
        Shape::Line(line) => vec![(line.clone(), false)],
        Shape::Area(area) => area.rings().map(|ring| (ring.clone(), true)).collect(),
    };
    let number = |p: Position| [f64::from(p.lon_e7()), f64::from(p.lat_e7())];
    let (low, high) = (number(bounds.min), number(bounds.max));
    let side_enters = |a: [f64; 2], b: [f64; 2]| {
        // Liang and Barsky, with numbers small enough to be exact but for the division.
        let (mut from, mut to) = (0.0_f64, 1.0_f64);
        for axis in 0..2 {
            let d = b[axis] - a[axis];
            if d.abs() < 0.5 {
                if a[axis] < low[axis] || a[axis] > high[axis] {
                    return false;
                }
            } else {
                let (p, q) = ((low[axis] - a[axis]) / d, (high[axis] - a[axis]) / d);
                from = from.max(p.min(q));
                to = to.min(p.max(q));
            }
        }
        from <= to + 1e-12
    };
    let around = |ring: &[Position]| {
        let (x, y) = (low[0] + 1e-5, low[1] + 1e-9);
        (0..ring.len())
            .filter(|&k| {
                let (a, b) = (number(ring[k]), number(ring[(k + 1) % ring.len()]));
                (a[1] <= y) != (b[1] <= y) && a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) > x
            })
            .count()
            % 2
            == 1
    };
    rings.iter().any(|(ring, closed)| {
        let count = if *closed { ring.len() } else { ring.len() - 1 };
        (0..count).any(|k| side_enters(number(ring[k]), number(ring[(k + 1) % ring.len()])))
            || ring.iter().any(|&at| bounds.contains(at))
            || (*closed && around(ring))
    })
}

#[test]
fn a_shape_may_have_repeated_points_or_none() {
    let twice = vec![at(5, 5), at(5, 5)];
    let shapes = [
        Shape::Line(twice.clone()),
        Shape::Line(Vec::new()),
        Shape::Area(Area { polygons: vec![Polygon { outer: twice, holes: vec![Vec::new()] }] }),
    ];
    let tree = PlaceTree::new((0..).zip(shapes));
    let near = tree.nearest(at(5, 5), 9, f64::INFINITY);
    assert_eq!(near, [Near { id: 0, distance_m: 0.0 }, Near { id: 2, distance_m: 0.0 }]);
}
