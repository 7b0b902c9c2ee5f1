//! Strips of eight words: half a line of the cache, in which leaves and tables are written.
//!
//! What takes one strip stands in any; what takes an even number begins with a line, so that
//! nothing is spread over more lines than it must be. The strips left free are filled later.

use super::block;

/// Words of a strip.
pub(super) const STRIP: usize = 8;
/// A strip of words.
pub(super) type Strip = [u32; STRIP];

/// Leaves and tables as they are written.
#[derive(Debug, Default)]
pub(super) struct Strips {
    written: Vec<Strip>,
    /// Strips that nothing stands in.
    free: Vec<u32>,
    /// Strips of tables: what they hold are words of cells.
    tables: Vec<u32>,
}

impl Strips {
    /// Room for so many words, all zero: the number of the first strip.
    pub(super) fn room(&mut self, words: usize) -> u32 {
        let strips = words.div_ceil(STRIP);
        if strips == 1
            && let Some(free) = self.free.pop()
        {
            return free;
        }
        if strips.is_multiple_of(2) && !self.written.len().is_multiple_of(2) {
            self.free.push(self.written.len() as u32);
            self.written.push([0; STRIP]);
        }
        let first = self.written.len();
        self.written.resize(first + strips, [0; STRIP]);
        first as u32
    }

    /// The words from a strip on.
    pub(super) fn words(&mut self, first: u32) -> &mut [u32] {
        self.written[first as usize..].as_flattened_mut()
    }

    /// Room for a table of so many cells: the number of the first strip.
    pub(super) fn table(&mut self, cells: usize) -> u32 {
        let first = self.room(cells);
        self.tables.extend(first..first + cells.div_ceil(STRIP) as u32);
        first
    }

    /// How many there are: whole lines of them.
    pub(super) fn len(&self) -> usize {
        self.written.len().next_multiple_of(2)
    }

    /// All of them into `to`, as they are when so many strips stand before them.
    pub(super) fn put(mut self, to: &mut [u32], before: usize) {
        for &table in &self.tables {
            for word in &mut self.written[table as usize] {
                *word = block::behind(*word, before);
            }
        }
        for (strip, to) in self.written.iter().zip(to.chunks_mut(STRIP)) {
            to.copy_from_slice(strip);
        }
    }
}
