//! The check itself: each unit that a rule is for, against the points that count.

use super::{Rule, Rules, public_points};
use crate::work::atlas::Ground;
use crate::work::walks::{Walks, flat_squared};
use model::{Code, Place, Position, Seconds, UnitId};
use planner::roads::Roads;
use std::collections::HashMap;

/// How many of the points nearest in a straight line are walked to.
const TRIED: usize = 8;

/// What a rule found.
#[derive(Debug)]
pub(crate) struct Checked<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// How many units it is for.
    pub units: usize,
    /// Those that do not have what it asks, in the order of the tree.
    pub missing: Vec<Missing>,
}

/// A unit without what a rule asks.
#[derive(Debug)]
pub(crate) struct Missing {
    /// The unit.
    pub unit: UnitId,
    /// How many points that count lie in it or serve it.
    pub points: usize,
    /// The nearest that counts; `None` when none does, or the unit has no middle.
    pub nearest: Option<Near>,
}

/// How near a point is.
#[derive(Clone, Debug)]
pub(crate) struct Near {
    /// Which point.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// In a straight line from the middle of the unit.
    pub distance_m: f64,
    /// On foot; `None` where no way leads.
    pub walk: Option<Seconds>,
}

/// Checks every rule; walks by `roads`, or by estimates without them.
pub(crate) fn check<'a>(
    rules: &'a Rules,
    ground: &Ground,
    places: &[Place],
    roads: Option<&Roads>,
) -> Vec<Checked<'a>> {
    rules.rules.iter().map(|rule| one(rule, ground, places, roads)).collect()
}

fn one<'a>(
    rule: &'a Rule,
    ground: &Ground,
    places: &[Place],
    roads: Option<&Roads>,
) -> Checked<'a> {
    let tree = ground.map.tree();
    let counts = |place: &Place| {
        rule.categories.is_empty()
            || place.category.as_ref().is_some_and(|it| rule.categories.contains(it))
    };
    let points: Vec<(Position, &Place)> =
        public_points(places).filter(|(_, place)| counts(place)).collect();
    let mut inside: HashMap<UnitId, usize> = HashMap::new();
    for (at, place) in &points {
        // A point that serves a unit counts for it wherever it stands, and once.
        let grid = ground.map.assign(*at).map(|it| tree.unit_of_grid(it.grid));
        let mut units = grid.map(|grid| tree.chain(grid)).unwrap_or_default();
        if let Some(code) = &place.serves {
            let levels = (1..=tree.finest().get()).filter_map(model::Level::new);
            let served = levels.filter_map(|level| ground.unit(level, code));
            units.extend(served.filter(|unit| !units.contains(unit)).collect::<Vec<_>>());
        }
        for unit in units {
            *inside.entry(unit).or_default() += 1;
        }
    }
    let wanted = tree.units().iter().zip(0..).map(|(unit, id)| (UnitId(id), unit));
    let of_kind =
        wanted.filter(|(_, unit)| unit.kind.as_ref().is_some_and(|it| rule.kinds.contains(it)));
    let (mut units, mut missing) = (0, Vec::new());
    for (id, _) in of_kind {
        units += 1;
        let count = inside.get(&id).copied().unwrap_or_default();
        if rule.at_least.is_some_and(|least| count >= least as usize) {
            continue;
        }
        let nearest =
            ground.figures(id).label.and_then(|label| nearest(label, &points, rule, roads));
        let near = nearest.as_ref().is_some_and(|near| is_near(near, rule));
        if rule.at_least.is_some() || !near {
            missing.push(Missing { unit: id, points: count, nearest });
        }
    }
    Checked { rule, units, missing }
}

fn is_near(near: &Near, rule: &Rule) -> bool {
    match (rule.walk_minutes, rule.metres) {
        (Some(minutes), _) => near.walk.is_some_and(|walk| walk <= Seconds::new(60 * minutes)),
        (None, Some(metres)) => near.distance_m <= f64::from(metres),
        (None, None) => false,
    }
}

/// The point that is nearest as the rule counts it, among the [`TRIED`] nearest in a straight line.
fn nearest(
    from: Position,
    points: &[(Position, &Place)],
    rule: &Rule,
    roads: Option<&Roads>,
) -> Option<Near> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    let far = |place: &usize| flat_squared(from, points[*place].0);
    if order.len() > TRIED {
        order.select_nth_unstable_by(TRIED - 1, |a, b| far(a).total_cmp(&far(b)));
        order.truncate(TRIED);
    }
    let to: Vec<Position> = order.iter().map(|place| points[*place].0).collect();
    let walks = Walks::new(from, &to, roads);
    let all = order.iter().zip(0..).map(|(place, column)| {
        let (at, point) = points[*place];
        Near {
            code: point.code.clone(),
            name: point.name.clone(),
            distance_m: spatial::distance(from, at),
            walk: walks.get(column),
        }
    });
    let never = Seconds::new(u32::MAX);
    all.min_by(|a, b| {
        let by_walk = a.walk.unwrap_or(never).cmp(&b.walk.unwrap_or(never));
        let by_line = a.distance_m.total_cmp(&b.distance_m);
        let first = if rule.metres.is_some() { by_line } else { by_walk };
        first.then(by_line).then_with(|| a.code.cmp(&b.code))
    })
}
