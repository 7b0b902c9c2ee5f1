//! The catalogue of service items: what people come for, and at which points it is done.

use exchange::{read_service_items, write_service_items};
use model::ServiceItem;
use store::{Entry, Store, StoreError};

/// The setting that holds the imported catalogue.
const KEY: &str = "service_items";
/// The shipped table.
const SHIPPED: &str = include_str!("../../tables/service-items.csv");

/// The catalogue in force: the imported one, or the one shipped with the program.
///
/// # Errors
///
/// The store's. A setting that cannot be read is said in the log and left out.
pub(crate) async fn load(store: &Store) -> Result<Vec<ServiceItem>, StoreError> {
    let kept = store.setting(KEY).await?;
    Ok(read(kept.as_deref().unwrap_or(SHIPPED)))
}

fn read(text: &str) -> Vec<ServiceItem> {
    match read_service_items(text.as_bytes()) {
        Ok((items, _)) => items,
        Err(error) => {
            tracing::warn!(%error, "the kept catalogue of service items cannot be read");
            Vec::new()
        }
    }
}

/// Keeps a catalogue in place of the one before.
///
/// # Errors
///
/// The store's.
pub(crate) async fn keep(
    store: &Store,
    items: &[ServiceItem],
    entry: &Entry,
) -> Result<(), StoreError> {
    store.set_setting(KEY, &write_service_items(items), entry).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_catalogue_is_read_without_a_fault() {
        let (items, faults) = read_service_items(SHIPPED.as_bytes()).unwrap();
        assert!(faults.is_empty());
        assert!(items.len() > 20);
        assert!(items.iter().all(|item| !item.name_en.is_empty()));
        let court = items.iter().find(|item| item.code.as_str() == "court-hearing").unwrap();
        assert!(court.is_done_at(Some("巡回审判站点")));
        assert!(!court.is_done_at(Some("政务服务大厅")) && !court.is_done_at(None));
    }
}
