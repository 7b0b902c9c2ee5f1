//! Measurements, side by side with plain twins and peers; `README.md` says how to run them.
//!
//! Here is what the programs share: the made coverage, points, the plain files that every peer
//! reads, the clock. The same input gives the same coverage and points on every machine.

pub mod clock;
pub mod coverage;
pub mod files;
pub mod incidents;
pub mod latency;
pub mod points;
pub mod roads;
pub mod torture;

use model::{Code, Level, Unit, UnitTree};
use spatial::{GridMap, Partition};

/// Any error of a program that measures: it says what failed and stops.
pub type Failure = Box<dyn std::error::Error>;

/// The map of a partition whose grids have no units above them.
///
/// # Errors
///
/// When a code or the tree is refused, which no number of grids should cause.
pub fn flat_map(partition: Partition) -> Result<GridMap, Failure> {
    Ok(GridMap::new(flat_tree(partition.grid_count())?, partition)?)
}

/// A tree of `grids` units of one level.
///
/// # Errors
///
/// As for [`flat_map`].
pub fn flat_tree(grids: usize) -> Result<UnitTree, Failure> {
    let unit = |number: usize| -> Result<Unit, Failure> {
        Ok(Unit {
            code: Code::try_from(&*format!("g{number}"))?,
            name: String::new(),
            level: Level::TOP,
            parent: None,
            households: None,
            kind: None,
        })
    };
    Ok(UnitTree::new((0..grids).map(unit).collect::<Result<_, _>>()?)?)
}

/// How long something is when it is compressed as tiles are.
pub fn gzip(bytes: &[u8]) -> usize {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    // Writing into memory cannot fail.
    let _written = encoder.write_all(bytes);
    encoder.finish().map_or(0, |packed| packed.len())
}

/// Pseudorandom numbers by the xorshift generator with shifts 13, 7, 17 (Marsaglia, "Xorshift
/// RNGs", Journal of Statistical Software 8(14), 2003).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Starts from a seed; 0 stands for 1.
    pub fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    fn word(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number from 0 up to 1, 1 left out.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double")]
    pub fn share(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number below `count`; 0 when there is none.
    #[expect(clippy::cast_possible_truncation, reason = "less than a number of that type")]
    pub fn below(&mut self, count: usize) -> usize {
        (self.word() % (count as u64).max(1)) as usize
    }

    /// A whole number from `from` to `to`, both included.
    #[expect(clippy::cast_possible_truncation, reason = "the width of 32 bits and what fits it")]
    pub fn whole(&mut self, from: i32, to: i32) -> i32 {
        let width = u64::from(to.abs_diff(from)) + 1;
        from.saturating_add_unsigned((self.word() % width) as u32)
    }
}
