//! Telling towns apart: a stable hash (FNV-1a, 64 bits) of everything in one, and a slow look at
//! what lies inside.

use model::{Area, Position};
use samples::Town;
use std::fmt::Write as _;

/// The hash of a canonical dump.
pub(crate) fn hash(town: &Town) -> u64 {
    // The debug form of the model's nouns names every field and writes every number in full.
    let mut dump = Fnv(0xcbf2_9ce4_8422_2325);
    write!(dump, "{town:?}").unwrap();
    dump.0
}

struct Fnv(u64);

impl std::fmt::Write for Fnv {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(())
    }
}

/// Whether a point lies in an area or on its border, by winding around every edge.
pub(crate) fn inside(p: Position, area: &Area) -> bool {
    area.rings().any(|ring| {
        let mut winding = 0;
        for (i, &a) in ring.iter().enumerate() {
            let b = ring[(i + 1) % ring.len()];
            let turn = crate::checker::turn(a, b, p);
            if a.lat_e7() <= p.lat_e7() && b.lat_e7() > p.lat_e7() && turn > 0 {
                winding += 1;
            } else if a.lat_e7() > p.lat_e7() && b.lat_e7() <= p.lat_e7() && turn < 0 {
                winding -= 1;
            }
        }
        winding != 0 || ring.contains(&p)
    })
}
