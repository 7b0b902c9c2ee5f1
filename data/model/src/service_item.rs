//! Service items: what people come to a service point for.

use crate::Code;

/// Something that is done at service points of some categories: 社保登记 at a community's counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceItem {
    /// Its code, unique in the catalogue.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// Its name in English; empty when there is none.
    pub name_en: String,
    /// The categories of service points ([`crate::Place::category`]) where it is done, as they are written there.
    pub categories: Vec<String>,
}

impl ServiceItem {
    /// Whether it is done at points of this category.
    pub fn is_done_at(&self, category: Option<&str>) -> bool {
        category.is_some_and(|category| self.categories.iter().any(|it| it == category))
    }
}
