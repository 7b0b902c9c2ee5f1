//! Many points at once: the same answers as one by one, in stages that keep the memory busy.
//!
//! Each stage runs over a block of points before the next begins and branches on nothing that is
//! hard to foresee, so that the processor waits for many cache lines at a time instead of for one
//! after the other: find the cells; read their words; go down through tables; ask the leaves of two
//! pieces, those of four, the others. Where a stage needs a strip for every point of a list, a loop
//! that only touches the strips goes before it.

use super::{Index, View, block, leaf, plain};
use model::Position;

/// Points in a block: what they need fits the first-level cache.
const BLOCK: usize = 512;

/// Numbers of a block of points.
type Numbers = [u32; BLOCK];

/// Points of a block that wait for a stage, by their places in it.
struct Waiting {
    places: Numbers,
    count: usize,
}

impl Waiting {
    const NOBODY: Self = Self { places: [0; BLOCK], count: 0 };

    /// Adds a point, or not.
    #[inline]
    fn add_if(&mut self, waits: bool, place: u32) {
        self.places[self.count & (BLOCK - 1)] = place;
        self.count += usize::from(waits);
    }

    fn places(&self) -> &[u32] {
        &self.places[..self.count]
    }
}

/// A block of points and what is known of them so far.
struct Known<'a> {
    points: &'a [Position],
    /// Marks, and words of cells that are not of one mark.
    words: &'a mut [u32],
    /// How much smaller than the cells of the frame the cell of each point is, as a power of two.
    deeper: &'a mut [u8; BLOCK],
}

/// The lists of all stages.
struct Lists {
    /// Points in cells that are not of one mark.
    mixed: Waiting,
    tables: Waiting,
    /// Points in tables in tables.
    deeper: Waiting,
    leaves: Waiting,
    /// Points in leaves of up to two near pieces, of up to four, and in others.
    two: Waiting,
    four: Waiting,
    more: Waiting,
}

impl Lists {
    /// Lists the points by the kinds of their leaves.
    fn sort_leaves(&mut self, known: &Known<'_>) {
        let Self { leaves, two, four, more, .. } = self;
        (two.count, four.count, more.count) = (0, 0, 0);
        for &k in leaves.places() {
            let kind = known.words[k as usize & (BLOCK - 1)] >> block::KIND_AT;
            two.add_if(kind == block::NEAR >> block::KIND_AT, k);
            four.add_if(kind == (block::NEAR >> block::KIND_AT) + 1, k);
            more.add_if(kind > (block::NEAR >> block::KIND_AT) + 1, k);
        }
    }
}

impl Index {
    /// The mark of the grid that each point belongs to: the one that the shift decides for, else the
    /// smallest that the point touches. Calls `close` for every point that may lie on a border.
    pub(crate) fn marks(
        &self,
        points: &[Position],
        marks: &mut [u32],
        mut close: impl FnMut(Position),
    ) {
        let view = self.view();
        let (mut cells, mut deeper) = ([0; BLOCK], [0; BLOCK]);
        let mut lists = Lists {
            mixed: Waiting::NOBODY,
            tables: Waiting::NOBODY,
            deeper: Waiting::NOBODY,
            leaves: Waiting::NOBODY,
            two: Waiting::NOBODY,
            four: Waiting::NOBODY,
            more: Waiting::NOBODY,
        };
        for (points, words) in points.chunks(BLOCK).zip(marks.chunks_mut(BLOCK)) {
            let points = &points[..words.len().min(points.len())];
            view.find_cells(points, &mut cells);
            let mut known = Known { points, words, deeper: &mut deeper };
            view.read_cells(&cells, &mut known, &mut lists);
            view.go_down(&mut known, &mut lists);
            lists.sort_leaves(&known);
            view.ask(&mut known, lists.two.places(), |view, word, at, shift| {
                let strip = view.strips_from(word).first();
                let inner = view.frame.inner(at, shift);
                strip.map_or(0, |strip| leaf::near::of_two(strip, inner, shift))
            });
            view.ask(&mut known, lists.four.places(), |view, word, at, shift| {
                let strips = view.strips_from(word).first_chunk();
                let inner = view.frame.inner(at, shift);
                strips.map_or(0, |strips| leaf::near::of_four(strips, inner, shift))
            });
            view.ask(&mut known, lists.more.places(), |view, word, at, shift| {
                let inner = view.frame.inner(at, shift);
                leaf::mark(word, view.strips_from(word), inner, shift, plain(at))
            });
            for &k in lists.leaves.places() {
                let k = k as usize & (BLOCK - 1);
                if known.words[k] == 0 {
                    known.words[k] = self.outer(points[k]);
                }
                close(points[k]);
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

    /// The words of the cells; lists the points in tables and those in leaves.
    fn read_cells(&self, cells: &Numbers, known: &mut Known<'_>, lists: &mut Lists) {
        let Lists { mixed, tables, leaves, .. } = lists;
        (mixed.count, tables.count, leaves.count) = (0, 0, 0);
        for (k, (word, &cell)) in (0..).zip(known.words.iter_mut().zip(cells)) {
            *word = self.cells[cell as usize];
            mixed.add_if(*word & block::TAG != block::WHOLE, k);
        }
        for &k in mixed.places() {
            let place = k as usize & (BLOCK - 1);
            known.deeper[place] = 0;
            let in_table = known.words[place] & block::TAG == block::TABLE;
            tables.add_if(in_table, k);
            leaves.add_if(!in_table, k);
        }
    }

    /// Goes down through tables until every point has the word of a whole cell or of a leaf; those
    /// in leaves join the others.
    fn go_down(&self, known: &mut Known<'_>, lists: &mut Lists) {
        let Lists { tables, deeper, leaves, .. } = lists;
        while tables.count > 0 {
            deeper.count = 0;
            for &k in tables.places() {
                let place = k as usize & (BLOCK - 1);
                let table = known.words[place];
                let shift = self.shift(known.deeper[place]);
                let word = self.in_table(table, shift, known.points[place]).0;
                known.words[place] = word;
                known.deeper[place] += block::side_of(table) as u8;
                let tag = word & block::TAG;
                deeper.add_if(tag == block::TABLE, k);
                leaves.add_if(tag != block::TABLE && tag != block::WHOLE, k);
            }
            std::mem::swap(tables, deeper);
        }
    }

    /// The size of a cell so much smaller than those of the frame.
    #[inline]
    fn shift(&self, deeper: u8) -> [u32; 2] {
        self.frame.shift.map(|shift| shift.saturating_sub(u32::from(deeper)))
    }

    /// Puts the marks of points in leaves in place of the words of their cells.
    #[inline]
    fn ask(
        &self,
        known: &mut Known<'_>,
        places: &[u32],
        mark: impl Fn(&Self, u32, Position, [u32; 2]) -> u32,
    ) {
        let mut touched = 0;
        for &k in places {
            let strip = self.strips_from(known.words[k as usize & (BLOCK - 1)]).first();
            touched ^= strip.map_or(0, |strip| strip[0]);
        }
        std::hint::black_box(touched);
        for &k in places {
            let k = k as usize & (BLOCK - 1);
            let shift = self.shift(known.deeper[k]);
            known.words[k] = mark(self, known.words[k], known.points[k], shift);
        }
    }
}
