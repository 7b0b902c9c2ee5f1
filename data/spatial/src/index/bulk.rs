//! Many points at once: the same answers as one by one, in stages that keep the memory busy.
//!
//! Each stage runs over a block of points before the next begins and branches on nothing that is
//! hard to foresee, so that the processor waits for many cache lines at a time instead of for one
//! after the other: find the cells; read their words; go down through tables; ask the leaves, one
//! kind of them after the other. Where a stage needs a strip for every point of a list, a loop that
//! only touches the strips goes before it.

use super::leaf::{Asked, far, near};
use super::{Index, Strip, View, block, plain};
use model::Position;

/// Points in a block: what they need fits the first-level cache.
const BLOCK: usize = 512;

/// Numbers of a block of points.
type Numbers = [u32; BLOCK];

/// Points of a block that wait for a stage, by their places in it.
#[derive(Clone, Copy)]
struct Waiting {
    places: [u16; BLOCK],
    count: usize,
}

impl Waiting {
    const NOBODY: Self = Self { places: [0; BLOCK], count: 0 };

    /// Adds a point, or not.
    #[inline]
    fn add_if(&mut self, waits: bool, place: u16) {
        self.places[self.count & (BLOCK - 1)] = place;
        self.count += usize::from(waits);
    }

    fn places(&self) -> &[u16] {
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
    /// Points in leaves, by the kind of leaf.
    kinds: [Waiting; KINDS],
    /// Points in line with a piece.
    lined: Waiting,
}

/// All kinds of leaves: the four of [`block::NEAR`], then those of [`block::FAR`].
const KINDS: usize = 8;
/// The first of them, as [`block::KIND_AT`] has it.
const FIRST: u32 = block::NEAR >> block::KIND_AT;

impl Lists {
    /// Lists the points in leaves by the kinds of their leaves.
    #[inline(never)]
    fn sort_leaves(&mut self, known: &Known<'_>) {
        self.kinds.iter_mut().for_each(|list| list.count = 0);
        for &k in self.leaves.places() {
            let kind = (known.words[k as usize & (BLOCK - 1)] >> block::KIND_AT) - FIRST;
            self.kinds[kind as usize % KINDS].add_if(true, k);
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
            kinds: [Waiting::NOBODY; KINDS],
            lined: Waiting::NOBODY,
        };
        for (points, words) in points.chunks(BLOCK).zip(marks.chunks_mut(BLOCK)) {
            let points = &points[..words.len().min(points.len())];
            view.find_cells(points, &mut cells);
            let mut known = Known { points, words, deeper: &mut deeper };
            view.read_cells(&cells, &mut known, &mut lists);
            view.go_down(&mut known, &mut lists);
            lists.sort_leaves(&known);
            let Lists { kinds, lined, .. } = &mut lists;
            lined.count = 0;
            view.ask(&mut known, kinds, lined);
            for &k in lined.places() {
                let k = usize::from(k) & (BLOCK - 1);
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
    #[inline(never)]
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
    #[inline(never)]
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
    #[inline(never)]
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

    /// Puts the marks of points in leaves in place of the words of their cells; lists those in line
    /// with a piece.
    fn ask(&self, known: &mut Known<'_>, kinds: &[Waiting; KINDS], lined: &mut Waiting) {
        let [two, four, eight, twelve, short, long, huge, _] = kinds;
        self.ask_each::<1>(known, two, lined, |strips, _, inner, shift, _| {
            strips.first().map_or(Asked::NOBODY, |strip| near::of_two(strip, inner, shift))
        });
        self.ask_each::<1>(known, four, lined, |strips, _, inner, shift, _| {
            strips.first_chunk().map_or(Asked::NOBODY, |strips| near::of_four(strips, inner, shift))
        });
        let more = |strips: &[Strip], word: u32, inner: [u32; 2], shift: [u32; 2], _| {
            near::ask(word, strips, inner, shift)
        };
        self.ask_each::<2>(known, eight, lined, more);
        self.ask_each::<3>(known, twelve, lined, more);
        let far =
            |strips: &[Strip], word: u32, _, _, at: Position| far::ask(word, strips, plain(at));
        self.ask_each::<2>(known, short, lined, far);
        self.ask_each::<2>(known, long, lined, far);
        self.ask_each::<2>(known, huge, lined, far);
    }

    /// [`View::ask`] for one kind of leaf, which mostly takes so many lines.
    #[inline]
    fn ask_each<const LINES: usize>(
        &self,
        known: &mut Known<'_>,
        list: &Waiting,
        lined: &mut Waiting,
        ask: impl Fn(&'_ [Strip], u32, [u32; 2], [u32; 2], Position) -> Asked,
    ) {
        let mut touched = 0;
        for &k in list.places() {
            let strips = self.strips_from(known.words[usize::from(k) & (BLOCK - 1)]);
            for line in 0..LINES {
                touched ^= strips.get(2 * line).map_or(0, |strip| strip[0]);
            }
        }
        std::hint::black_box(touched);
        for &place in list.places() {
            let k = usize::from(place) & (BLOCK - 1);
            let (at, word, shift) = (known.points[k], known.words[k], self.shift(known.deeper[k]));
            let inner = self.frame.inner(at, shift);
            let asked = ask(self.strips_from(word), word, inner, shift, at);
            known.words[k] = asked.mark;
            lined.add_if(asked.lined, place);
        }
    }
}
