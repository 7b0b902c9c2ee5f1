//! Edits of a real map.

use crate::editing_random::{any_wish, play};
use crate::real::{chicago, merged};
use model::{Area, GridId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use spatial::{Draft, FaultKind, Partition, RepairSettings};
use std::cell::Cell;

#[test]
fn the_beats_of_chicago_are_edited_and_come_back() {
    let Some(beats) = chicago("police_beats.geojson.gz", "BEAT_NUM") else { return };
    let areas: Vec<Area> = merged(beats).into_iter().map(|(_, area)| area).collect();
    let start = Partition::build(&areas, &RepairSettings::default()).unwrap().partition;
    let mut runner = TestRunner::deterministic();
    let wishes = prop::collection::vec(any_wish(), 60).new_tree(&mut runner).unwrap().current();
    let step = Cell::new(0);
    let made = play(&start, &wishes, |draft| {
        step.set(step.get() + 1);
        if step.get() % 12 == 0 {
            rebuilt(draft);
        }
    });
    assert!(made > 10, "{made}");
}

/// The areas of the draft build the same partition.
fn rebuilt(draft: &Draft) {
    let partition = draft.freeze();
    let areas: Vec<Area> =
        (0..draft.grid_count() as u32).map(|grid| draft.area(GridId(grid))).collect();
    let built = Partition::build(&areas, &RepairSettings::NOTHING).unwrap();
    let known = [FaultKind::Vanished, FaultKind::Gap];
    let bad = built.faults.iter().find(|f| f.kind.breaks_partition() && !known.contains(&f.kind));
    assert_eq!(bad, None);
    assert_eq!(built.partition, partition);
}
