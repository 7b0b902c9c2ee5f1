//! Which of many boxes meet a box, where a few of them change now and then.

use crate::index::BoxIndex;
use crate::world::WorldBox;
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many changes are kept beside the packed tree before all is packed again.
const CHANGES_MAX: usize = 2_048;

/// A packed tree, and beside it what has changed since it was packed. A copy shares the tree.
#[derive(Clone, Debug, Default)]
pub(crate) struct Finder {
    packed: Arc<BoxIndex>,
    /// The boxes that are others now, by number; empty for what is gone.
    changed: BTreeMap<u32, WorldBox>,
}

impl Finder {
    /// Boxes by number; empty ones are never found.
    pub(crate) fn new(boxes: &[WorldBox]) -> Self {
        Self { packed: Arc::new(BoxIndex::new(boxes)), changed: BTreeMap::new() }
    }

    /// Another box for a number, old or new.
    pub(crate) fn set(&mut self, number: u32, to: WorldBox) {
        self.changed.insert(number, to);
    }

    /// Packs all boxes again when many have changed.
    pub(crate) fn settle(&mut self, boxes: impl FnOnce() -> Vec<WorldBox>) {
        if self.changed.len() > CHANGES_MAX {
            *self = Self::new(&boxes());
        }
    }

    /// The numbers of the boxes that share a point with `window`, ascending, into `found`.
    pub(crate) fn meeting(&self, window: WorldBox, found: &mut Vec<u32>) {
        self.packed.meeting(window, found);
        if self.changed.is_empty() {
            return;
        }
        found.retain(|number| !self.changed.contains_key(number));
        let now = self.changed.iter().filter(|(_, one)| !one.is_empty() && one.meets(window));
        found.extend(now.map(|(&number, _)| number));
        found.sort_unstable();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::WorldPoint;
    use proptest::prelude::*;

    fn one() -> impl Strategy<Value = WorldBox> {
        (0..900_u32, 0..900_u32, 0..80_u32, 0..80_u32).prop_map(|(x, y, w, h)| {
            let max = WorldPoint { x: x + w, y: y + h };
            if w == 79 { WorldBox::EMPTY } else { WorldBox { min: WorldPoint { x, y }, max } }
        })
    }

    proptest! {
        #[test]
        fn finds_what_a_look_at_each_finds(
            given in prop::collection::vec(one(), 0..200),
            changes in prop::collection::vec((0..260_u32, one()), 0..60),
            window in one(),
        ) {
            let mut finder = Finder::new(&given);
            let mut plain: BTreeMap<u32, WorldBox> = (0..).zip(given).collect();
            for (number, to) in changes {
                finder.set(number, to);
                plain.insert(number, to);
            }
            let wanted: Vec<u32> = plain
                .iter()
                .filter(|(_, one)| !one.is_empty() && one.meets(window))
                .map(|(&number, _)| number)
                .collect();
            let mut found = Vec::new();
            finder.meeting(window, &mut found);
            prop_assert_eq!(found, wanted);
        }
    }
}
