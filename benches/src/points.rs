//! Points to look up: evenly spread, in clusters, and such as hurt.

use crate::Dice;
use model::{Bounds, Position};
use spatial::Partition;

/// Clusters, and how wide they are in shares of the box.
const CLUSTERS: usize = 40;
const CLUSTER_WIDTH: f64 = 0.02;

/// Points spread evenly over the box around the territory.
pub fn uniform(partition: &Partition, count: usize) -> Vec<Position> {
    let mut dice = Dice::new(424_242_424_242);
    let Some(bounds) = partition.bounds() else { return Vec::new() };
    (0..count).map(|_| anywhere(bounds, &mut dice)).collect()
}

/// Points around a few places, as incidents lie: the sum of three even throws each way.
pub fn clustered(partition: &Partition, count: usize) -> Vec<Position> {
    let mut dice = Dice::new(77_777_777_777);
    let Some(bounds) = partition.bounds() else { return Vec::new() };
    let places: Vec<Position> = (0..CLUSTERS).map(|_| anywhere(bounds, &mut dice)).collect();
    let Bounds { min, max } = bounds;
    let (wide, high) = (max.lon() - min.lon(), max.lat() - min.lat());
    let near = |_| {
        let place = places[dice.below(places.len())];
        let mut throw = || (0..3).map(|_| dice.share() - 0.5).sum::<f64>() * 2.0 * CLUSTER_WIDTH;
        let lon = (place.lon() + wide * throw()).clamp(min.lon(), max.lon());
        let lat = (place.lat() + high * throw()).clamp(min.lat(), max.lat());
        Position::from_degrees(lon, lat).unwrap_or(place)
    };
    (0..count).map(near).collect()
}

/// Points that hurt: a quarter are vertices, a quarter lie exactly on the inside of a straight
/// piece of border where it has lattice points (else at its end), the rest are one step beside a
/// vertex, on the crossing of a vertex's longitude and another's latitude, rounded middles of pieces,
/// and anywhere.
pub fn adversarial(partition: &Partition, count: usize) -> Vec<Position> {
    let mut dice = Dice::new(1_234_567_891_011);
    let Some(bounds) = partition.bounds() else { return Vec::new() };
    let pieces: Vec<[Position; 2]> = partition
        .edges()
        .flat_map(|edge| edge.points.windows(2).map(|pair| [pair[0], pair[1]]))
        .collect();
    let mut piece = || pieces[dice.below(pieces.len())];
    let picked: Vec<[[Position; 2]; 2]> = (0..count).map(|_| [piece(), piece()]).collect();
    let of = |(number, [[a, b], [other, _]]): (usize, [[Position; 2]; 2])| match number % 8 {
        0 | 1 => Some(a),
        2 | 3 => on_the_way(a, b, &mut dice),
        4 => moved(a, [dice.whole(-1, 1), dice.whole(-1, 1)]),
        5 => Position::from_e7(a.lon_e7(), other.lat_e7()),
        6 => Position::from_e7(a.lon_e7().midpoint(b.lon_e7()), a.lat_e7().midpoint(b.lat_e7())),
        _ => Some(anywhere(bounds, &mut dice)),
    };
    picked.into_iter().enumerate().filter_map(of).collect()
}

fn anywhere(Bounds { min, max }: Bounds, dice: &mut Dice) -> Position {
    let lon = dice.whole(min.lon_e7(), max.lon_e7());
    Position::from_e7(lon, dice.whole(min.lat_e7(), max.lat_e7())).unwrap_or(min)
}

fn moved(at: Position, [east, north]: [i32; 2]) -> Option<Position> {
    Position::from_e7(at.lon_e7().saturating_add(east), at.lat_e7().saturating_add(north))
}

/// A lattice point strictly between two others on the straight way, or the first of them.
fn on_the_way(a: Position, b: Position, dice: &mut Dice) -> Option<Position> {
    let way = [b.lon_e7() - a.lon_e7(), b.lat_e7() - a.lat_e7()];
    let steps = divisor(way[0].unsigned_abs(), way[1].unsigned_abs());
    let Ok(steps) = i32::try_from(steps) else { return Some(a) };
    if steps < 2 {
        return Some(a);
    }
    let step = dice.whole(1, steps - 1);
    moved(a, way.map(|along| along / steps * step))
}

/// The greatest common divisor, by Euclid.
fn divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { divisor(b, a % b) }
}
