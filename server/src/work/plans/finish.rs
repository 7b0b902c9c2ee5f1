//! A plan on its way into the store: judged, drawn, compared with the one before it.

use super::{KeptPlan, MadePlan, PlanFigures, RoadWays};
use exchange::patrol::{Way, course, write_plan};
use model::Code;
use model::patrol::{Plan, Problem, Route};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use store::PlanRoute;

/// Judges a plan and writes it down, with its problem as it is to be kept.
///
/// # Errors
///
/// Why it must not be kept, for a person to read.
pub(super) fn finish(
    kept: Value,
    (problem, plan): (&Problem, &Plan),
    roads: Option<&RoadWays>,
    (before, variety): (Option<(u64, &KeptPlan)>, Option<Value>),
) -> Result<MadePlan, String> {
    let violations = planner::check(problem, plan);
    if let Some(first) = violations.first() {
        // The judge shares nothing with the solver: one of the two is wrong, and nobody is sent out.
        return Err(format!("the plan broke {} rules, the first: {first}", violations.len()));
    }
    let ways = roads.map(|roads| roads.draw(problem, plan)).unwrap_or_default();
    let text = |error: serde_json::Error| error.to_string();
    let mut shown: Value = serde_json::from_str(&write_plan(plan, problem, &ways)).map_err(text)?;
    if let Some(roads) = roads {
        shown["by_road"] = serde_json::to_value(roads.said()).map_err(text)?;
    }
    if kept["locks"].as_array().is_some_and(|locks| !locks.is_empty()) {
        shown["locks"] = kept["locks"].clone();
    }
    if let Some(variety) = variety {
        shown["variety"] = variety;
    }
    if let Some((id, before)) = before {
        shown["before"] = json!(id);
        shown["difference"] = difference(&before.plan, &shown);
    }
    let kept = KeptPlan { problem: kept, plan: shown };
    Ok(MadePlan {
        day: problem.day,
        body: serde_json::to_string(&kept).map_err(text)?,
        summary: serde_json::to_string(&PlanFigures::of(problem, plan, &ways)).map_err(text)?,
        routes: routes(problem, plan, &ways),
    })
}

/// The lines of a plan's routes. A crew whose id is no code is left off the map, not out of the plan.
fn routes(problem: &Problem, plan: &Plan, ways: &[Way]) -> Vec<PlanRoute> {
    let route = |(place, route): (usize, &Route)| {
        let crew = Code::try_from(&*problem.crews.get(route.crew)?.id).ok()?;
        let way = ways.get(place).map(|way| way.line.clone());
        Some(PlanRoute { crew, line: way.unwrap_or_else(|| course(problem, route)) })
    };
    plan.routes.iter().enumerate().filter_map(route).collect()
}

/// What is other in a plan than in the one before it, by the ids of both: the crews whose stops or
/// their times differ, and the visits that another crew makes, that come in or that fall out.
fn difference(before: &Value, after: &Value) -> Value {
    let routes = |plan: &Value| -> BTreeMap<String, Value> {
        let all = plan["routes"].as_array().into_iter().flatten();
        all.filter_map(|route| Some((route["crew"].as_str()?.to_owned(), route["stops"].clone())))
            .collect()
    };
    let (old, new) = (routes(before), routes(after));
    let crews: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let touched = crews.into_iter().filter(|crew| old.get(*crew) != new.get(*crew));
    let (gone, come) = (makers(&old), makers(&new));
    let targets: BTreeSet<&String> = gone.keys().chain(come.keys()).collect();
    let mut changes = Vec::new();
    for target in targets {
        let of = |makers: &BTreeMap<String, Vec<String>>| {
            makers.get(target).cloned().unwrap_or_default()
        };
        let (mut from, mut to) = (of(&gone), of(&come));
        // A visit that the same crew makes is no change, whenever it makes it.
        from.retain(|crew| match to.iter().position(|other| other == crew) {
            Some(place) => {
                to.remove(place);
                false
            }
            None => true,
        });
        for place in 0..from.len().max(to.len()) {
            let change = json!({ "target": target, "from": from.get(place), "to": to.get(place) });
            changes.push(change);
        }
    }
    json!({ "touched": touched.collect::<Vec<_>>(), "changes": changes })
}

/// Who visits each target, once for each visit.
fn makers(routes: &BTreeMap<String, Value>) -> BTreeMap<String, Vec<String>> {
    let mut makers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (crew, stops) in routes {
        for stop in stops.as_array().into_iter().flatten() {
            let target = stop["target"].as_str().unwrap_or_default();
            makers.entry(target.to_owned()).or_default().push(crew.clone());
        }
    }
    makers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_crews_and_visits() {
        let plan = |routes: &[(&str, &[(&str, &str)])]| {
            let stop = |(target, start): &(&str, &str)| json!({ "target": target, "start": start });
            let route = |(crew, stops): &(&str, &[(&str, &str)])| json!({ "crew": crew, "stops": stops.iter().map(stop).collect::<Vec<_>>() });
            json!({ "routes": routes.iter().map(route).collect::<Vec<_>>() })
        };
        let before = plan(&[
            ("a", &[("x", "08:00"), ("y", "09:00"), ("x", "10:00")]),
            ("b", &[("z", "08:00")]),
            ("c", &[("w", "08:00")]),
        ]);
        // One visit to x moves to b, y is given up, v comes in, z is later.
        let after = plan(&[
            ("a", &[("x", "08:00"), ("v", "09:00")]),
            ("b", &[("z", "08:30"), ("x", "10:00")]),
            ("c", &[("w", "08:00")]),
        ]);
        let change = |target: &str, from: Value, to: Value| json!({ "target": target, "from": from, "to": to });
        let found = difference(&before, &after);
        assert_eq!(found["touched"], json!(["a", "b"]));
        let changes = [
            change("v", Value::Null, json!("a")),
            change("x", json!("a"), json!("b")),
            change("y", json!("a"), Value::Null),
        ];
        assert_eq!(found["changes"], json!(changes));
        assert_eq!(difference(&before, &before), json!({ "touched": [], "changes": [] }));
    }
}
