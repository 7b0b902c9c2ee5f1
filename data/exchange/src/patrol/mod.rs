//! Patrol problems and plans as JSON, and plans as GeoJSON and GPX.
//!
//! # A problem
//!
//! ```json
//! {
//!   "day": "2026-05-01",
//!   "crews": [
//!     { "id": "p1", "name": "巡防一组", "mode": "foot", "base": [103.7612, 36.0713],
//!       "shift": { "start": "08:00", "end": "16:30" }, "pace_kmh": 4.5, "patrol_pace_kmh": 3 }
//!   ],
//!   "targets": [
//!     { "id": "west-station", "name": "西客站",
//!       "geometry": { "type": "Point", "coordinates": [103.7497, 36.0664] },
//!       "dwell": "00:15", "windows": [{ "start": "07:30", "end": "22:00" }],
//!       "visits": 4, "gap": "02:00", "required": true },
//!     { "id": "riverside", "name": "黄河风情线",
//!       "geometry": { "type": "LineString", "coordinates": [[103.74, 36.077], [103.77, 36.08]] },
//!       "required": false, "reward": 1800, "modes": ["foot", "bike"] },
//!     { "id": "yiwu", "name": "义乌商圈", "gate": [103.751, 36.069],
//!       "geometry": { "type": "Polygon", "coordinates": [[[103.75, 36.068], [103.753, 36.068],
//!         [103.753, 36.07], [103.75, 36.068]]] }, "dwell": 1200 }
//!   ]
//! }
//! ```
//!
//! | field | form | when left out |
//! |---|---|---|
//! | `day` | RFC 3339 full-date | – |
//! | times, durations | `"HH:MM"`, `"HH:MM:SS"` or whole seconds, at most `"48:00"`; times count from the start of `day` | – |
//! | positions | `[lon, lat]`, WGS 84 degrees; a height after them is passed over | – |
//! | `name` | up to 200 characters | the `id` |
//! | `mode`, `modes` | `foot`, `bike`, `car`, `boat` | `modes`: any |
//! | `skills`, `needs` | labels; a crew serves a target when it has all the skills that are needed | none |
//! | `capacity`, `load` | whole numbers by dimension, up to 8: what a crew carries, what one visit adds to its route | no limit; nothing |
//! | `breaks` | of a crew, up to 8: `{"window": {"start": …, "end": …}, "length": …}`; the window is for the beginning | none |
//! | `pace_kmh`, `patrol_pace_kmh` | kilometres an hour, to the metre | – |
//! | `geometry` | GeoJSON `Point`, `LineString` (either way), `Polygon` or `MultiPolygon` | – |
//! | `gate` | of an area, and of nothing else | – |
//! | `dwell`, `gap` | duration | 0 |
//! | `crews` | of a target: how many different crews begin a visit together | 1 |
//! | `gap_max` | the most time without a visit that begins, from the first window's beginning to the last one's end | no limit |
//! | `windows` | when a visit may begin, both ends included; in order, apart | 00:00 to 48:00 |
//! | `visits` | 1 to 65535 | 1 |
//! | `required` | a required visit must be made … | `true` |
//! | `reward` | … an optional one is worth so many seconds of travel | 0 |
//!
//! Beside `crews` and `targets` there may be `travel`: for some modes the times, and perhaps the
//! lengths, between all places that crews of the mode go to, as from a road network. Rows are from,
//! columns to; the two ways need not be alike; `null` is no way. Crews of modes without a table
//! travel in straight lines at `pace_kmh`.
//!
//! ```json
//! "travel": [{ "mode": "car", "places": [[103.7612, 36.0713], [103.7497, 36.0664]],
//!              "seconds": [[0, 190], [205, 0]], "metres": [[0, 1430], [1510, 0]] }]
//! ```
//!
//! There may be `locks` too, what was fixed by hand: `{"kind": "assigned", "crew": …, "target": …}` (visits
//! to the target are made by this crew or others so named), `{"kind": "forbidden", …}` (by this crew
//! never), `{"kind": "begins", "crew": …, "stops": [{"target": …, "reversed": false}, …]}` (its route
//! begins so) and `{"kind": "whole", …}` (its route is so, and no longer).
//!
//! Fields by other names are refused. A problem has at most [`CREWS_MAX`] crews and
//! [`TARGETS_MAX`] targets; ids are unique among crews and among targets.
//!
//! # A plan
//!
//! ```json
//! {
//!   "day": "2026-05-01",
//!   "crews": [{ "id": "p1", "name": "…", "mode": "foot", "base": [103.7612, 36.0713],
//!               "shift": { "start": "08:00:00", "end": "16:30:00" } }],
//!   "targets": [{ "id": "west-station", "name": "…", "kind": "point", "required": true,
//!                 "visits": 4, "windows": [{ "start": "07:30:00", "end": "22:00:00" }],
//!                 "geometry": { "type": "Point", "coordinates": [103.7497, 36.0664] } }],
//!   "routes": [{ "crew": "p1", "depart": "08:00:00", "back": "16:12:09", "length_m": 9120,
//!                "stops": [{ "target": "west-station", "arrive": "08:15:31",
//!                            "start": "08:15:31", "leave": "08:30:31", "reversed": false }],
//!                "line": { "type": "LineString", "coordinates": [[103.7612, 36.0713]] } }],
//!   "unserved": [{ "target": "west-station", "visits": 3, "reason": "no-time" }],
//!   "violations": []
//! }
//! ```
//!
//! `kind` is `point`, `line` or `area`; `reason` is `no-mode`, `no-skill`, `locked`, `no-room`, `no-team`,
//! `not-reachable` or `no-time`; a route with breaks lists them
//! as `"breaks": [{"after": 2, "start": "12:00:00", "end": "12:30:00"}]`, in the order of the crew's,
//! `after` so many stops; a plan in which targets
//! wait longer than `gap_max` lists that as `"overdue": [{"target": "t", "from": "10:00:00",
//! "until": "13:30:00"}]`; `line` is the whole way from the base over the stops and back, by road where its keeper knows
//! roads: then `way_m` says how long it is, while `length_m` stays what the problem's own measure gives. A plan may also
//! carry `id`, `created`, `by_road`, `locks`, `variety`, `before` and `difference`, which its keeper adds. Of a plan that is read, `day`, `routes` and `unserved` count;
//! the rest repeats the problem.

mod course;
mod document;
mod error;
mod geojson;
mod gpx;
mod lock;
mod plan;
mod problem;
mod shape;
mod time;
mod travel;

pub use course::{Leg, Way, course, course_by, read_ways};
pub use error::{PatrolError, Reason};
pub use geojson::write_plan_geojson;
pub use gpx::write_plan_gpx;
pub use plan::{read_plan, write_judged_plan, write_plan};
pub use problem::{read_problem, write_problem};

/// The most crews of a problem.
pub const CREWS_MAX: usize = 500;
/// The most targets of a problem.
pub const TARGETS_MAX: usize = 20_000;
/// The most places of one table of travel times.
pub const TRAVEL_PLACES_MAX: usize = 4_000;

#[cfg(test)]
mod round_trip_tests;
#[cfg(test)]
mod tests;
