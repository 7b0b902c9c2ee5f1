//! Which of many boxes meet a box: a packed tree that is built once.

use crate::world::{WorldBox, WorldPoint};

/// Boxes under one box of the next layer.
const FAN: usize = 16;

/// The boxes of numbered things, laid out so that near ones are side by side, and every [`FAN`] of
/// them under one box of the layer above (a packed Hilbert R-tree: Kamel and Faloutsos 1993, *On
/// packing R-trees*, with Morton's curve in place of Hilbert's).
///
/// Asking takes O(log n + answers); the whole is about 30 bytes a box.
#[derive(Clone, Debug, Default)]
pub(crate) struct BoxIndex {
    /// The number of each leaf.
    ids: Vec<u32>,
    /// The leaves' boxes first, the one box around everything last.
    layers: Vec<Vec<WorldBox>>,
}

impl BoxIndex {
    /// Empty boxes are left out: nothing meets them.
    pub(crate) fn new(boxes: &[WorldBox]) -> Self {
        let mut leaves: Vec<(u64, u32)> = (0_u32..)
            .zip(boxes)
            .filter(|(_, bounds)| !bounds.is_empty())
            .map(|(id, bounds)| (along_curve(middle(*bounds)), id))
            .collect();
        leaves.sort_unstable();
        let ids: Vec<u32> = leaves.into_iter().map(|(_, id)| id).collect();
        let mut layers = vec![ids.iter().map(|&id| boxes[id as usize]).collect::<Vec<_>>()];
        while let Some(below) = layers.last().filter(|below| below.len() > 1) {
            let above = below.chunks(FAN).map(around).collect();
            layers.push(above);
        }
        Self { ids, layers }
    }

    /// The numbers of the boxes that share a point with `window`, ascending, into `found`.
    pub(crate) fn meeting(&self, window: WorldBox, found: &mut Vec<u32>) {
        found.clear();
        let mut todo = vec![(self.layers.len().saturating_sub(1), 0)];
        while let Some((layer, at)) = todo.pop() {
            let bounds = self.layers.get(layer).and_then(|boxes| boxes.get(at));
            if !bounds.is_some_and(|bounds| bounds.meets(window)) {
                continue;
            }
            match layer.checked_sub(1) {
                None => found.push(self.ids[at]),
                Some(below) => {
                    let end = ((at + 1) * FAN).min(self.layers[below].len());
                    todo.extend((at * FAN..end).map(|child| (below, child)));
                }
            }
        }
        found.sort_unstable();
    }
}

fn around(boxes: &[WorldBox]) -> WorldBox {
    boxes.iter().fold(WorldBox::EMPTY, |all, &one| all.union(one))
}

fn middle(bounds: WorldBox) -> WorldPoint {
    let mean = |low: u32, high: u32| low / 2 + high / 2;
    WorldPoint { x: mean(bounds.min.x, bounds.max.x), y: mean(bounds.min.y, bounds.max.y) }
}

/// The place on Morton's curve: the bits of `x` and `y` in turn.
pub(crate) fn along_curve(at: WorldPoint) -> u64 {
    let spread = |half: u32| {
        let mut bits = u64::from(half);
        for (shift, mask) in [
            (16, 0x0000_FFFF_0000_FFFF),
            (8, 0x00FF_00FF_00FF_00FF),
            (4, 0x0F0F_0F0F_0F0F_0F0F),
            (2, 0x3333_3333_3333_3333),
            (1, 0x5555_5555_5555_5555),
        ] {
            bits = (bits | (bits << shift)) & mask;
        }
        bits
    };
    spread(at.x) | (spread(at.y) << 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn boxes() -> impl Strategy<Value = Vec<WorldBox>> {
        let one = (0..900_u32, 0..900_u32, 0..80_u32, 0..80_u32).prop_map(|(x, y, w, h)| {
            let max = WorldPoint { x: x + w, y: y + h };
            if w == 79 { WorldBox::EMPTY } else { WorldBox { min: WorldPoint { x, y }, max } }
        });
        prop::collection::vec(one, 0..600)
    }

    proptest! {
        #[test]
        fn finds_what_a_look_at_each_finds(all in boxes(), window in boxes()) {
            let index = BoxIndex::new(&all);
            for window in window.into_iter().take(20) {
                let plain: Vec<u32> = (0_u32..)
                    .zip(&all)
                    .filter(|(_, one)| !one.is_empty() && one.meets(window))
                    .map(|(id, _)| id)
                    .collect();
                let mut found = vec![7];
                index.meeting(window, &mut found);
                prop_assert_eq!(found, plain);
            }
        }
    }
}
