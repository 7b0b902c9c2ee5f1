//! Random problems of any kind.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use crate::builders::{at, crew, problem, target, window};
use model::patrol::{Break, Crew, Mode, Problem, Target, TargetShape, Travel, Window};
use model::{Area, Position, Seconds};
use planner::places;
use proptest::prelude::*;
use std::sync::Arc;

fn place() -> impl Strategy<Value = Position> {
    (0..4_000, 0..4_000).prop_map(|(east, north)| at(east, north))
}

fn shape() -> impl Strategy<Value = TargetShape> {
    prop_oneof![
        3 => place().prop_map(TargetShape::Point),
        2 => prop::collection::vec(place(), 2..4).prop_map(TargetShape::Line),
        1 => place().prop_map(|gate| TargetShape::Area { gate, area: Area::default() }),
    ]
}

/// One to three windows within `until`, in order and apart.
fn windows(until: u32) -> impl Strategy<Value = Vec<Window>> {
    prop::collection::btree_set(0..until, 6).prop_flat_map(|times| {
        let times: Vec<u32> = times.into_iter().collect();
        (1..=3_usize).prop_map(move |count| {
            times.chunks(2).take(count).map(|pair| window(pair[0], pair[1])).collect()
        })
    })
}

fn any_crew() -> impl Strategy<Value = Crew> {
    let mode = prop::sample::select(Mode::ALL.to_vec());
    let able = (skills(0..=2), prop::collection::vec(0..30_u32, 0..3));
    // Breaks of an eighth of the shift at most, within the first three quarters: they always fit.
    let rest = (0..100_u32, 0..100_u32);
    let rests = prop::collection::vec(rest, 0..3);
    (place(), 0..3_000_u32, 2_000..12_000_u32, mode, able, rests).prop_map(
        |(base, from, long, mode, (skills, capacity), rests)| Crew {
            skills,
            capacity,
            breaks: rests
                .into_iter()
                .map(|(begin, length)| Break {
                    window: window(from + long * begin / 200, from + long * (begin + 50) / 200),
                    length: Seconds::new(long * length / 800),
                })
                .collect(),
            ..crew("", base, window(from, from + long), mode)
        },
    )
}

/// Some of two skills.
fn skills(count: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<String>> {
    prop::sample::subsequence(vec!["drone".to_owned(), "first aid".to_owned()], count)
}

fn any_target() -> impl Strategy<Value = Target> {
    let modes = prop_oneof![
        3 => Just(Vec::new()),
        1 => prop::sample::subsequence(Mode::ALL.to_vec(), 1..=3),
    ];
    let numbers = (0..900_u32, 1..4_u16, prop_oneof![Just(0), 1..4_000_u32], any::<bool>());
    let needs = prop_oneof![3 => Just(Vec::new()), 1 => skills(1..=2)];
    let load = prop::collection::vec(0..9_u32, 0..3);
    let most = prop::option::of(1..4_000_u32);
    (shape(), windows(14_000), numbers, 0..3_000_u32, modes, (needs, load, most)).prop_map(
        |(shape, windows, (dwell, visits, gap, required), reward, modes, (needs, load, most))| {
            Target {
                // The windows' length is as good as a die.
                crews: if dwell % 4 == 3 { 2 } else { 1 },
                gap_max: most.map(|most| Seconds::new(gap + most)),
                needs,
                load,
                visits,
                gap: Seconds::new(gap),
                required,
                reward,
                modes,
                ..target("", shape, dwell, windows)
            }
        },
    )
}

/// Travel times as on one-way streets: straight distances at a pace, made longer by up to a half, the
/// two ways apart from one another; now and then no way at all.
fn given_times(problem: &Problem, mode: Mode, twist: u32, lengths: bool) -> Travel {
    let places = places(problem, mode);
    let mut dice = twist;
    let mut entry = |from: Position, to: Position| {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let axis = |a: i32, b: i32| (a - b).unsigned_abs() / 100;
        let straight = axis(from.lon_e7(), to.lon_e7()) + axis(from.lat_e7(), to.lat_e7());
        let longer = straight + straight * (dice >> 16) / (1 << 17);
        if from == to {
            0
        } else if (dice >> 8).is_multiple_of(40) {
            Travel::NO_WAY
        } else {
            longer / 4 + 1
        }
    };
    let pairs = || places.iter().flat_map(|from| places.iter().map(move |to| (*from, *to)));
    let seconds: Vec<u32> = pairs().map(|(from, to)| entry(from, to)).collect();
    let metres = |time: &u32| if *time == Travel::NO_WAY { *time } else { time * 3 };
    let metres = if lengths { seconds.iter().map(metres).collect() } else { Vec::new() };
    Travel::new(mode, places, seconds, metres).unwrap()
}

/// The problem with tables in which no detour is shorter than a way: the search puts visits in one by
/// one, so what can only be reached by one more stop it need not find.
pub(crate) fn without_short_cuts(mut problem: Problem) -> Problem {
    for table in &mut problem.travel {
        let count = table.places().len();
        let pairs = || (0..count).flat_map(|from| (0..count).map(move |to| (from, to)));
        let time = |(from, to)| table.time(from, to).map_or(u32::MAX, Seconds::get);
        let mut times: Vec<u32> = pairs().map(time).collect();
        for by in 0..count {
            for (from, to) in pairs() {
                let detour = times[from * count + by].saturating_add(times[by * count + to]);
                times[from * count + to] = times[from * count + to].min(detour);
            }
        }
        let places = table.places().to_vec();
        *table = Arc::new(Travel::new(table.mode(), places, times, Vec::new()).unwrap());
    }
    problem
}

/// A random problem of at most so many crews and targets, with everything that a problem can have.
pub(crate) fn any_problem(crews: usize, targets: usize) -> impl Strategy<Value = Problem> {
    let given = prop::sample::subsequence(Mode::ALL.to_vec(), 0..=3);
    (plain_problem(crews, targets), given, any::<u32>(), any::<bool>()).prop_map(
        |(mut problem, given, twist, lengths)| {
            for mode in given {
                let table = given_times(&problem, mode, twist, lengths);
                problem.travel.push(Arc::new(table));
            }
            problem
        },
    )
}

/// A random problem of at most so many crews and targets, in straight lines.
fn plain_problem(crews: usize, targets: usize) -> impl Strategy<Value = Problem> {
    let crews = prop::collection::vec(any_crew(), 0..=crews);
    let targets = prop::collection::vec(any_target(), 0..=targets);
    (crews, targets).prop_map(|(mut crews, mut targets)| {
        for (place, crew) in crews.iter_mut().enumerate() {
            crew.id = format!("c{place}");
        }
        for (place, target) in targets.iter_mut().enumerate() {
            target.id = format!("t{place}");
        }
        problem(crews, targets)
    })
}
