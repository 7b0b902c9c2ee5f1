//! The breaks of a route: as many as the crew has, in time, and when it has nothing else to do.

use super::breach::Breach;
use model::Seconds;
use model::patrol::{Crew, Pause, Route};

/// What is wrong with the breaks of `route` by themselves.
pub(super) fn breaches(crew: &Crew, route: &Route) -> Vec<Breach> {
    let mut found = Vec::new();
    let (given, wanted) = (route.pauses.len(), crew.breaks.len());
    if given != wanted {
        found.push(Breach::BreaksMiscounted { given, wanted });
    }
    for (pause, wanted) in route.pauses.iter().zip(&crew.breaks) {
        let Pause { after, start, end } = *pause;
        if start < wanted.window.start() || start > wanted.window.end() {
            found.push(Breach::BreakOutsideWindow { start });
        }
        if end.get() < start.get().saturating_add(wanted.length.get()) {
            found.push(Breach::BreakTooShort { start, end, needed: wanted.length });
        }
        let on_duty = crew.shift.start() <= start && end <= crew.shift.end() && start <= end;
        if !on_duty || after > route.stops.len() {
            found.push(Breach::BreakNotFree { start, end });
        }
    }
    found
}

/// When a crew that is free from `free` on can set off, having taken its breaks after so many stops;
/// what is wrong with them. Breaks from `home` on are taken at the base.
pub(super) fn taken(
    route: &Route,
    after: usize,
    free: Seconds,
    home: Option<Seconds>,
) -> (Seconds, Vec<Breach>) {
    let mut pauses: Vec<&Pause> = route.pauses.iter().filter(|it| it.after == after).collect();
    pauses.sort_unstable_by_key(|pause| (pause.start, pause.end));
    let (mut free, mut found) = (free, Vec::new());
    let mut at_base = Seconds::new(0);
    for pause in pauses {
        let Pause { start, end, .. } = *pause;
        let since = if home.is_some_and(|home| start >= home) { &mut at_base } else { &mut free };
        if start < *since {
            found.push(Breach::BreakNotFree { start, end });
        }
        *since = end.max(*since);
    }
    (free, found)
}
