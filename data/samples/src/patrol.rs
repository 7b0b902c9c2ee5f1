//! The patrol of one day: twelve crews, some hundred and fifty targets.

use crate::ground_plan::GroundPlan;
use crate::landmarks::Hotspot;
use crate::rng::Dice;
use jiff::civil::Date;
use model::patrol::{Crew, Mode, Problem, Target, TargetShape, Window};
use model::{Incident, Pace, Place, PlaceKind, Position, Seconds, Shape};

/// How many hotspots of the hour there are.
const HOTSPOTS: usize = 60;

/// Mode, shift from and to (hours and minutes), of each crew.
const CREWS: [(Mode, [u32; 4]); 12] = [
    (Mode::Foot, [7, 30, 15, 30]),
    (Mode::Foot, [7, 30, 15, 30]),
    (Mode::Foot, [14, 0, 22, 0]),
    (Mode::Foot, [14, 0, 22, 0]),
    (Mode::Bike, [7, 30, 15, 30]),
    (Mode::Bike, [14, 0, 22, 0]),
    (Mode::Bike, [14, 0, 22, 0]),
    (Mode::Car, [7, 30, 15, 30]),
    (Mode::Car, [7, 30, 15, 30]),
    (Mode::Car, [14, 0, 22, 0]),
    (Mode::Car, [14, 0, 22, 0]),
    (Mode::Car, [22, 0, 30, 0]),
];

/// The demo day. What is required can be done by the cars alone; the rest earns rewards.
pub(crate) fn problem(
    plan: &GroundPlan<'_>,
    places: &[Place],
    hotspots: &[Hotspot],
    incidents: &[Incident],
    day: Date,
    dice: &mut Dice,
) -> Problem {
    let mut targets: Vec<Target> = places.iter().filter_map(of_place).collect();
    targets.extend(busy(plan, hotspots, incidents, dice));
    Problem::new(day, crews(places), targets)
}

fn crews(places: &[Place]) -> Vec<Crew> {
    let bases: Vec<(&Place, Position)> = places
        .iter()
        .filter(|place| place.kind == PlaceKind::Base)
        .filter_map(|place| Some((place, entry(&place.shape)?)))
        .collect();
    let mut crews = Vec::new();
    for (i, (mode, [from_h, from_m, to_h, to_m])) in CREWS.into_iter().enumerate() {
        // Cars wait with the squads (the last two bases), the others at stations.
        let base = match mode {
            Mode::Car => bases.len().saturating_sub(1 + i % 2),
            _ => i,
        };
        let (Some(&(home, at)), Some(shift)) = (
            bases.get(base),
            Window::new(Seconds::from_hm(from_h, from_m), Seconds::from_hm(to_h, to_m)),
        ) else {
            continue;
        };
        let (word, pace_mh, patrol_mh) = match mode {
            Mode::Foot => ("步巡", 4_500, 3_500),
            Mode::Bike => ("骑巡", 12_000, 9_000),
            Mode::Car | Mode::Boat => ("车巡", 25_000, 18_000),
        };
        let (Some(pace), Some(patrol_pace)) =
            (Pace::from_metres_per_hour(pace_mh), Pace::from_metres_per_hour(patrol_mh))
        else {
            continue;
        };
        let name = format!("{}{word}{}组", home.name, i + 1);
        let id = format!("C{:02}", i + 1);
        crews.push(Crew { name, ..Crew::new(id, at, shift, mode, (pace, patrol_pace)) });
    }
    crews
}

fn entry(shape: &Shape) -> Option<Position> {
    match shape {
        Shape::Point(at) => Some(*at),
        Shape::Line(line) => line.first().copied(),
        Shape::Area(area) => area.positions().next(),
    }
}

/// What a place asks of the patrol; service points and bases ask nothing.
fn of_place(place: &Place) -> Option<Target> {
    // Minutes of stay, visits, hours between them, required, reward.
    let (stay, visits, gap, required, reward) = match place.kind {
        PlaceKind::Checkpoint => match place.category.as_deref() {
            Some("站") => (30, 2, 4, true, 0),
            Some("岗") => (25, 2, 4, true, 0),
            _ => (20, 2, 4, true, 0),
        },
        PlaceKind::Station => (30, 2, 4, true, 0),
        PlaceKind::ShoppingDistrict => (40, 2, 4, true, 0),
        PlaceKind::PatrolLine => (0, 1, 0, true, 0),
        PlaceKind::KeyPlace => (10, 1, 0, false, 1_200),
        PlaceKind::Base | PlaceKind::ServicePoint | PlaceKind::Facility => return None,
    };
    let shape = match &place.shape {
        Shape::Point(at) => TargetShape::Point(*at),
        Shape::Line(line) => TargetShape::Line(line.clone()),
        Shape::Area(area) => TargetShape::Area { gate: entry(&place.shape)?, area: area.clone() },
    };
    Some(Target {
        name: place.name.clone(),
        dwell: Seconds::from_hm(0, stay),
        visits,
        gap: Seconds::from_hm(gap, 0),
        required,
        reward,
        // Checkpoints in the hills are out of reach on foot.
        modes: if place.kind == PlaceKind::Checkpoint {
            vec![Mode::Car, Mode::Bike]
        } else {
            Vec::new()
        },
        ..Target::new(place.code.to_string(), shape, windows(&[[8, 21]]))
    })
}

/// The hotspots of the hour: the planted ones, then where the last four weeks' incidents were.
fn busy(
    plan: &GroundPlan<'_>,
    hotspots: &[Hotspot],
    incidents: &[Incident],
    dice: &mut Dice,
) -> Vec<Target> {
    let mut out = Vec::new();
    let mut add = |name: String, at: Position, spans: &[[u32; 2]]| {
        let id = format!("RD{:02}", out.len() + 1);
        out.push(Target {
            name,
            dwell: Seconds::from_hm(0, 12),
            visits: 2,
            gap: Seconds::from_hm(2, 0),
            required: false,
            reward: 900,
            ..Target::new(id, TargetShape::Point(at), windows(spans))
        });
    };
    for spot in hotspots {
        if let Some(at) = spot.at.position() {
            add(format!("{}热点", spot.name), at, &[[8, 12], [14, 24]]);
        }
    }
    // Any incident stands for its place; throws follow where there are many.
    let spans: [&[[u32; 2]]; 4] = [&[[8, 13]], &[[10, 15]], &[[14, 20]], &[[16, 21], [22, 28]]];
    for i in hotspots.len()..HOTSPOTS {
        let back = 1 + dice.below(incidents.len() / 12);
        let Some(incident) = incidents.len().checked_sub(back).and_then(|i| incidents.get(i))
        else {
            break;
        };
        let at = plan.point_near(incident.at.into(), 40.0, dice);
        if let Some(at) = at.position() {
            add(format!("{}热点{}号", incident.kind, i + 1), at, spans[i % spans.len()]);
        }
    }
    out
}

fn windows(spans: &[[u32; 2]]) -> Vec<Window> {
    spans
        .iter()
        .filter_map(|&[from, to]| Window::new(Seconds::from_hm(from, 0), Seconds::from_hm(to, 0)))
        .collect()
}
