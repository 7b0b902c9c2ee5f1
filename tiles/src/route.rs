//! Borders on the steps of a zoom: rounded so that they stay apart or meet in points that they share.
//!
//! Rounding each vertex to the nearest step can carry it across another line. So lines are rounded
//! together: a line that passes through the *pixel* of a drawn vertex (the square of places that
//! round to its step) is led through that step. The lines that come out meet in vertices of theirs
//! only, and what lay on one side of a line lies there still, or on the line (M. T. Goodrich,
//! L. J. Guibas, J. Hershberger and P. J. Tanenbaum, "Snap rounding line segments efficiently in two
//! and three dimensions", *Symposium on Computational Geometry*, 1997).
//!
//! This is done again until no line passes through the pixel of a vertex that is not its own
//! (D. Halperin and E. Packer, "Iterated snap rounding", *Computational Geometry* 23, 2002). Then a
//! line may be bent by half a step anywhere without reaching a vertex: that is what cutting at the rim
//! of a tile does, so tiles need no repair when they are cut.
//!
//! Which pixels are hot depends on the drawn vertices alone, never on how other lines were led. So
//! each line can be led by itself, in any order, again after an edit.

use crate::world::{TilePoint, WorldPoint};

/// Lines are led through pixels so often at most. Two rounds do for nearly all.
const ROUNDS_MAX: usize = 12;

/// The pixels of one zoom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pixels {
    /// Half the side of a pixel, in units of the world: at least 8.
    half: i64,
    shift: u32,
}

/// A vertex that is drawn at the zoom, by its pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hot {
    /// The middle of the pixel, in units of the world.
    pub(crate) middle: TilePoint,
    /// Whether it is another vertex than those of the line, or their ends.
    pub(crate) foreign: bool,
}

impl Pixels {
    /// The pixels of a zoom up to 16.
    pub(crate) fn of(zoom: u8) -> Self {
        let shift = 20_u32.saturating_sub(u32::from(zoom)).max(1);
        Self { half: 1 << (shift - 1), shift }
    }

    /// The middle of the pixel that a place lies in.
    pub(crate) fn middle(self, at: WorldPoint) -> TilePoint {
        let onto = |at: u32| ((i64::from(at) + self.half) >> self.shift) << self.shift;
        TilePoint { x: onto(at.x), y: onto(at.y) }
    }

    /// The number of steps from the corner of the world to a middle.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 2^28")]
    pub(crate) fn step(self, middle: TilePoint) -> [u32; 2] {
        [(middle.x >> self.shift) as u32, (middle.y >> self.shift) as u32]
    }

    /// The middle of the pixel on a step.
    pub(crate) fn middle_of(self, step: [u32; 2]) -> TilePoint {
        TilePoint { x: i64::from(step[0]) << self.shift, y: i64::from(step[1]) << self.shift }
    }

    /// How far a line may come from a vertex and be led through it, in units of the world.
    pub(crate) fn reach(self) -> i64 {
        2 * self.half
    }

    /// Leads a line along the middles of pixels into `led`: through its own vertices and through
    /// every hot pixel that it comes through. `hots` are in order, each once, those of the line among
    /// them. Says whether it touches itself or a vertex that is not its own.
    pub(crate) fn lead(self, line: &[TilePoint], hots: &[Hot], led: &mut Vec<TilePoint>) -> bool {
        let mut now = line.to_vec();
        let banded = Banded::new(hots, self.shift);
        for _ in 0..ROUNDS_MAX {
            led.clear();
            for pair in now.windows(2) {
                self.through(pair[0], pair[1], &banded, led);
            }
            // A line that has become a point stays one.
            if now == *led || led.len() < 2 {
                break;
            }
            now.clone_from(led);
        }
        touches(led, line.first() == line.last(), hots)
    }

