//! When a visit of a family may best begin: a gap from the others, and not too far from them.

use super::instance::Family;
use super::spot::Finder;

impl Finder<'_, '_> {
    /// The first time from `start` to `due` at which the visit may begin there: in a window, a gap
    /// after some other visits of the family and a gap before the rest.
    ///
    /// The visit that follows may have to wait for it, as far as its own tour allows. Visits of the
    /// same tour come before or after by their place.
    pub(super) fn apart(&self, before: u32, start: i32, due: i64) -> Option<(i32, usize)> {
        let from = &self.state.nodes[before as usize];
        let place = if self.state.is_end(before) { 0 } else { from.rank + 1 };
        let mut start = start;
        for (next, other) in self.others.iter().enumerate() {
            let follows = other.vehicle == from.vehicle && other.rank >= place;
            let leads = other.vehicle == from.vehicle && other.rank < place;
            if !follows && i64::from(other.start) + i64::from(self.gap) <= i64::from(start) {
                continue;
            }
            if !leads && start.saturating_add(self.gap) <= other.latest {
                return Some((start, next));
            }
            if follows {
                return None;
            }
            start = self.instance.next_start(&self.data, other.start.saturating_add(self.gap));
            if i64::from(start) > due {
                return None;
            }
        }
        Some((start, self.others.len()))
    }

    /// The time from `start` to `due` at which a visit before the other of number `next` leaves the
    /// least time overdue, and what it is worth: as long after the visit before as may be, unless less
    /// will do for the one behind.
    pub(super) fn timely(&self, family: &Family, start: i32, due: i64, next: usize) -> (i32, i64) {
        let place = |number: Option<usize>| number.and_then(|number| self.others.get(number));
        let before = place(next.checked_sub(1)).map_or(family.span.0, |other| other.opens);
        let (behind, gap) = match place(Some(next)) {
            Some(other) => (other.opens, self.gap),
            None => (family.span.1, 0),
        };
        let left = |at: i32| family.beyond(before, at) + family.beyond(at, behind.max(at));
        let now = family.beyond(before, behind);
        let latest = i64::from(behind.saturating_sub(gap)).min(due);
        let best = behind.saturating_sub(family.most).min(before.saturating_add(family.most));
        let latest = i32::try_from(latest).unwrap_or(i32::MAX);
        let mut at = start;
        if best > start && latest > start {
            let later = self.instance.next_start(&self.data, best.min(latest));
            let later =
                if later <= latest { later } else { self.instance.last_start(&self.data, latest) };
            if later > start && left(later) < left(start) {
                at = later;
            }
        }
        (at, (now - left(at)) * family.price)
    }
}
