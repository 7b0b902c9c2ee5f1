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
    /// In pages of its own.
    Pages(memmap2::MmapMut),
}

impl Slab {
    /// Takes the words over. Small runs, and all where pages cannot be had, stay where they are.
    pub(super) fn new(words: Vec<u32>) -> Self {
        Self::pages(&words).unwrap_or(Self::Heap(words))
    }

    /// The words in pages of their own, when there are enough of them.
    fn pages(words: &[u32]) -> Option<Self> {
        let bytes: &[u8] = bytemuck::cast_slice(words);
        if bytes.len() < 1 << 20 {
            return None;
        }
        let mapped = memmap2::MmapMut::map_anon(bytes.len()).map(|mut pages| {
            // Only a wish: without huge pages all is as right, and slower.
            #[cfg(target_os = "linux")]
            pages.advise(memmap2::Advice::HugePage).ok();
            pages.copy_from_slice(bytes);
            pages
        });
        mapped.ok().map(Self::Pages)
    }

    /// The words.
    #[inline]
    pub(super) fn words(&self) -> &[u32] {
        match self {
            Self::Heap(words) => words,
            Self::Pages(pages) => bytemuck::cast_slice(pages),
        }
    }
}

impl Slab {
    /// The words, to be changed: in place when nobody else holds them, else in a copy.
    pub(super) fn changed(shared: &mut Arc<Self>) -> &mut [u32] {
        match Arc::make_mut(shared) {
            Self::Heap(words) => words,
            Self::Pages(pages) => bytemuck::cast_slice_mut(pages),
        }
    }

    /// Adds words behind the others, in place when nobody else holds them.
    pub(super) fn extend(shared: &mut Arc<Self>, more: &[u32]) {
        let slab = Arc::make_mut(shared);
        match slab {
            Self::Heap(words) => words.extend_from_slice(more),
            Self::Pages(_) => {
                let mut words = slab.words().to_vec();
                words.extend_from_slice(more);
                *slab = Self::Heap(words);
            }
        }
    }
}

impl Clone for Slab {
    fn clone(&self) -> Self {
        Self::pages(self.words()).unwrap_or_else(|| Self::Heap(self.words().to_vec()))
    }
}

impl fmt::Debug for Slab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slab({} words)", self.words().len())
    }
}
