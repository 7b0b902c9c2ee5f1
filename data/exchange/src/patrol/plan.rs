//! A patrol plan to JSON and from JSON.

use super::course::{Way, crew_id, drawn, target_id};
use super::document::{
    CrewShown, OverdueJson, PauseJson, PlanJson, PlanRead, RouteRead, RouteShown, StopJson,
    TargetShown, UnservedJson, date, parse, to_text,
};
use super::error::{PatrolError, Reason};
use super::problem::write_window;
use super::shape::{Geometry, LonLat, kind};
use super::time::Time;
use model::Metres;
use model::patrol::{
    Crew, Overdue, Pause, Plan, Problem, Route, Stop, Target, Unserved, UnservedReason,
};
use std::collections::HashMap;
use std::fmt::Display;

/// `plan` in the form of this module's documentation, with no violations. Routes without a way in
/// `ways` are drawn straight.
pub fn write_plan(plan: &Plan, problem: &Problem, ways: &[Way]) -> String {
    write_judged_plan(plan, problem, ways, &[] as &[&str])
}

/// `plan` with what a judge says against it, each as one line of text.
pub fn write_judged_plan(
    plan: &Plan,
    problem: &Problem,
    ways: &[Way],
    violations: &[impl Display],
) -> String {
    let routes = plan.routes.iter().enumerate();
    let routes = routes.map(|(place, route)| show_route(problem, route, place, ways));
    let unserved = plan.unserved.iter().map(|left| UnservedJson {
        target: target_id(problem, left.target),
        visits: left.visits,
        reason: left.reason.as_str().to_owned(),
    });
    let overdue = plan.overdue.iter().map(|late| OverdueJson {
        target: target_id(problem, late.target),
        from: Time(late.from),
        until: Time(late.until),
    });
    to_text(&PlanJson {
        day: problem.day.to_string(),
        crews: problem.crews.iter().map(show_crew).collect(),
        targets: problem.targets.iter().map(show_target).collect(),
        routes: routes.collect(),
        unserved: unserved.collect(),
        overdue: overdue.collect(),
        violations: violations.iter().map(ToString::to_string).collect(),
    })
}

fn show_crew(crew: &Crew) -> CrewShown<'_> {
    CrewShown {
        id: &crew.id,
        name: &crew.name,
        mode: crew.mode.as_str(),
        base: LonLat(crew.base),
        shift: write_window(crew.shift),
    }
}

fn show_target(target: &Target) -> TargetShown<'_> {
    TargetShown {
        id: &target.id,
        name: &target.name,
        kind: kind(&target.shape),
        required: target.required,
        visits: target.visits,
        windows: target.windows.iter().copied().map(write_window).collect(),
        geometry: Geometry::of(&target.shape),
    }
}

fn show_route(problem: &Problem, route: &Route, place: usize, ways: &[Way]) -> RouteShown {
    let stop = |stop: &Stop| StopJson {
        target: target_id(problem, stop.target),
        arrive: Time(stop.arrive),
        start: Time(stop.start),
        leave: Time(stop.leave),
        reversed: stop.reversed,
    };
    let pause = |pause: &Pause| PauseJson {
        after: pause.after,
        start: Time(pause.start),
        end: Time(pause.end),
    };
    RouteShown {
        crew: crew_id(problem, route.crew),
        depart: Time(route.depart),
        back: Time(route.back),
        length_m: route.length.get(),
        stops: route.stops.iter().map(stop).collect(),
        breaks: route.pauses.iter().map(pause).collect(),
        line: Geometry::line(&drawn(problem, route, place, ways)),
        way_m: ways.get(place).and_then(|way| way.length).map(Metres::get),
    }
}

/// Reads a plan for `problem`. Whether it can be carried out is the judge's to say.
///
/// # Errors
///
/// [`PatrolError`] with the first thing that is wrong, and where: also a crew or target that the
/// problem does not have, and a plan for another day.
pub fn read_plan(bytes: &[u8], problem: &Problem) -> Result<Plan, PatrolError> {
    let read: PlanRead = parse(bytes)?;
    if date(&read.day)? != problem.day {
        return Err(PatrolError::at("day", Reason::OtherDay(read.day, problem.day.to_string())));
    }
    let ids = Ids::of(problem);
    let routes = read.routes.iter().enumerate();
    let routes = routes.map(|(place, route)| ids.route(route, &format!("routes[{place}]")));
    let unserved = read.unserved.iter().enumerate();
    let unserved = unserved.map(|(place, left)| ids.unserved(left, &format!("unserved[{place}]")));
    let overdue = read.overdue.iter().enumerate().map(|(place, late)| {
        let target = ids.target(&late.target, &format!("overdue[{place}]"))?;
        Ok(Overdue { target, from: late.from.0, until: late.until.0 })
    });
    Ok(Plan {
        overdue: overdue.collect::<Result<_, _>>()?,
        routes: routes.collect::<Result<_, _>>()?,
        unserved: unserved.collect::<Result<_, _>>()?,
    })
}

/// The places of crews and targets by their ids.
pub(super) struct Ids<'a> {
    crews: HashMap<&'a str, usize>,
    targets: HashMap<&'a str, usize>,
}

impl<'a> Ids<'a> {
    pub(super) fn of(problem: &'a Problem) -> Self {
        let crews = problem.crews.iter().enumerate();
        let targets = problem.targets.iter().enumerate();
        Self {
            crews: crews.map(|(place, crew)| (crew.id.as_str(), place)).collect(),
            targets: targets.map(|(place, target)| (target.id.as_str(), place)).collect(),
        }
    }

    pub(super) fn target(&self, id: &str, path: &str) -> Result<usize, PatrolError> {
        let place = self.targets.get(id).copied();
        let unknown = || Reason::UnknownTarget(id.chars().take(120).collect());
        place.ok_or_else(|| PatrolError::at(format!("{path}.target"), unknown()))
    }

    pub(super) fn crew(&self, id: &str, path: &str) -> Result<usize, PatrolError> {
        let place = self.crews.get(id).copied();
        let unknown = || Reason::UnknownCrew(id.chars().take(120).collect());
        place.ok_or_else(|| PatrolError::at(format!("{path}.crew"), unknown()))
    }

    fn route(&self, route: &RouteRead, path: &str) -> Result<Route, PatrolError> {
        let crew = self.crew(&route.crew, path)?;
        let stops = route.stops.iter().enumerate().map(|(place, stop)| {
            Ok(Stop {
                target: self.target(&stop.target, &format!("{path}.stops[{place}]"))?,
                arrive: stop.arrive.0,
                start: stop.start.0,
                leave: stop.leave.0,
                reversed: stop.reversed,
            })
        });
        let pause = |pause: &PauseJson| Pause {
            after: pause.after,
            start: pause.start.0,
            end: pause.end.0,
        };
        Ok(Route {
            crew,
            depart: route.depart.0,
            stops: stops.collect::<Result<_, _>>()?,
            pauses: route.breaks.iter().map(pause).collect(),
            back: route.back.0,
            length: Metres::new(route.length_m),
        })
    }

    fn unserved(&self, left: &UnservedJson, path: &str) -> Result<Unserved, PatrolError> {
        let reason = UnservedReason::ALL.into_iter().find(|reason| reason.as_str() == left.reason);
        let unknown = || Reason::NoReason(left.reason.chars().take(40).collect());
        Ok(Unserved {
            target: self.target(&left.target, path)?,
            visits: left.visits,
            reason: reason.ok_or_else(|| PatrolError::at(format!("{path}.reason"), unknown()))?,
        })
    }
}
