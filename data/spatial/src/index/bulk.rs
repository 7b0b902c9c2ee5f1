//! Many points at once: the same answers as one by one, in stages that keep the memory busy.
//!
//! Each stage runs over a block of points before the next begins and branches on nothing that is
//! hard to foresee, so that the processor waits for many cache lines at a time instead of for one
//! after the other: find the cells; read their words; read the leaves; read the pieces. Where a
//! stage needs a line for every point of a list, a loop that only touches the lines goes before it.

use super::{Index, View, block, leaf};
use model::Position;

/// Points in a block: what they need fits the first-level cache.
const BLOCK: usize = 512;

/// Numbers of a block of points.
type Numbers = [u32; BLOCK];

impl Index {
    /// The mark of the grid that each point belongs to: the one that the shift decides for, else the
    /// smallest that the point touches.
    pub(crate) fn marks(&self, points: &[Position], marks: &mut [u32]) {
        let view = self.view();
        let (mut cells, mut words, mut later) = ([0; BLOCK], [0; BLOCK], [0; BLOCK]);
        for (points, marks) in points.chunks(BLOCK).zip(marks.chunks_mut(BLOCK)) {
            view.find_cells(points, &mut cells);
            let count = view.read_cells(&cells, marks, &mut later);
            let count = view.read_leaves(points, &mut words, &mut later, count, marks);
            view.ask_pieces(points, &words, &later[..count], marks);
            for &k in &later[..count] {
                let k = k as usize & (BLOCK - 1);
                if marks[k] == 0 {
                    marks[k] = self.outer(points[k]);
                }
            }
        }
    }

    /// The mark for a point in a leaf that the shift gives to nobody.
    #[cold]
    fn outer(&self, at: Position) -> u32 {
        self.find(at).touched.map_or(0, |grid| grid + 1)
    }
}

impl View<'_> {
    /// The cell of each point, by arithmetic only.
    fn find_cells(&self, points: &[Position], cells: &mut Numbers) {
        let outside = self.cells.len() as u32 - 1;
        if self.frame.is_wide() {
            for (at, cell) in points.iter().zip(cells) {
                *cell = self.frame.cell_of(*at).map_or(outside, |cell| cell as u32);
            }
            return;
        }
        for (at, cell) in points.iter().zip(cells) {
            *cell = self.frame.narrow_cell_of(*at, outside as usize) as u32;
        }
    }

    /// The words of the cells; lists the points in cells that are not of one mark.
    fn read_cells(&self, cells: &Numbers, marks: &mut [u32], later: &mut Numbers) -> usize {
        let mut count = 0;
        for (k, (mark, &cell)) in marks.iter_mut().zip(cells).enumerate() {
            let word = self.cells[cell as usize];
            *mark = word;
            later[count & (BLOCK - 1)] = k as u32;
            count += usize::from(word & block::TAG != block::WHOLE);
        }
        count
    }

    /// The maps of the leaves of `count` points; lists the points that must ask the pieces.
    fn read_leaves(
        &self,
        points: &[Position],
        words: &mut Numbers,
        later: &mut Numbers,
        count: usize,
        marks: &mut [u32],
    ) -> usize {
        let mut touched = 0;
        for &k in &later[..count] {
            touched ^= self.line(marks[k as usize])[1];
        }
        std::hint::black_box(touched);
        let mut asked = 0;
        for turn in 0..count {
            let k = later[turn];
            let (at, word) = (points[k as usize], marks[k as usize]);
            let (word, shift) = self.descend(word, at);
            let line = self.line(word);
            let inner = self.frame.inner(at, shift);
            let whole = word & block::TAG == block::WHOLE;
            let known = if whole { Some(word) } else { leaf::mapped(line, inner, shift) };
            words[asked & (BLOCK - 1)] = marks[k as usize];
            marks[k as usize] = known.unwrap_or_default();
            later[asked] = k;
            asked += usize::from(known.is_none());
        }
        asked
    }

    fn ask_pieces(&self, points: &[Position], words: &Numbers, later: &[u32], marks: &mut [u32]) {
        let mut touched = 0;
        for (&k, &word) in later.iter().zip(words) {
            let (word, _) = self.descend(word, points[k as usize]);
            let line = self.line(word);
            if !leaf::is_small(line) {
                touched ^= self.tail(line).first().copied().unwrap_or_default();
            }
        }
        std::hint::black_box(touched);
        for (&k, &word) in later.iter().zip(words) {
            let at = points[k as usize];
            let (word, shift) = self.descend(word, at);
            let inner = self.frame.inner(at, shift);
            marks[k as usize] = self.ask(word, self.line(word), inner, shift, at);
        }
    }
}
