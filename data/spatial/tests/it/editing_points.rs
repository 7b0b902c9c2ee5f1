//! The index of points follows the edits of a draft.

use crate::assigning::flat;
use crate::editing_random::{all, any_wish, edit};
use crate::towns::{any_town, cases};
use model::{Bounds, Position};
use proptest::prelude::*;
use spatial::{Draft, GridMap, Partition, PointIndex, RepairSettings};

/// Both indexes answer alike on every vertex of the draft and on some points in its box.
fn agree(draft: &Draft, followed: &PointIndex, random: &[(u32, u32)]) -> Result<(), TestCaseError> {
    let fresh = PointIndex::new(&draft.freeze());
    let pieces = all(draft);
    let Some(around) = Bounds::around(pieces.iter().flat_map(|piece| [piece.from, piece.to]))
    else {
        return Ok(());
    };
    let inside = random.iter().filter_map(|&(x, y)| {
        let along = |low: i32, high: i32, r: u32| {
            let wide = i64::from(high) - i64::from(low) + 1;
            (i64::from(low) + i64::from(r) % wide) as i32
        };
        let (low, high) = (around.min, around.max);
        Position::from_e7(
            along(low.lon_e7(), high.lon_e7(), x),
            along(low.lat_e7(), high.lat_e7(), y),
        )
    });
    let points: Vec<Position> = pieces.iter().map(|piece| piece.to).chain(inside).collect();
    let mut numbers = vec![0; points.len()];
    followed.assign_numbers(&points, &mut numbers);
    for (&point, number) in points.iter().zip(numbers) {
        prop_assert_eq!(followed.assign(point), fresh.assign(point), "at {:?}", point);
        let grid = followed.assign(point).map_or(0, |found| found.grid.0 + 1);
        prop_assert_eq!(number, grid, "in bulk at {:?}", point);
        prop_assert_eq!(draft.owner_at(point), fresh.assign(point), "by the draft at {:?}", point);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn an_index_that_follows_a_draft_answers_as_one_built_anew(
        town in any_town(),
        wishes in prop::collection::vec(any_wish(), 1..16),
        random in prop::collection::vec(any::<(u32, u32)>(), 20),
    ) {
        let built = Partition::build(&town, &RepairSettings::default()).unwrap();
        let start = GridMap::new(flat(town.len()), built.partition).unwrap();
        let mut draft = Draft::new(start.partition());
        let mut index = start.points().clone();
        let mut made = Vec::new();
        for wish in &wishes {
            let Some(done) =
                edit(&draft, wish, 0).and_then(|edit| draft.apply(&edit, wish.rules).ok())
            else {
                continue;
            };
            index.follow(&draft, &done);
            agree(&draft, &index, &random)?;
            made.push(done);
        }
        // A map of the same number of grids takes the changes over as well.
        let boxes: Vec<Bounds> = made.iter().flat_map(|done| done.boxes.clone()).collect();
        if draft.grid_count() == start.tree().grid_count() {
            let map = start.edited(draft.freeze(), &boxes).unwrap();
            agree(&draft, map.points(), &random)?;
        }
        for done in made.iter().rev() {
            let undone = draft.undo(done).unwrap();
            index.follow(&draft, &undone);
        }
        agree(&draft, &index, &random)?;
    }
}
