//! Any problem and any plan comes back as it went, and no bytes do harm.

use super::tests::{read, small, small_plan};
use super::{
    read_plan, read_problem, write_plan, write_plan_geojson, write_plan_gpx, write_problem,
};
use jiff::civil::date;
use model::patrol::{
    Break, Crew, Lock, LockedStop, Mode, Overdue, Pause, Plan, Problem, Route, Stop, Target,
    TargetShape, Travel, Unserved, UnservedReason, Window,
};
use model::{Area, Metres, Pace, Polygon, Position, Seconds};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::Arc;

fn position() -> impl Strategy<Value = Position> {
    (-1_800_000_000..=1_800_000_000, -900_000_000..=900_000_000)
        .prop_map(|(lon, lat)| Position::from_e7(lon, lat).unwrap())
}

fn ring() -> impl Strategy<Value = Vec<Position>> {
    prop::collection::vec(position(), 3..6)
}

fn shape() -> impl Strategy<Value = TargetShape> {
    let polygon = (ring(), prop::collection::vec(ring(), 0..3))
        .prop_map(|(outer, holes)| Polygon { outer, holes });
    prop_oneof![
        position().prop_map(TargetShape::Point),
        prop::collection::vec(position(), 2..6).prop_map(TargetShape::Line),
        (position(), prop::collection::vec(polygon, 1..4))
            .prop_map(|(gate, polygons)| TargetShape::Area { gate, area: Area { polygons } }),
    ]
}

fn windows() -> impl Strategy<Value = Vec<Window>> {
    prop::collection::btree_set(0..=172_800_u32, 2..8).prop_map(|times| {
        let times: Vec<Seconds> = times.into_iter().map(Seconds::new).collect();
        times.chunks_exact(2).map(|pair| Window::new(pair[0], pair[1]).unwrap()).collect()
    })
}

fn pace() -> impl Strategy<Value = Pace> {
    (1..=1_000_000_u32).prop_map(|pace| Pace::from_metres_per_hour(pace).unwrap())
}

fn mode() -> impl Strategy<Value = Mode> {
    prop::sample::select(Mode::ALL.to_vec())
}

fn crew() -> impl Strategy<Value = Crew> {
    (any_name(), position(), windows(), mode(), (pace(), pace()), (labels(), amounts())).prop_map(
        |(name, base, windows, mode, (pace, patrol_pace), (skills, capacity))| Crew {
            name,
            breaks: windows.iter().skip(1).map(|window| rest(*window)).collect(),
            skills,
            capacity,
            ..Crew::new("", base, windows[0], mode, (pace, patrol_pace))
        },
    )
}

/// A break in a window, of a length that the window makes.
fn rest(window: Window) -> Break {
    Break { window, length: window.end() - window.start() }
}

fn labels() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[^\\p{Cc}]{1,9}", 0..3)
}

fn amounts() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(any::<u32>(), 0..3)
}

fn any_name() -> impl Strategy<Value = String> {
    "[^\\p{Cc}]{0,20}"
}

fn target() -> impl Strategy<Value = Target> {
    let times = (0..=172_800_u32, 0..=172_800_u32);
    let modes = prop::sample::subsequence(Mode::ALL.to_vec(), 0..=4);
    let wish = (1..=u16::MAX, any::<bool>(), any::<u32>());
    (any_name(), shape(), times, windows(), wish, modes, (labels(), amounts())).prop_map(
        |(name, shape, (dwell, gap), windows, (visits, required, reward), modes, (needs, load))| {
            Target {
                name,
                needs,
                load,
                dwell: Seconds::new(dwell),
                visits,
                crews: visits,
                gap: Seconds::new(gap),
                gap_max: required.then_some(Seconds::new(dwell)),
                required,
                reward,
                modes,
                ..Target::new("", shape, windows)
            }
        },
    )
}

/// A table of a few places, with lengths or without, some pairs without a way.
fn travel() -> impl Strategy<Value = Travel> {
    let places = prop::collection::btree_set(position(), 1..5);
    (places, any::<bool>(), mode()).prop_flat_map(|(places, lengths, mode)| {
        let count = places.len();
        let entries = || {
            let entry = prop_oneof![4 => 0..90_000_u32, 1 => Just(Travel::NO_WAY)];
            prop::collection::vec(entry, count * count).prop_map(move |mut entries| {
                (0..count).for_each(|place| entries[place * count + place] = 0);
                entries
            })
        };
        (entries(), entries()).prop_map(move |(seconds, metres)| {
            let places = places.iter().rev().copied().collect();
            let metres = if lengths { metres } else { Vec::new() };
            Travel::new(mode, places, seconds, metres).unwrap()
        })
    })
}

