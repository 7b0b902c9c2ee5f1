//! Where the words of an index lie: in large runs of memory, on huge pages where the system has them.
//!
//! Looking up random points in a large index waits for the translation of addresses as well as for
//! the words; with pages of 2 MiB hardly any address needs translating.

use std::fmt;
use std::sync::Arc;

/// A run of words. What is shared never changes.
pub(super) enum Slab {
    /// In ordinary memory.
    Heap(Vec<u32>),
    /// In pages of its own: the pages, and how many words stand there. What is behind them costs
    /// nothing until it is written to.
    Pages(memmap2::MmapMut, usize),
}

impl Slab {
    /// No words yet, with room for so many where the system gives pages away only as they are
    /// written to.
    pub(super) fn with_room(words: usize) -> Self {
        let room = if cfg!(target_os = "linux") { words } else { 0 };
        Self::pages(room).map_or(Self::Heap(Vec::new()), |pages| Self::Pages(pages, 0))
    }

    /// So many zeros.
    pub(super) fn zeros(words: usize) -> Self {
        Self::pages(words)
            .map_or_else(|| Self::Heap(vec![0; words]), |pages| Self::Pages(pages, words))
    }

    /// Pages for so many words when they are worth it and can be had.
    fn pages(words: usize) -> Option<memmap2::MmapMut> {
        let bytes = words.checked_mul(size_of::<u32>()).filter(|&bytes| bytes >= 1 << 20)?;
        let pages = memmap2::MmapOptions::new().len(bytes).no_reserve_swap().map_anon().ok()?;
        // Only a wish: without huge pages all is as right, and slower.
        #[cfg(target_os = "linux")]
        pages.advise(memmap2::Advice::HugePage).ok();
        Some(pages)
    }

    /// The words.
    #[inline]
    pub(super) fn words(&self) -> &[u32] {
        match self {
            Self::Heap(words) => words,
            Self::Pages(pages, words) => &bytemuck::cast_slice(pages)[..*words],
        }
    }

    /// The words, to be changed.
    pub(super) fn words_mut(&mut self) -> &mut [u32] {
        match self {
            Self::Heap(words) => words,
            Self::Pages(pages, words) => &mut bytemuck::cast_slice_mut(pages)[..*words],
        }
    }

    /// Adds so many zeros behind the other words.
    pub(super) fn grow(&mut self, more: usize) -> &mut [u32] {
        let before = self.words().len();
        let room = match self {
            Self::Heap(_) => false,
            Self::Pages(pages, words) => (*words + more) * size_of::<u32>() <= pages.len(),
        };
        match self {
            Self::Pages(_, words) if room => *words += more,
            Self::Heap(words) => words.resize(before + more, 0),
            Self::Pages(..) => {
                let mut grown = Self::with_room(2 * (before + more));
                grown.grow(before + more)[..before].copy_from_slice(self.words());
                *self = grown;
            }
        }
        &mut self.words_mut()[before..]
    }

    /// The words, to be changed: in place when nobody else holds them, else in a copy.
    pub(super) fn changed(shared: &mut Arc<Self>) -> &mut [u32] {
        Arc::make_mut(shared).words_mut()
    }

    /// [`Slab::grow`], in place when nobody else holds the words.
    pub(super) fn grown(shared: &mut Arc<Self>, more: usize) -> &mut [u32] {
        Arc::make_mut(shared).grow(more)
    }
}

impl Clone for Slab {
    fn clone(&self) -> Self {
        let words = self.words();
        let mut copy = Self::zeros(words.len());
        copy.words_mut().copy_from_slice(words);
        copy
    }
}

impl fmt::Debug for Slab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slab({} words)", self.words().len())
    }
}
