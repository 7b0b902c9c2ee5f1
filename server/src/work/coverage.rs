//! Whether service points are where they should be: "every street has a hall", "every community has a
//! point within 30 minutes on foot".

mod check;

pub(crate) use check::{Checked, Missing, check};

use crate::work::import::inside::inner_point;
use model::{Place, PlaceKind, Position, Shape};
use serde::{Deserialize, Serialize};
use store::{Entry, Store, StoreError};

/// The setting that holds the rules.
const KEY: &str = "coverage_rules";
/// The shipped rules.
const SHIPPED: &str = include_str!("../../tables/coverage.json");
/// The most rules.
const RULES_MAX: usize = 50;
/// The longest walk of a rule, in minutes.
const MINUTES_MAX: u32 = 240;
/// The longest way of a rule, in metres.
const METRES_MAX: u32 = 100_000;

/// The rules of a territory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rules {
    /// The rules, in the order they are told in.
    pub rules: Vec<Rule>,
}

/// What every unit of some kinds should have.
///
/// Exactly one of `at_least`, `walk_minutes` and `metres` is given.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    /// What it asks, in Chinese.
    pub name: String,
    /// The same in English.
    #[serde(default)]
    pub name_en: String,
    /// The kinds of units ([`model::Unit::kind`]) it is for.
    pub kinds: Vec<String>,
    /// The categories of service points that count; every one when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// So many points that lie in the unit or say that they serve it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u32>,
    /// A point within so many minutes on foot of the middle of the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walk_minutes: Option<u32>,
    /// A point within so many metres of the middle of the unit, in a straight line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metres: Option<u32>,
}

/// Why rules are not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RulesError {
    /// They are no such JSON.
    #[error("the rules cannot be read")]
    Json(#[from] serde_json::Error),
    /// There are none, or too many.
    #[error("there are 1 to {RULES_MAX} rules")]
    Count,
    /// A rule asks for nothing, or for several things at once.
    #[error("rule {0:?} must give exactly one of at_least, walk_minutes and metres, within limits")]
    Asks(String),
    /// A rule is for no units.
    #[error("rule {0:?} names no kinds of units")]
    Kinds(String),
}

impl Rules {
    /// Reads rules.
    ///
    /// # Errors
    ///
    /// [`RulesError`] says what is wrong.
    pub(crate) fn read(text: &str) -> Result<Self, RulesError> {
        let rules: Self = serde_json::from_str(text)?;
        if !(1..=RULES_MAX).contains(&rules.rules.len()) {
            return Err(RulesError::Count);
        }
        for rule in &rules.rules {
            let within = |value: Option<u32>, most: u32| value.map(|it| (1..=most).contains(&it));
            let asks = [
                within(rule.at_least, 1_000),
                within(rule.walk_minutes, MINUTES_MAX),
                within(rule.metres, METRES_MAX),
            ];
            let given: Vec<bool> = asks.into_iter().flatten().collect();
            if given != [true] {
                return Err(RulesError::Asks(rule.name.clone()));
            }
            if rule.kinds.is_empty() {
                return Err(RulesError::Kinds(rule.name.clone()));
            }
        }
        Ok(rules)
    }
}

/// The rules in force: the imported ones, or those shipped with the program.
///
/// # Errors
///
/// The store's. A setting that cannot be read is said in the log and left out.
pub(crate) async fn rules(store: &Store) -> Result<Rules, StoreError> {
    let kept = store.setting(KEY).await?;
    Ok(Rules::read(kept.as_deref().unwrap_or(SHIPPED)).unwrap_or_else(|error| {
        tracing::warn!(%error, "the kept rules of coverage cannot be read");
        Rules::default()
    }))
}

/// Keeps rules in place of those before.
///
/// # Errors
///
/// The store's.
pub(crate) async fn keep(store: &Store, rules: &Rules, entry: &Entry) -> Result<(), StoreError> {
    let text = serde_json::to_string(rules).unwrap_or_default();
    store.set_setting(KEY, &text, entry).await
}

/// The service points that the public may see, with where they are. One that is an area is a mobile service,
/// which goes to people there: it is told somewhere within it.
pub(crate) fn public_points(places: &[Place]) -> impl Iterator<Item = (Position, &Place)> {
    let public = places.iter().filter(|it| it.public && it.kind == PlaceKind::ServicePoint);
    public.filter_map(|place| Some((somewhere(&place.shape)?, place)))
}

/// The point itself; of an area one inside it.
fn somewhere(shape: &Shape) -> Option<Position> {
    match shape {
        Shape::Point(at) => Some(*at),
        Shape::Line(_) => None,
        Shape::Area(area) => inner_point(area),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_are_good() {
        assert_eq!(Rules::read(SHIPPED).unwrap().rules.len(), 2);
    }

    #[test]
    fn a_rule_asks_for_exactly_one_thing() {
        let one = |asks: &str| {
            Rules::read(&format!(r#"{{"rules":[{{"name":"x","kinds":["村"]{asks}}}]}}"#))
        };
        assert!(one(r#","metres":500"#).is_ok());
        assert!(matches!(one(""), Err(RulesError::Asks(_))));
        assert!(matches!(one(r#","metres":500,"at_least":1"#), Err(RulesError::Asks(_))));
        assert!(matches!(one(r#","walk_minutes":0"#), Err(RulesError::Asks(_))));
        assert!(matches!(one(r#","meters":5"#), Err(RulesError::Json(_))));
        let none = r#"{"rules":[{"name":"x","kinds":[],"metres":5}]}"#;
        assert!(matches!(Rules::read(none), Err(RulesError::Kinds(_))));
        assert!(matches!(Rules::read(r#"{"rules":[]}"#), Err(RulesError::Count)));
    }
}