prop_compose! {
    fn problem()(
        crews in prop::collection::vec(crew(), 0..4),
        targets in prop::collection::vec(target(), 0..5),
        travel in prop::option::of(travel()),
        days in 0..30_000_i64,
    ) -> Problem {
        let mut problem = Problem::new(date(1990, 1, 1), crews, targets);
        problem.travel.extend(travel.map(Arc::new));
        problem.day = problem.day.saturating_add(jiff::Span::new().days(days));
        for (place, crew) in problem.crews.iter_mut().enumerate() { crew.id = format!("{place}号"); }
        for (place, it) in problem.targets.iter_mut().enumerate() { it.id = format!("t {place}"); }
        let (crews, targets) = (problem.crews.len(), problem.targets.len());
        if crews > 0 && targets > 0 {
            let (crew, target) = (crews - 1, targets - 1);
            let stops = vec![LockedStop { target, reversed: true }, LockedStop { target: 0, reversed: false }];
            problem.locks = vec![
                Lock::Assigned { crew, target },
                Lock::Forbidden { crew: 0, target },
                Lock::Begins { crew, stops: stops.clone() },
                Lock::Whole { crew: 0, stops },
            ];
        }
        problem
    }
}

fn plan_for(problem: &Problem) -> impl Strategy<Value = Plan> + use<> {
    let time = || (0..=172_800_u32).prop_map(Seconds::new);
    let (crews, targets) = (problem.crews.len(), problem.targets.len());
    let stop = (0..targets.max(1), time(), time(), time(), any::<bool>()).prop_map(
        |(target, arrive, start, leave, reversed)| Stop { target, arrive, start, leave, reversed },
    );
    let stops = prop::collection::vec(stop, 0..if targets > 0 { 5 } else { 1 });
    let pause = (any::<u8>(), time(), time()).prop_map(|(after, start, end)| Pause {
        after: after.into(),
        start,
        end,
    });
    let pauses = prop::collection::vec(pause, 0..3);
    let route = (0..crews.max(1), time(), stops, pauses, time(), any::<u32>()).prop_map(
        |(crew, depart, stops, pauses, back, length)| Route {
            pauses,
            crew,
            depart,
            stops,
            back,
            length: Metres::new(length),
        },
    );
    let reasons = UnservedReason::ALL.to_vec();
    let left = (0..targets.max(1), any::<u16>(), prop::sample::select(reasons))
        .prop_map(|(target, visits, reason)| Unserved { target, visits, reason });
    let routes = prop::collection::vec(route, 0..if crews > 0 { 4 } else { 1 });
    let unserved = prop::collection::vec(left, 0..if targets > 0 { 4 } else { 1 });
    let late =
        (0..targets.max(1), 0..=172_800_u32, 0..=172_800_u32).prop_map(|(target, from, until)| {
            Overdue { target, from: Seconds::new(from), until: Seconds::new(until) }
        });
    let overdue = prop::collection::vec(late, 0..if targets > 0 { 3 } else { 1 });
    (routes, unserved, overdue).prop_map(|(routes, unserved, overdue)| Plan {
        routes,
        unserved,
        overdue,
    })
}

proptest! {
    #[test]
    fn problems_come_back_as_they_went(problem in problem()) {
        let text = write_problem(&problem);
        prop_assert_eq!(read_problem(text.as_bytes()).unwrap(), problem, "{}", text);
    }

    #[test]
    fn plans_come_back_as_they_went(
        (problem, plan) in problem().prop_flat_map(|it| { let plan = plan_for(&it); (Just(it), plan) })
    ) {
        let text = write_plan(&plan, &problem, &[]);
        prop_assert_eq!(&read_plan(text.as_bytes(), &problem).unwrap(), &plan, "{}", text);
        serde_json::from_str::<Value>(&write_plan_geojson(&plan, &problem, &[])).unwrap();
        let gpx = gpx::read(write_plan_gpx(&plan, &problem, &[]).as_bytes()).unwrap();
        prop_assert_eq!(gpx.routes.len(), plan.routes.len());
        for (read, route) in gpx.routes.iter().zip(&plan.routes) {
            prop_assert_eq!(read.points.len(), route.stops.len());
        }
    }

    #[test]
    fn broken_bytes_are_refused_in_peace(cut in 0..2_000_usize, at in 0..2_000_usize, byte: u8) {
        let mut bytes = small().to_string().into_bytes();
        let length = bytes.len();
        bytes[at % length] = byte;
        let problem = read(&small()).unwrap();
        let plan = write_plan(&small_plan(), &problem, &[]).into_bytes();
        for bytes in [&bytes[..], &bytes[..cut.min(length)], &plan[..cut.min(plan.len())]] {
            let _refused = read_problem(bytes).is_err();
            let _refused = read_plan(bytes, &problem).is_err();
        }
    }

    #[test]
    fn any_text_is_safe_in_gpx(name in any::<String>()) {
        let mut problem = read(&small()).unwrap();
        problem.targets[0].name.clone_from(&name);
        problem.crews[0].id = name;
        gpx::read(write_plan_gpx(&small_plan(), &problem, &[]).as_bytes()).unwrap();
    }
}
