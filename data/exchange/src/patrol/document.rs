//! The JSON documents as types, and reading them with the place of what is wrong.

use super::error::{PatrolError, Reason};
use super::shape::{Geometry, LonLat};
use super::time::Time;
use jiff::civil::Date;
use model::Seconds;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProblemJson {
    pub(super) day: String,
    pub(super) crews: Vec<CrewJson>,
    pub(super) targets: Vec<TargetJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) travel: Vec<TravelJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) locks: Vec<LockJson>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum LockJson {
    Assigned { crew: String, target: String },
    Forbidden { crew: String, target: String },
    Begins { crew: String, stops: Vec<LockedJson> },
    Whole { crew: String, stops: Vec<LockedJson> },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LockedJson {
    pub(super) target: String,
    #[serde(default)]
    pub(super) reversed: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TravelJson {
    pub(super) mode: String,
    pub(super) places: Vec<LonLat>,
    pub(super) seconds: Vec<Vec<Option<u32>>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) metres: Vec<Vec<Option<u32>>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CrewJson {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) mode: String,
    pub(super) base: LonLat,
    pub(super) shift: WindowJson,
    pub(super) pace_kmh: f64,
    pub(super) patrol_pace_kmh: f64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) skills: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) capacity: Vec<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) breaks: Vec<BreakJson>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BreakJson {
    pub(super) window: WindowJson,
    pub(super) length: Time,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TargetJson {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) geometry: Geometry,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) gate: Option<LonLat>,
    #[serde(default)]
    pub(super) dwell: Time,
    #[serde(default = "whole_horizon")]
    pub(super) windows: Vec<WindowJson>,
    #[serde(default = "once")]
    pub(super) visits: u16,
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub(super) crews: u16,
    #[serde(default)]
    pub(super) gap: Time,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) gap_max: Option<Time>,
    #[serde(default = "yes")]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) reward: u32,
    #[serde(default)]
    pub(super) modes: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) needs: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) load: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WindowJson {
    pub(super) start: Time,
    pub(super) end: Time,
}

/// A plan as it is written.
#[derive(Debug, Serialize)]
pub(super) struct PlanJson<'a> {
    pub(super) day: String,
    pub(super) crews: Vec<CrewShown<'a>>,
    pub(super) targets: Vec<TargetShown<'a>>,
    pub(super) routes: Vec<RouteShown>,
    pub(super) unserved: Vec<UnservedJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) overdue: Vec<OverdueJson>,
    pub(super) violations: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct CrewShown<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) mode: &'static str,
    pub(super) base: LonLat,
    pub(super) shift: WindowJson,
}

#[derive(Debug, Serialize)]
pub(super) struct TargetShown<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) kind: &'static str,
    pub(super) required: bool,
    pub(super) visits: u16,
    pub(super) windows: Vec<WindowJson>,
    pub(super) geometry: Geometry,
}

#[derive(Debug, Serialize)]
pub(super) struct RouteShown {
    pub(super) crew: String,
    pub(super) depart: Time,
    pub(super) back: Time,
    pub(super) length_m: u32,
    pub(super) stops: Vec<StopJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) breaks: Vec<PauseJson>,
    pub(super) line: Geometry,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) way_m: Option<u32>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PauseJson {
    pub(super) after: usize,
    pub(super) start: Time,
    pub(super) end: Time,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StopJson {
    pub(super) target: String,
    pub(super) arrive: Time,
    pub(super) start: Time,
    pub(super) leave: Time,
    #[serde(default)]
    pub(super) reversed: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnservedJson {
    pub(super) target: String,
    pub(super) visits: u16,
    pub(super) reason: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OverdueJson {
    pub(super) target: String,
    pub(super) from: Time,
    pub(super) until: Time,
}

/// A plan as it is read: what it repeats of the problem, and what its keeper adds, is passed over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "named so that fields by other names can be refused")]
pub(super) struct PlanRead {
    pub(super) day: String,
    pub(super) routes: Vec<RouteRead>,
    #[serde(default)]
    pub(super) unserved: Vec<UnservedJson>,
    #[serde(default)]
    pub(super) overdue: Vec<OverdueJson>,
    id: Option<IgnoredAny>,
    created: Option<IgnoredAny>,
    crews: Option<IgnoredAny>,
    targets: Option<IgnoredAny>,
    violations: Option<IgnoredAny>,
    by_road: Option<IgnoredAny>,
    locks: Option<IgnoredAny>,
    variety: Option<IgnoredAny>,
    before: Option<IgnoredAny>,
    difference: Option<IgnoredAny>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "named so that fields by other names can be refused")]
pub(super) struct RouteRead {
    pub(super) crew: String,
    pub(super) depart: Time,
    pub(super) back: Time,
    pub(super) length_m: u32,
    pub(super) stops: Vec<StopJson>,
    #[serde(default)]
    pub(super) breaks: Vec<PauseJson>,
    line: Option<IgnoredAny>,
    way_m: Option<IgnoredAny>,
}

/// The drawn ways of a plan, and nothing else of it.
#[derive(Debug, Deserialize)]
pub(super) struct WaysRead {
    pub(super) routes: Vec<WayRead>,
}

#[derive(Debug, Deserialize)]
pub(super) struct WayRead {
    pub(super) line: Option<Geometry>,
    pub(super) way_m: Option<u32>,
}

/// Reads a document; an error names the field it was met at.
pub(super) fn parse<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, PatrolError> {
    let mut text = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut text).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { String::new() } else { path };
        PatrolError::at(path, Reason::Malformed(error.into_inner().to_string()))
    })?;
    text.end().map_err(|error| PatrolError::at("", Reason::Malformed(error.to_string())))?;
    Ok(read)
}

/// The date at `day`.
pub(super) fn date(text: &str) -> Result<Date, PatrolError> {
    let dated = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let no_date = || {
        let reason = format!("{text:?} is no date like 2026-05-01");
        PatrolError::at("day", Reason::Malformed(reason))
    };
    if !dated {
        return Err(no_date());
    }
    text.parse().map_err(|_unread| no_date())
}

/// `value` as JSON text. What is written here has no map with keys that are no text, the one thing
/// that could fail.
pub(super) fn to_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn whole_horizon() -> Vec<WindowJson> {
    vec![WindowJson { start: Time(Seconds::new(0)), end: Time(Seconds::from_hm(48, 0)) }]
}

const fn once() -> u16 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_once(count: &u16) -> bool {
    *count == 1
}

const fn yes() -> bool {
    true
}
