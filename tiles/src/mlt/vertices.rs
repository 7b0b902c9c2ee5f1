//! Vertices by the order in which they were first come to.

/// Vertices and the place of each.
pub(super) struct Places {
    /// Each vertex once.
    pub(super) vertices: Vec<[i32; 2]>,
    /// An open hash table of places plus one, 0 where free; a power of two long, at most half full.
    table: Vec<u32>,
}

impl Places {
    /// Room for so many vertices.
    pub(super) fn for_up_to(count: usize) -> Self {
        let slots = (count * 2).next_power_of_two();
        Self { vertices: Vec::with_capacity(count), table: vec![0; slots] }
    }

    /// The place of a vertex, a new one when it was never come to. No more vertices than there is room
    /// for may be asked for.
    pub(super) fn place(&mut self, at: [i32; 2]) -> u32 {
        let key = u64::from(at[0].cast_unsigned()) << 32 | u64::from(at[1].cast_unsigned());
        // Multiplication with the golden ratio spreads neighbours (Knuth, TAOCP 3, section 6.4).
        let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
        let mask = self.table.len() - 1;
        let mut slot = usize::try_from(hash).unwrap_or(0) & mask;
        loop {
            match self.table[slot] {
                0 => {
                    self.vertices.push(at);
                    let count = u32::try_from(self.vertices.len()).unwrap_or(u32::MAX);
                    self.table[slot] = count;
                    return count - 1;
                }
                known if self.vertices[known as usize - 1] == at => return known - 1,
                _ => slot = (slot + 1) & mask,
            }
        }
    }
}
