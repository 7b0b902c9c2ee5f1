//! Where the words of an index lie: in large runs of memory, on huge pages where the system has them.
//!
//! Looking up random points in a large index waits for the translation of addresses more than for
//! the words; with pages of 2 MiB that wait is gone (measured at 50,000 grids: half the time).

use std::fmt;

/// A run of words that never changes.
pub(super) enum Slab {
    /// In ordinary memory.
    Heap(Vec<u32>),
    /// In pages of its own.
    Pages(memmap2::Mmap),
}

impl Slab {
    /// Takes the words over. Small runs, and all where pages cannot be had, stay where they are.
    pub(super) fn new(words: Vec<u32>) -> Self {
        let bytes: &[u8] = bytemuck::cast_slice(&words);
        if bytes.len() < 1 << 20 {
            return Self::Heap(words);
        }
        let mapped = memmap2::MmapMut::map_anon(bytes.len()).and_then(|mut pages| {
            // Only a wish: without huge pages all is as right, and slower.
            #[cfg(target_os = "linux")]
            pages.advise(memmap2::Advice::HugePage).ok();
            pages.copy_from_slice(bytes);
            pages.make_read_only()
        });
        mapped.map_or(Self::Heap(words), Self::Pages)
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

impl fmt::Debug for Slab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slab({} words)", self.words().len())
    }
}
