//! Twelve months of incidents.
//!
//! Most follow the households; three planted hotspots (see [`crate::landmarks`]) take a share of
//! their own. Kinds have their seasons and hours. Two in a hundred are reported a second time by
//! another source. A few reports come in days late: their number carries the day they came in, and
//! the list is in the order of arrival.

use crate::ground_plan::GroundPlan;
use crate::landmarks::Hotspot;
use crate::rng::Dice;
use crate::town::MakeError;
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use model::{Class, Code, Incident, Kind, State};

/// The share reported twice.
const TWICE: f64 = 0.02;
/// The share that comes in days late.
const LATE: f64 = 0.03;
const SOURCES: [(&str, f64); 3] = [("12345", 0.55), ("patrol", 0.2), ("grid", 0.25)];

/// Weight, first month of the season with its length and how much stronger it is then, hours of the
/// day it peaks in, and what is said of it.
struct Sort {
    kind: &'static str,
    weight: f64,
    season: (i8, i8, f64),
    peak: std::ops::Range<u8>,
    text: &'static str,
}

const fn sort(
    kind: &'static str,
    weight: f64,
    season: (i8, i8, f64),
    peak: std::ops::Range<u8>,
    text: &'static str,
) -> Sort {
    Sort { kind, weight, season, peak, text }
}

const SORTS: [Sort; 14] = [
    sort("噪音扰民", 12.0, (5, 5, 2.2), 20..24, "夜间施工或广场音响声音较大"),
    sort("占道经营", 11.0, (4, 7, 1.6), 16..21, "摊位占用人行道"),
    sort("垃圾堆放", 10.0, (6, 3, 1.5), 7..11, "垃圾未及时清运"),
    sort("邻里纠纷", 8.0, (1, 2, 1.3), 18..22, "相邻用户因公共空间使用产生分歧"),
    sort("违章停车", 12.0, (1, 12, 1.0), 7..10, "车辆停放占用消防通道"),
    sort("路灯损坏", 6.0, (10, 5, 1.8), 18..23, "路灯不亮"),
    sort("井盖破损", 4.0, (6, 4, 1.6), 8..18, "井盖松动有异响"),
    sort("供暖问题", 8.0, (11, 5, 12.0), 7..11, "室内温度偏低"),
    sort("漏水", 6.0, (12, 3, 1.6), 7..12, "管道渗漏,路面积水"),
    sort("咨询求助", 10.0, (1, 12, 1.0), 9..17, "咨询办事地点和时间"),
    sort("设施损坏", 5.0, (1, 12, 1.0), 9..18, "健身器材或座椅损坏"),
    sort("树木倒伏", 2.0, (4, 5, 3.0), 6..18, "树枝下垂影响通行"),
    sort("消防隐患", 3.0, (11, 4, 1.8), 9..18, "楼道堆放杂物"),
    sort("道路积雪", 2.0, (12, 3, 20.0), 6..10, "路面结冰湿滑"),
];

/// A report before it has a number.
struct Report {
    received: Timestamp,
    incident: Draft,
}

struct Draft {
    source: usize,
    kind: &'static str,
    text: String,
    class: Class,
    state: State,
    at: crate::point::Pt,
    occurred: Timestamp,
}

/// About `count` incidents in the 365 days that end with `until`, in order of arrival.
pub(crate) fn incidents(
    plan: &GroundPlan<'_>,
    hotspots: &[Hotspot],
    count: usize,
    until: Date,
    dice: &mut Dice,
) -> Result<Vec<Incident>, MakeError> {
    let blocks = plan.blocks(1);
    let mut homes = vec![0_usize; plan.rings.len()];
    for (place, block) in blocks.iter().enumerate() {
        homes[block.grids.clone()].fill(place);
    }
    // Running sums, so that a grid is found by halving.
    let mut sums: Vec<u64> = Vec::with_capacity(plan.rings.len());
    let mut sum = 0_u64;
    for grid in 0..plan.rings.len() {
        sum += u64::from(plan.households(grid)) + 40;
        sums.push(sum);
    }
    let all = usize::try_from(sum).unwrap_or(usize::MAX);
    let end = midnight(until.checked_add(1.day())?)?;
    let mut reports: Vec<Report> = Vec::with_capacity(count + count / 40);
    for _ in 0..count {
        let hotspot = dice.weighted(&shares(hotspots));
        let days = i64::try_from(dice.below(365)).unwrap_or(0);
        let (kind, text, at, hour) = if let Some(spot) = hotspots.get(hotspot) {
            let at = plan.point_near(spot.at, spot.radius_m, dice);
            let hour = dice.pick(spot.hours).copied().unwrap_or(12);
            let text = SORTS.iter().find(|sort| sort.kind == spot.kind).map_or("", |s| s.text);
            (spot.kind, format!("{}附近:{text}", spot.name), at, hour)
        } else {
            let month = until.checked_sub(days.days())?.month();
            let sort = &SORTS[dice.weighted(&SORTS.each_ref().map(|sort| weight(sort, month)))];
            let throw = u64::try_from(dice.below(all)).unwrap_or(0);
            let grid = sums.partition_point(|&sum| sum <= throw).min(homes.len() - 1);
            let at = plan.point_in(grid, dice);
            let name = &blocks[homes[grid]].unit.name;
            (sort.kind, format!("{name}附近:{}", sort.text), at, hour(sort, dice))
        };
        let seconds = i64::from(hour) * 3_600 + i64::try_from(dice.below(3_600)).unwrap_or(0);
        let day = midnight(until.checked_sub(days.days())?)?;
        let occurred = day.checked_add(SignedDuration::from_secs(seconds))?;
        let source = dice.weighted(&SOURCES.map(|(_, weight)| weight));
        let (class, state) = (class(dice), state(days, dice));
        let incident = Draft { source, kind, text, class, state, at, occurred };
        report(incident, end, plan, &mut reports, dice)?;
    }
    reports.sort_by(|a, b| {
        (a.received, a.incident.at, a.incident.source).cmp(&(
            b.received,
            b.incident.at,
            b.incident.source,
        ))
    });
    reports.into_iter().enumerate().map(|(place, report)| number(place, report)).collect()
}

