//! Made incidents: number n is the same on every machine.

use crate::Failure;
use jiff::{SignedDuration, Timestamp};
use model::{Class, Code, Incident, Kind, Position, State};

/// What happens, in the words of a hotline; each word stands for a kind.
pub const KINDS: [&str; 8] = [
    "占道经营",
    "噪音扰民",
    "井盖缺失",
    "路灯不亮",
    "违规停车",
    "垃圾堆放",
    "邻里纠纷",
    "走失求助",
];
/// How many grids the incidents fall into.
pub const GRIDS: u32 = 10_000;
/// How many seconds lie between two incidents: 10 million are five years.
const EVERY_S: i64 = 16;

/// The `n`-th incident, one every 16 seconds from 2022 on, with the code of its grid: a lattice of
/// 100 by 100 grids of 0.01 degree.
///
/// # Errors
///
/// None for any `n`: what is made is in range.
pub fn incident(source: &str, n: u32) -> Result<(Incident, Option<Code>), Failure> {
    // Steps of a full period through the grids and through each grid: spread, and never random.
    let scattered = n.wrapping_mul(2_654_435_761);
    let grid = scattered % GRIDS;
    let (column, row) = (i32::try_from(grid % 100)?, i32::try_from(grid / 100)?);
    let inside = i32::try_from(scattered / GRIDS % 90_000)?;
    let lon_e7 = 1_030_000_000 + column * 100_000 + inside;
    let lat_e7 = 360_000_000 + row * 100_000 + (inside * 7) % 90_000;
    let kind = KINDS[(scattered >> 7) as usize % KINDS.len()];
    let incident = Incident {
        source: Code::try_from(source)?,
        external: Code::try_from(&*format!("W{n:010}"))?,
        kind: Kind::try_from(kind)?,
        class: Class::General,
        state: State::Open,
        at: Position::from_e7(lon_e7, lat_e7).ok_or("off the Earth")?,
        occurred: Timestamp::constant(1_640_966_400, 0)
            .checked_add(SignedDuration::from_secs(i64::from(n) * EVERY_S))?,
        text: Some(format!("{}号楼前{kind},编号 {n},请到场处理", grid % 97)),
    };
    Ok((incident, Some(grid_code(grid)?)))
}

/// The code of a grid.
///
/// # Errors
///
/// None for any number below [`GRIDS`].
pub fn grid_code(grid: u32) -> Result<Code, Failure> {
    Ok(Code::try_from(&*format!("6201{grid:011}"))?)
}
