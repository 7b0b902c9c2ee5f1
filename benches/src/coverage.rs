//! A made coverage: a lattice of grids with jittered corners and wiggled borders, over a box of any
//! size. Neighbours share every vertex of their border.

use crate::Dice;
use model::{Area, Polygon, Position};

/// South-west corner of the box, in degrees, longitude first.
const CORNER: [f64; 2] = [120.6, 30.6];

/// How wide the box of a prefecture is, in degrees of longitude.
pub const PREFECTURE: f64 = 0.4;

/// How high a box is against its width, in degrees.
const HEIGHT: f64 = 0.85;

/// How far a corner may leave its place, in widths of a grid.
const JITTER: f64 = 0.1;

/// How far the middle of a line may leave it sideways, in lengths of the line.
const WIGGLE: f64 = 0.08;

/// Straight pieces of each side of a grid: with four sides 96 vertices a grid.
pub const PIECES: usize = 24;

/// The areas of `side * side` grids over a box so many degrees wide, row by row from the south-west;
/// the same every time.
pub fn coverage(side: usize, pieces: usize, wide: f64) -> Vec<Area> {
    let mut dice = Dice::new(88_172_645_463_325_252);
    let extent = [wide, HEIGHT * wide];
    let corners: Vec<[f64; 2]> = (0..=side)
        .flat_map(|row| (0..=side).map(move |column| [column, row]))
        .map(|place| corner(place, side, extent, &mut dice))
        .collect();
    let at = |column: usize, row: usize| corners[row * (side + 1) + column];
    let mut line = |from, to| {
        let mut between = Vec::new();
        wiggle(&mut dice, [from, to], pieces, &mut between);
        between
    };
    let mut level = Vec::new();
    for row in 0..=side {
        level.extend((0..side).map(|column| line(at(column, row), at(column + 1, row))));
    }
    let mut upright = Vec::new();
    for row in 0..side {
        upright.extend((0..=side).map(|column| line(at(column, row), at(column, row + 1))));
    }
    let grid = |column: usize, row: usize| {
        let (south, north) = (&level[row * side + column], &level[(row + 1) * side + column]);
        let west = &upright[row * (side + 1) + column];
        let east = &upright[row * (side + 1) + column + 1];
        let mut ring = vec![at(column, row)];
        ring.extend(south);
        ring.push(at(column + 1, row));
        ring.extend(east);
        ring.push(at(column + 1, row + 1));
        ring.extend(north.iter().rev());
        ring.push(at(column, row + 1));
        ring.extend(west.iter().rev());
        let outer = ring.iter().filter_map(|p| Position::from_degrees(p[0], p[1]).ok()).collect();
        Area { polygons: vec![Polygon { outer, holes: Vec::new() }] }
    };
    (0..side)
        .flat_map(|row| (0..side).map(move |column| (column, row)))
        .map(|(c, r)| grid(c, r))
        .collect()
}

/// A corner, pushed out of its place; places crowd towards two opposite corners of the box, as
/// grids do towards a town.
#[expect(clippy::cast_precision_loss, reason = "a few hundred columns")]
fn corner(place: [usize; 2], side: usize, extent: [f64; 2], dice: &mut Dice) -> [f64; 2] {
    let turn = 2.0 * std::f64::consts::PI;
    std::array::from_fn(|axis| {
        let jitter = (2.0 * dice.share() - 1.0) * JITTER;
        let share = (place[axis] as f64 + jitter) / side as f64;
        CORNER[axis] + extent[axis] * (share + 0.35 * (turn * share).sin() / turn)
    })
}

/// The vertices between the two ends of a line of so many straight pieces: its middle is pushed
/// sideways, then the middles of its halves.
#[expect(clippy::cast_precision_loss, reason = "a few dozen pieces")]
fn wiggle(dice: &mut Dice, [from, to]: [[f64; 2]; 2], pieces: usize, between: &mut Vec<[f64; 2]>) {
    if pieces < 2 {
        return;
    }
    let first = pieces / 2;
    let along = first as f64 / pieces as f64;
    let way = [to[0] - from[0], to[1] - from[1]];
    let aside = (2.0 * dice.share() - 1.0) * WIGGLE;
    let middle =
        [from[0] + way[0] * along - way[1] * aside, from[1] + way[1] * along + way[0] * aside];
    wiggle(dice, [from, middle], first, between);
    between.push(middle);
    wiggle(dice, [middle, to], pieces - first, between);
}