    /// Adds the middles of the hot pixels that a segment comes through, in the order of its way.
    fn through(self, a: TilePoint, b: TilePoint, hots: &Banded, led: &mut Vec<TilePoint>) {
        let (west, east) = (a.x.min(b.x) - self.half, a.x.max(b.x) + self.half);
        let (north, south) = (a.y.min(b.y) - self.half, a.y.max(b.y) + self.half);
        let start = led.len();
        for band in north >> hots.shift..=south >> hots.shift {
            let first = hots.middles.partition_point(|&(of, at)| (of, at.x) < (band, west));
            let here = hots.middles[first..].iter();
            for &(_, at) in here.take_while(|&&(of, at)| of == band && at.x <= east) {
                if at.y >= north && at.y <= south && self.meets(a, b, at) {
                    led.push(at);
                }
            }
        }
        // Pixels on the way of a straight line lie one behind the other along it.
        let wide = i128::from;
        let along = |at: &TilePoint| wide(at.x) * wide(b.x - a.x) + wide(at.y) * wide(b.y - a.y);
        led[start..].sort_by_key(along);
        led.dedup();
    }

    /// Whether a segment, its ends included, comes through the pixel around a middle. The western and
    /// northern sides belong to a pixel, the others to the next one, as in rounding.
    fn meets(self, a: TilePoint, b: TilePoint, middle: TilePoint) -> bool {
        let mut low = Bound { over: 0, under: 1, open: false };
        let mut high = Bound { over: 1, under: 1, open: false };
        for (from, to, at) in [(a.x, b.x, middle.x), (a.y, b.y, middle.y)] {
            let (least, most, step) = (at - self.half - from, at + self.half - from, to - from);
            let (enter, leave) = match step.signum() {
                0 if least <= 0 && most > 0 => continue,
                0 => return false,
                1 => ((least, false), (most, true)),
                _ => ((-most, true), (-least, false)),
            };
            let bound = |(over, open)| Bound { over, under: step.abs(), open };
            low = low.later(bound(enter));
            high = high.sooner(bound(leave));
        }
        let (one, two) = low.against(high);
        one < two || (one == two && !low.open && !high.open)
    }
}

/// Middles of hot pixels in bands from west to east, so that a segment looks at few of those that lie
/// north and south of it.
struct Banded {
    shift: u32,
    middles: Vec<(i64, TilePoint)>,
}

impl Banded {
    /// So many are not worth bands.
    const FEW: usize = 64;

    fn new(hots: &[Hot], pixel: u32) -> Self {
        // Bands of 16 pixels, or one of the whole world.
        let shift = if hots.len() > Self::FEW { pixel + 4 } else { 40 };
        let mut middles: Vec<(i64, TilePoint)> =
            hots.iter().map(|hot| (hot.middle.y >> shift, hot.middle)).collect();
        if hots.len() > Self::FEW {
            middles.sort_unstable();
        }
        Self { shift, middles }
    }
}

/// A share of the way along a segment; an open one does not itself belong to what it bounds.
#[derive(Clone, Copy)]
struct Bound {
    over: i64,
    under: i64,
    open: bool,
}

impl Bound {
    /// Both shares over a common denominator.
    fn against(self, other: Self) -> (i128, i128) {
        let wide = i128::from;
        (wide(self.over) * wide(other.under), wide(other.over) * wide(self.under))
    }

    fn later(self, other: Self) -> Self {
        let (one, two) = self.against(other);
        if two > one || (two == one && other.open) { other } else { self }
    }

    fn sooner(self, other: Self) -> Self {
        let (one, two) = self.against(other);
        if two < one || (two == one && other.open) { other } else { self }
    }
}

/// Whether a led line comes to a point twice, or to a vertex that is not its own. A closed one ends
/// where it began.
fn touches(led: &[TilePoint], closed: bool, hots: &[Hot]) -> bool {
    let body = if closed && led.len() > 1 { &led[1..] } else { led };
    let mut sorted = body.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).any(|pair| pair[0] == pair[1])
        || hots.iter().any(|hot| hot.foreign && sorted.binary_search(&hot.middle).is_ok())
}

#[cfg(test)]
#[path = "route_tests.rs"]
mod tests;
