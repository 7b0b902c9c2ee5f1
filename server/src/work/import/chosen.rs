//! The fields that somebody named: whether they are there, and which apply to which layer.

use super::ImportError;
use super::groups::Group;
use exchange::{GridFields, Layer};
use std::collections::BTreeSet;

/// Every field that is named must be in some layer: a slip of the pen is no wish.
pub(crate) fn check(
    groups: &[Group],
    fields: &GridFields,
    levels: &[String],
) -> Result<(), ImportError> {
    let named = [&fields.code, &fields.name, &fields.parent, &fields.level, &fields.households];
    for name in named.into_iter().flatten().chain(levels) {
        if !groups.iter().any(|group| actual(&group.layer, name).is_some()) {
            let known: BTreeSet<&str> = groups
                .iter()
                .flat_map(|group| &group.layer.features)
                .flat_map(|feature| &feature.fields)
                .map(|(name, _)| name.as_str())
                .collect();
            let known = known.into_iter().collect::<Vec<_>>().join(", ");
            return Err(ImportError::NoSuchField { name: name.clone(), known });
        }
    }
    Ok(())
}

/// The named fields that a layer has; what it lacks is guessed there.
pub(crate) fn of_layer(layer: &Layer, fields: &GridFields) -> GridFields {
    let here = |name: &Option<String>| name.as_deref().and_then(|name| actual(layer, name));
    GridFields {
        code: here(&fields.code),
        name: here(&fields.name),
        parent: here(&fields.parent),
        level: here(&fields.level),
        households: here(&fields.households),
        kind: here(&fields.kind),
    }
}

/// The field of this name as the layer writes it: exactly, else in another case.
pub(crate) fn actual(layer: &Layer, name: &str) -> Option<String> {
    let names = || layer.features.iter().flat_map(|feature| &feature.fields).map(|(name, _)| name);
    let exact = names().find(|it| *it == name);
    exact.or_else(|| names().find(|it| it.eq_ignore_ascii_case(name))).cloned()
}
