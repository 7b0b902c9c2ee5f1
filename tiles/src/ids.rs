//! The numbers by which browsers tell features apart.

use model::Level;
use std::collections::HashSet;

/// Browsers read ids as doubles, which hold whole numbers below this.
const LIMIT: u64 = 1 << 53;

/// The ids of the units of a level, by their codes in order.
///
/// An id is a hash of level and code, so a unit keeps it from drawing to drawing for as long as it
/// keeps its code. The few that fall together (one pair in 10^4 drawings of a million units) move on
/// to the next free number.
pub(crate) fn of_level<'a>(level: Level, codes: impl Iterator<Item = &'a str>) -> Vec<u64> {
    let mut taken = HashSet::new();
    codes
        .map(|code| {
            let mut id = of_code(level, code);
            while !taken.insert(id) {
                id = next(id);
            }
            id
        })
        .collect()
}

/// The id of one more unit of a level, where these are taken.
pub(crate) fn one_more(level: Level, code: &str, taken: impl Iterator<Item = u64>) -> u64 {
    let mut id = of_code(level, code);
    let taken: HashSet<u64> = taken.filter(|&known| known >= id && known - id < 64).collect();
    while taken.contains(&id) {
        id = next(id);
    }
    id
}

fn next(id: u64) -> u64 {
    if id + 1 < LIMIT { id + 1 } else { 1 }
}

/// FNV-1a (Fowler, Noll, Vo), then mixed so that like codes lie far apart; never 0.
fn of_code(level: Level, code: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for byte in std::iter::once(level.get()).chain(code.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    hash = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    hash ^= hash >> 32;
    (hash % (LIMIT - 1)) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_keeps_its_id_whatever_else_there_is() {
        let level = Level::TOP;
        let many = of_level(level, ["620103", "620104", "620105"].into_iter());
        let few = of_level(level, ["620105"].into_iter());
        assert_eq!(many[2], few[0]);
        assert!(many.iter().all(|id| (1..LIMIT).contains(id)));
        let below = of_level(Level::new(2).unwrap(), ["620105"].into_iter());
        assert_ne!(below[0], few[0]);
    }

    #[test]
    fn no_two_are_equal() {
        let twice = of_level(Level::TOP, ["1", "1", "1"].into_iter());
        assert_eq!(twice[1], twice[0] + 1);
        assert_eq!(one_more(Level::TOP, "1", twice.iter().copied()), twice[2] + 1);
        let codes: Vec<String> = (0..20_000).map(|code| format!("{code:012}")).collect();
        let ids = of_level(Level::TOP, codes.iter().map(String::as_str));
        let different: HashSet<u64> = ids.iter().copied().collect();
        assert_eq!(different.len(), ids.len());
    }
}