/// Files a report, now and then a second one of the same event.
fn report(
    first: Draft,
    end: Timestamp,
    plan: &GroundPlan<'_>,
    reports: &mut Vec<Report>,
    dice: &mut Dice,
) -> Result<(), MakeError> {
    let delay = if dice.chance(LATE) {
        dice.between(86_400.0, 864_000.0)
    } else {
        dice.between(20.0, 1_500.0)
    };
    let last = end.checked_sub(SignedDuration::from_secs(1))?;
    let received = first.occurred.checked_add(seconds(delay))?.min(last);
    if dice.chance(TWICE) {
        let occurred = first.occurred.checked_add(seconds(dice.between(0.0, 600.0)))?;
        let second = Draft {
            source: (first.source + 1 + dice.below(2)) % SOURCES.len(),
            at: plan.point_near(first.at, 15.0, dice),
            occurred: occurred.min(last),
            text: first.text.clone(),
            ..first
        };
        let received = second.occurred.checked_add(seconds(dice.between(60.0, 3_000.0)))?;
        reports.push(Report { received: received.min(last), incident: second });
    }
    reports.push(Report { received, incident: first });
    Ok(())
}

fn number(place: usize, report: Report) -> Result<Incident, MakeError> {
    let Report { received, incident } = report;
    let (source, _) = SOURCES[incident.source];
    let day = Offset::constant(8).to_datetime(received).date();
    let external = format!("{:04}{:02}{:02}-{:06}", day.year(), day.month(), day.day(), place + 1);
    Ok(Incident {
        source: Code::try_from(source)?,
        external: Code::try_from(external.as_str())?,
        kind: Kind::try_from(incident.kind)?,
        class: incident.class,
        state: incident.state,
        at: incident.at.position().ok_or(MakeError::OffTheEarth)?,
        occurred: incident.occurred,
        text: Some(incident.text),
    })
}

/// The hotspots' shares, then what is left for everywhere else.
fn shares(hotspots: &[Hotspot]) -> Vec<f64> {
    let mut shares: Vec<f64> = hotspots.iter().map(|spot| spot.share).collect();
    shares.push(1.0 - shares.iter().sum::<f64>());
    shares
}

fn weight(sort: &Sort, month: i8) -> f64 {
    let (first, length, factor) = sort.season;
    let into = (month - first).rem_euclid(12);
    // Heating and snow are unheard of out of season.
    let rest = if factor > 4.0 { 0.02 } else { 1.0 };
    sort.weight * if into < length { factor.min(2.5) } else { rest }
}

fn hour(sort: &Sort, dice: &mut Dice) -> u8 {
    let hours: [f64; 24] = std::array::from_fn(|hour| {
        let hour = u8::try_from(hour).unwrap_or(0);
        let awake = if (7..22).contains(&hour) { 1.0 } else { 0.15 };
        if sort.peak.contains(&hour) { awake + 3.0 } else { awake }
    });
    u8::try_from(dice.weighted(&hours)).unwrap_or(12)
}

fn class(dice: &mut Dice) -> Class {
    match dice.weighted(&[0.92, 0.07, 0.01]) {
        0 => Class::General,
        1 => Class::Difficult,
        _ => Class::Major,
    }
}

/// Most of what is older than two weeks is settled.
fn state(days: i64, dice: &mut Dice) -> State {
    let weights = match days {
        0 => [0.6, 0.3, 0.1],
        1..=3 => [0.2, 0.4, 0.4],
        4..=14 => [0.05, 0.2, 0.75],
        _ => [0.005, 0.02, 0.975],
    };
    State::ALL[dice.weighted(&weights)]
}

fn midnight(day: Date) -> Result<Timestamp, MakeError> {
    Ok(Offset::constant(8).to_timestamp(day.at(0, 0, 0, 0))?)
}

#[expect(clippy::cast_possible_truncation, reason = "a delay of days")]
fn seconds(count: f64) -> SignedDuration {
    SignedDuration::from_secs(count.round() as i64)
}
