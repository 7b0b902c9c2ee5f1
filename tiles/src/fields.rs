//! The fields of many features, one compact table a layer.

use crate::mvt::Tag;
use crate::values::{FieldValue, Values};

/// The keys of a layer, and for each feature its tags.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    pub(crate) keys: Vec<&'static str>,
    /// For each key the type of its first value.
    kinds: Vec<&'static str>,
    tags: Vec<Tag>,
    /// Where the tags of each feature end.
    ends: Vec<usize>,
}

impl Fields {
    /// Adds the next feature. Of two fields with one key the first counts.
    pub(crate) fn add<'a>(
        &mut self,
        fields: impl IntoIterator<Item = (&'static str, &'a FieldValue)>,
        values: &mut Values,
    ) {
        let start = self.tags.len();
        for (key, value) in fields {
            let place = self.keys.iter().position(|&known| known == key).unwrap_or_else(|| {
                self.keys.push(key);
                self.kinds.push(value.kind());
                self.keys.len() - 1
            });
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            if self.tags[start..].iter().all(|&(known, _)| known != place) {
                self.tags.push((place, values.number(value)));
            }
        }
        self.ends.push(self.tags.len());
    }

    pub(crate) fn tags(&self, feature: usize) -> &[Tag] {
        let start = feature.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.tags[start..self.ends[feature]]
    }

    /// Keys with their types, as TileJSON lists them.
    pub(crate) fn listed(&self) -> Vec<(String, &'static str)> {
        self.keys.iter().map(|&key| key.to_owned()).zip(self.kinds.iter().copied()).collect()
    }
}
