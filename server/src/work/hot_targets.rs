//! Hotspots as what a patrol may visit: a while at the surest place, in the hours in which most happens.

use crate::work::hotspots::{Report, Spot};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::HashSet;

/// The hours that a plan can have, from midnight of its day on.
const HOURS: usize = 48;
const HOUR_S: u32 = 3_600;

/// How hotspots are to be visited. Ten to fifteen minutes at a time, at most every two hours, is what
/// worked in the field (C. S. Koper, "Just enough police presence", Justice Quarterly 12(4), 1995).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visits {
    /// The most hotspots, the surest first.
    pub most: usize,
    /// How long a visit lasts, in seconds.
    pub dwell_s: u32,
    /// How often each is visited at most …
    pub times: u16,
    /// … with so many seconds from one beginning to the next at least.
    pub gap_s: u32,
    /// What a visit to the one with most incidents is worth, in seconds of travel; others are worth
    /// their share.
    pub reward_s: u32,
}

/// Targets for a day, as they stand in a patrol problem; ids that are `taken` are left to others.
pub(crate) fn targets(
    report: &Report,
    day: Date,
    visits: Visits,
    taken: &HashSet<String>,
) -> Vec<Value> {
    let spots: Vec<&Spot> = report.spots.iter().take(visits.most).collect();
    let busiest = spots.iter().map(|spot| spot.incidents).max().unwrap_or(1).max(1);
    let target = |(number, spot): (usize, &&Spot)| {
        let at = spot.at?;
        let mut id = format!("hotspot-{number}");
        while taken.contains(&id) {
            id.push('x');
        }
        let worth = u64::from(visits.reward_s) * spot.incidents / busiest;
        let mut target = json!({
            "id": id,
            "name": format!("热点{number}"),
            "geometry": { "type": "Point", "coordinates": [at.lon(), at.lat()] },
            "dwell": clock(visits.dwell_s),
            "visits": visits.times,
            "gap": clock(visits.gap_s),
            "required": false,
            "reward": worth.max(1),
        });
        let windows = windows(spot.week.counts(), day, visits.dwell_s);
        if !windows.is_empty() {
            let window =
                |&(start, end): &(u32, u32)| json!({ "start": clock(start), "end": clock(end) });
            target["windows"] = windows.iter().map(window).collect();
        }
        Some(target)
    };
    (1..).zip(&spots).filter_map(target).collect()
}

/// When visits may begin on a day: hours around which more happens than in an hour on average, as runs
/// of seconds from midnight on. A visit that begins in the last of them ends in it.
fn windows(week: &[u64], day: Date, dwell_s: u32) -> Vec<(u32, u32)> {
    let monday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0) * 24;
    let all: u64 = week.iter().sum();
    let of = |hour: usize| week.get(hour % week.len()).copied().unwrap_or(0);
    let busy = |hour: usize| {
        // Single hours of a place are few incidents: with the hours beside it an hour says more.
        let here = monday + hour + week.len();
        let three = of(here - 1) + of(here) + of(here + 1);
        three > 0 && three * week.len() as u64 > 3 * all
    };
    let mut windows: Vec<(u32, u32)> = Vec::new();
    for (hour, start) in (0..HOURS).zip((0..).step_by(HOUR_S as usize)) {
        if !busy(hour) {
            continue;
        }
        let end = start + HOUR_S;
        match windows.last_mut() {
            Some(last) if last.1 == start => last.1 = end,
            _ => windows.push((start, end)),
        }
    }
    for window in &mut windows {
        window.1 = window.1.saturating_sub(dwell_s).max(window.0);
    }
    windows
}

fn clock(seconds: u32) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visits_begin_in_the_hours_in_which_most_happens() {
        let mut week = [0_u64; 168];
        let monday: Date = "2026-11-23".parse().unwrap();
        assert!(windows(&week, monday, 600).is_empty());
        // Fridays 20:00 to 23:00, and as many all through the week as make one of them unusual.
        week.iter_mut().step_by(4).for_each(|hour| *hour = 1);
        for hour in 20..23 {
            week[4 * 24 + hour] = 20;
        }
        assert!(windows(&week, monday, 600).is_empty());
        let friday: Date = "2026-11-27".parse().unwrap();
        assert_eq!(windows(&week, friday, 600), [(19 * 3_600, 24 * 3_600 - 600)]);
        // The night before is the end of the plan of the day before.
        let thursday = friday.yesterday().unwrap();
        assert_eq!(windows(&week, thursday, 600), [(43 * 3_600, 48 * 3_600 - 600)]);
        // Sunday runs over into Monday.
        week = [0; 168];
        week[0] = 9;
        let sunday: Date = "2026-11-29".parse().unwrap();
        assert_eq!(windows(&week, sunday, 0), [(23 * 3_600, 26 * 3_600)]);
    }
}
