//! A patrol plan as GPX 1.1 (topografix.com/GPX/1/1), for any handset.
//!
//! Every target is a `wpt`. Every route is an `rte` with an `rtept` for each stop, where the visit
//! begins, with the time it begins, and a `trk` with the whole drawn way from the base and back.
//! GPX times are UTC; the plan's day is one of China Standard Time (UTC+08:00).

use super::course::{Way, begins, drawn, place, routes};
use jiff::SignedDuration;
use model::patrol::{Crew, Plan, Problem, Route};
use model::{Position, Seconds};
use std::fmt::Write as _;

/// China Standard Time is so far ahead of UTC.
const AHEAD_HOURS: i64 = 8;

/// `plan` as a GPX 1.1 document. What the problem does not have is left out; routes without a way in
/// `ways` are drawn straight.
pub fn write_plan_gpx(plan: &Plan, problem: &Problem, ways: &[Way]) -> String {
    let mut gpx = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gpx version=\"1.1\" creator=\"Gridbeat\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n",
    );
    let name = format!("Patrol plan {}", problem.day);
    push(&mut gpx, 1, "<metadata>");
    text(&mut gpx, 2, "name", &name);
    push(&mut gpx, 1, "</metadata>");
    for target in &problem.targets {
        if let Some(at) = place(target) {
            point(&mut gpx, 1, "wpt", at, &[("name", &target.name), ("desc", &target.id)]);
        }
    }
    for (_, route, crew) in routes(problem, plan) {
        write_route(&mut gpx, problem, route, crew);
    }
    for (number, route, crew) in routes(problem, plan) {
        push(&mut gpx, 1, "<trk>");
        text(&mut gpx, 2, "name", &crew.name);
        push(&mut gpx, 2, "<trkseg>");
        for at in drawn(problem, route, number, ways) {
            point(&mut gpx, 3, "trkpt", at, &[]);
        }
        push(&mut gpx, 2, "</trkseg>");
        push(&mut gpx, 1, "</trk>");
    }
    gpx.push_str("</gpx>\n");
    gpx
}

fn write_route(gpx: &mut String, problem: &Problem, route: &Route, crew: &Crew) {
    push(gpx, 1, "<rte>");
    text(gpx, 2, "name", &crew.name);
    let (from, to) = (utc(problem, route.depart), utc(problem, route.back));
    text(gpx, 2, "desc", &format!("{}, {from} to {to}", crew.id));
    for stop in &route.stops {
        let (Some(at), Some(target)) = (begins(problem, stop), problem.targets.get(stop.target))
        else {
            continue;
        };
        let (time, until) = (utc(problem, stop.start), utc(problem, stop.leave));
        let fields = [("time", &time), ("name", &target.name), ("cmt", &format!("until {until}"))];
        point(gpx, 2, "rtept", at, &fields);
    }
    push(gpx, 1, "</rte>");
}

/// The instant of a time of the plan, in UTC.
fn utc(problem: &Problem, time: Seconds) -> String {
    let midnight = problem.day.at(0, 0, 0, 0);
    let ahead = SignedDuration::from_hours(AHEAD_HOURS);
    let since = SignedDuration::from_secs(i64::from(time.get())) - ahead;
    // Only the first and the last day of the calendar have no neighbour to reach into.
    let at = midnight.saturating_add(since);
    format!("{}Z", at.strftime("%Y-%m-%dT%H:%M:%S"))
}

fn point(gpx: &mut String, depth: usize, tag: &str, at: Position, fields: &[(&str, &String)]) {
    let place = format!("<{tag} lat=\"{:.7}\" lon=\"{:.7}\"", at.lat(), at.lon());
    if fields.is_empty() {
        return push(gpx, depth, &format!("{place}/>"));
    }
    push(gpx, depth, &format!("{place}>"));
    for (name, value) in fields {
        text(gpx, depth + 1, name, value);
    }
    push(gpx, depth, &format!("</{tag}>"));
}

/// An element with text; none at all for no text, which some readers refuse.
fn text(gpx: &mut String, depth: usize, tag: &str, value: &str) {
    let value = escape(value);
    if !value.trim().is_empty() {
        push(gpx, depth, &format!("<{tag}>{value}</{tag}>"));
    }
}

fn push(gpx: &mut String, depth: usize, line: &str) {
    let _infallible = writeln!(gpx, "{:width$}{line}", "", width = depth * 2);
}

/// Text that XML 1.0 can hold (section 2.2): markup escaped, characters it has no place for left
/// out.
fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(character),
            '\u{fffe}' | '\u{ffff}' => {}
            control if control < ' ' => {}
            plain => escaped.push(plain),
        }
    }
    escaped
}
