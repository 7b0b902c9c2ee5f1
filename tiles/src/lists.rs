//! Numbered things in shared pieces: a copy costs a pointer a piece, a change one piece.

use std::sync::Arc;

/// Things in one piece.
const PIECE: usize = 128;

/// Numbered lists of `T`. Lists that come one after the other lie side by side in memory.
#[derive(Clone, Debug)]
pub(crate) struct Lists<T> {
    pieces: Vec<Arc<Piece<T>>>,
    count: usize,
}

#[derive(Clone, Debug)]
struct Piece<T> {
    items: Vec<T>,
    /// Where each list ends.
    ends: Vec<u32>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { pieces: Vec::new(), count: 0 }
    }
}

impl<T: Copy> Lists<T> {
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// The list of a number; empty for one that was never set.
    pub(crate) fn get(&self, number: usize) -> &[T] {
        let Some(piece) = self.pieces.get(number / PIECE) else { return &[] };
        let place = number % PIECE;
        let Some(&end) = piece.ends.get(place) else { return &[] };
        let start = place.checked_sub(1).map_or(0, |before| piece.ends[before] as usize);
        &piece.items[start..end as usize]
    }

    pub(crate) fn push(&mut self, items: &[T]) {
        if self.count.is_multiple_of(PIECE) {
            if let Some(full) = self.pieces.last_mut().and_then(Arc::get_mut) {
                full.items.shrink_to_fit();
            }
            self.pieces.push(Arc::new(Piece { items: Vec::new(), ends: Vec::new() }));
        }
        let Some(last) = self.pieces.last_mut() else { return };
        let piece = Arc::make_mut(last);
        piece.items.extend_from_slice(items);
        piece.ends.push(place(piece.items.len()));
        self.count += 1;
    }

    /// Sets a list; those between it and the last one are empty.
    pub(crate) fn set(&mut self, number: usize, list: &[T]) {
        while self.count < number {
            self.push(&[]);
        }
        if number >= self.count {
            self.push(list);
        } else if self.get(number).len() != list.len() {
            let piece = &mut self.pieces[number / PIECE];
            let first = number / PIECE * PIECE;
            let mut fresh = Piece { items: Vec::new(), ends: Vec::with_capacity(PIECE) };
            for at in first..(first + PIECE).min(self.count) {
                let place = at - first;
                let start = place.checked_sub(1).map_or(0, |before| piece.ends[before] as usize);
                let old = &piece.items[start..piece.ends[place] as usize];
                fresh.items.extend_from_slice(if at == number { list } else { old });
                fresh.ends.push(u32::try_from(fresh.items.len()).unwrap_or(u32::MAX));
            }
            *piece = Arc::new(fresh);
        } else {
            let piece = Arc::make_mut(&mut self.pieces[number / PIECE]);
            let end = piece.ends[number % PIECE] as usize;
            piece.items[end - list.len()..end].copy_from_slice(list);
        }
    }
}

fn place(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Numbered things, each of one size.
#[derive(Clone, Debug)]
#[expect(clippy::rc_buffer, reason = "a piece that nobody else holds grows in place")]
pub(crate) struct Cells<T> {
    pieces: Vec<Arc<Vec<T>>>,
    count: usize,
}

impl<T> Default for Cells<T> {
    fn default() -> Self {
        Self { pieces: Vec::new(), count: 0 }
    }
}

impl<T: Clone> Cells<T> {
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    pub(crate) fn get(&self, number: usize) -> Option<&T> {
        self.pieces.get(number / PIECE)?.get(number % PIECE)
    }

    pub(crate) fn push(&mut self, one: T) {
        if self.count.is_multiple_of(PIECE) {
            self.pieces.push(Arc::new(Vec::with_capacity(PIECE)));
        }
        let Some(last) = self.pieces.last_mut() else { return };
        Arc::make_mut(last).push(one);
        self.count += 1;
    }

    /// Sets one, of any number up to the next.
    pub(crate) fn set(&mut self, number: usize, one: T) {
        match self.pieces.get_mut(number / PIECE).filter(|_| number < self.count) {
            None => self.push(one),
            Some(piece) => {
                if let Some(held) = Arc::make_mut(piece).get_mut(number % PIECE) {
                    *held = one;
                }
            }
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }
}

impl<T: Clone> FromIterator<T> for Cells<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut cells = Self::default();
        for one in all {
            cells.push(one);
        }
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_copy_changes_alone(
            given in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..5), 1..400),
            changes in prop::collection::vec(
                (any::<prop::sample::Index>(), prop::collection::vec(any::<u8>(), 0..5)), 0..50),
        ) {
            let mut lists = Lists::default();
            let mut cells = Cells::default();
            for list in &given {
                lists.push(list);
                cells.push(list.clone());
            }
            let (kept, kept_cells) = (lists.clone(), cells.clone());
            let mut plain = given.clone();
            for (at, list) in changes {
                // Now and then one more.
                let at = at.index(plain.len() + 1);
                lists.set(at, &list);
                cells.set(at, list.clone());
                if at == plain.len() { plain.push(list) } else { plain[at] = list }
            }
            prop_assert_eq!((lists.len(), cells.len()), (plain.len(), plain.len()));
            for (number, list) in plain.iter().enumerate() {
                prop_assert_eq!(lists.get(number), &list[..]);
                prop_assert_eq!(cells.get(number), Some(list));
            }
            for (number, list) in given.iter().enumerate() {
                prop_assert_eq!(kept.get(number), &list[..]);
                prop_assert_eq!(kept_cells.get(number), Some(list));
            }
            prop_assert_eq!(lists.get(plain.len()), &[] as &[u8]);
            prop_assert_eq!(cells.get(plain.len()), None);
        }
    }
}
