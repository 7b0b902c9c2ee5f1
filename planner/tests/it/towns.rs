//! Random problems of any kind.

use crate::builders::{at, crew, problem, target, window};
use model::patrol::{Crew, Mode, Problem, Target, TargetShape, Window};
use model::{Area, Position, Seconds};
use proptest::prelude::*;

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
    (place(), 0..3_000_u32, 2_000..12_000_u32, mode)
        .prop_map(|(base, from, long, mode)| crew("", base, window(from, from + long), mode))
}

fn any_target() -> impl Strategy<Value = Target> {
    let modes = prop_oneof![
        3 => Just(Vec::new()),
        1 => prop::sample::subsequence(Mode::ALL.to_vec(), 1..=3),
    ];
    let numbers = (0..900_u32, 1..4_u16, prop_oneof![Just(0), 1..4_000_u32], any::<bool>());
    (shape(), windows(14_000), numbers, 0..3_000_u32, modes).prop_map(
        |(shape, windows, (dwell, visits, gap, required), reward, modes)| Target {
            visits,
            gap: Seconds::new(gap),
            required,
            reward,
            modes,
            ..target("", shape, dwell, windows)
        },
    )
}

/// A random problem of at most so many crews and targets.
pub(crate) fn any_problem(crews: usize, targets: usize) -> impl Strategy<Value = Problem> {
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
