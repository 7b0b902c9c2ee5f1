//! An invented day of a district in a river valley: checkpoints, stations, shopping streets, trunk
//! roads, a riverside, hot spots by the hour.

use crate::builders::{at, crew, problem, target, window};
use model::patrol::{Crew, Mode, Problem, Target, TargetShape, Window};
use model::{Area, Position, Seconds};

/// Draws from a small generator, for places that look scattered and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: i32) -> i32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i32::try_from((self.0 >> 33) % u64::from(count.unsigned_abs())).unwrap_or(0)
    }

    /// Somewhere in the valley, 14 km by 4 km.
    fn place(&mut self) -> Position {
        at(self.below(14_000), self.below(4_000))
    }
}

fn hours(from: u32, to: u32) -> Window {
    window(from * 3_600, to * 3_600)
}

/// So many crews of three shifts, and so many targets, about half of them optional.
pub(crate) fn day(crews: usize, targets: usize, seed: u64) -> Problem {
    let mut dice = Dice(seed);
    let stations: Vec<Position> = (0..(crews / 2).max(2)).map(|_| dice.place()).collect();
    let crew = |place: usize| {
        let shift = [hours(7, 15), hours(14, 22), hours(18, 26)][place % 3];
        let mode = [Mode::Car, Mode::Bike, Mode::Foot, Mode::Car][place / 3 % 4];
        crew(&format!("c{place}"), stations[place % stations.len()], shift, mode)
    };
    let crews: Vec<Crew> = (0..crews).map(crew).collect();
    let targets = (0..targets).map(|place| any_target(place, &mut dice)).collect();
    problem(crews, targets)
}

fn any_target(place: usize, dice: &mut Dice) -> Target {
    let id = format!("t{place}");
    let minutes = |minutes: u32| minutes * 60;
    let from = dice.place();
    match place % 10 {
        // A checkpoint of the ring: three times a day, two hours apart, by car.
        0 => Target {
            visits: 3,
            gap: Seconds::new(minutes(120)),
            modes: vec![Mode::Car, Mode::Bike],
            ..target(&id, TargetShape::Point(from), minutes(15), vec![hours(7, 24)])
        },
        // A street or riverside to travel.
        1 => {
            let step =
                |dice: &mut Dice, east: i32| at(east + 150 + dice.below(250), dice.below(4_000));
            let east = dice.below(12_000);
            let line = vec![at(east, dice.below(4_000)), step(dice, east), step(dice, east + 400)];
            Target {
                visits: 2,
                gap: Seconds::new(minutes(180)),
                ..target(&id, TargetShape::Line(line), 0, vec![hours(8, 23)])
            }
        }
        // A shopping street, when it is busy.
        2 => {
            let shape = TargetShape::Area { gate: from, area: Area::default() };
            target(&id, shape, minutes(30), vec![hours(10, 13), hours(17, 21)])
        }
        3 | 4 => target(&id, TargetShape::Point(from), minutes(10), vec![hours(7, 26)]),
        // A hot spot of the evening: 12 minutes, at least an hour apart, if worth the way.
        5 | 6 => Target {
            visits: 3,
            gap: Seconds::new(minutes(60)),
            required: false,
            reward: 900,
            ..target(&id, TargetShape::Point(from), minutes(12), vec![hours(16, 26)])
        },
        _ => Target {
            required: false,
            reward: 300,
            ..target(&id, TargetShape::Point(from), minutes(5), vec![hours(7, 26)])
        },
    }
}
