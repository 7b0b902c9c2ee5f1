//! One service point, as it is told.

use super::whole_metres;
use crate::work::clock;
use crate::work::hours::{DayTold, Teller, Told};
use crate::work::import::inside::holds;
use hours::Span;
use model::{Place, Position, Shape};
use serde::Serialize;
use utoipa::ToSchema;

/// One service point.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ServicePoint {
    code: String,
    name: String,
    category: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    /// In the syntax of OpenStreetMap's `opening_hours`; recurring days after an `@`.
    hours: Option<String>,
    /// This week's hours in words.
    hours_text: Option<Words>,
    /// Open at the time of the answer; null when the hours do not tell.
    open: Option<bool>,
    /// When it closes, where it is open and does so.
    closes: Option<String>,
    /// Whether it closes within half an hour.
    closing_soon: bool,
    /// When it opens next, where it is not open.
    opens_again: Option<String>,
    /// Until when, or when again, in words.
    state_text: Option<Words>,
    lon: f64,
    lat: f64,
    /// Whether it is a mobile service, which goes to people in an area: the position is somewhere in it.
    mobile: bool,
    /// From the point asked for, in a straight line.
    #[serde(skip_serializing_if = "Option::is_none")]
    distance_m: Option<u32>,
    /// From the point asked for on foot, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) walk_s: Option<u32>,
    /// The hours of the days asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    days: Vec<DayInfo>,
}

/// A text in both languages.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Words {
    zh: String,
    en: String,
}

/// The hours of one day.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct DayInfo {
    /// The day: 2026-10-10.
    date: String,
    /// When it is open; empty when closed all day.
    open: Vec<SpanInfo>,
    /// What a public notice makes of the day: `off`, `work`; null for most.
    notice: Option<&'static str>,
    /// What the notice names it after.
    notice_name: Option<String>,
}

/// A part of a day, local time.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct SpanInfo {
    /// 09:00
    from: String,
    /// 12:00, up to 24:00
    to: String,
}

/// What is told of a place that stands at `at`, and how far that is `from` somewhere.
pub(super) fn tell(
    place: &Place,
    at: Position,
    from: Option<Position>,
    teller: &mut Teller<'_>,
) -> ServicePoint {
    let told = place.hours.as_deref().and_then(|hours| teller.tell(hours));
    let words = |(zh, en): (String, String)| Words { zh, en };
    let (closes, opens_again) =
        told.as_ref().map_or((None, None), |told| (told.closes, told.opens_again));
    let open = told.as_ref().and_then(|told| told.open);
    let closing_soon = told.as_ref().is_some_and(|told| told.closing_soon);
    let (week, state, days) = match told {
        None => (None, None, Vec::new()),
        Some(Told { week, state, days, .. }) => (Some(week), state, days),
    };
    ServicePoint {
        code: place.code.to_string(),
        name: place.name.clone(),
        category: place.category.clone(),
        address: place.address.clone(),
        phone: place.phone.clone(),
        hours: place.hours.clone(),
        hours_text: week.map(words),
        open,
        closes: closes.map(clock::rfc3339),
        closing_soon,
        opens_again: opens_again.map(clock::rfc3339),
        state_text: state.map(words),
        lon: at.lon(),
        lat: at.lat(),
        mobile: matches!(place.shape, Shape::Area(_)),
        distance_m: from.map(|from| match &place.shape {
            Shape::Area(area) if holds(area, from) => 0,
            _ => whole_metres(spatial::distance(from, at)),
        }),
        walk_s: None,
        days: days.into_iter().map(day_info).collect(),
    }
}

fn day_info(told: DayTold) -> DayInfo {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let span = |span: Span| SpanInfo { from: clock(span.start), to: clock(span.end) };
    let notice = told.marked.as_ref().map(|(off, _)| if *off { "off" } else { "work" });
    DayInfo {
        date: told.day.to_string(),
        open: told.spans.into_iter().map(span).collect(),
        notice,
        notice_name: told.marked.map(|(_, name)| name),
    }
}
