//! Overlays are kept by set and code, each with its periods.

use crate::given::{code, entry, overlay, overlays, time};
use crate::home::on_both;
use model::Area;
use store::{OverlayFilter, StoreError, Validity};

#[test]
fn overlays_come_back_by_set_and_code_and_as_of_a_date() {
    on_both("overlays", async |home| {
        let store = home.open().await;
        let mut given = overlays();
        let mut other = overlay("a-1", 3, Validity::ALWAYS);
        other.set = code("fences");
        other.kind = None;
        store.put_overlays(&given, &entry()).await.unwrap();
        store.put_overlays(std::slice::from_ref(&other), &entry()).await.unwrap();
        store.put_overlays(&[], &entry()).await.unwrap();
        let all = store.overlays(&OverlayFilter::default()).await.unwrap();
        given.insert(0, other);
        assert_eq!(all, given);
        let codes = async |set: Option<&str>, at: &str| {
            let filter = OverlayFilter { set: set.map(code), at: Some(time(at)) };
            let found = store.overlays(&filter).await.unwrap();
            found.iter().map(|it| it.code.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(codes(Some("rings"), "2025-12-31T15:59:59.999Z").await, ["r-1"]);
        assert_eq!(codes(Some("rings"), "2025-12-31T16:00:00Z").await, ["r-1", "r-2"]);
        assert_eq!(codes(None, "2025-12-31T16:00:00Z").await, ["a-1", "r-1", "r-2"]);
        assert_eq!(codes(Some("none"), "2026-12-31T16:00:00Z").await, Vec::<String>::new());

        // Drawn anew from July on: June still has the old land.
        let july = overlay("r-1", 5, Validity::from(time("2026-07-01T00:00:00+08:00")));
        store.put_overlays(std::slice::from_ref(&july), &entry()).await.unwrap();
        let land = async |at: &str| {
            let filter = OverlayFilter { set: Some(code("rings")), at: Some(time(at)) };
            store.overlays(&filter).await.unwrap()[0].area.clone()
        };
        assert_eq!(land("2026-06-30T23:59:59+08:00").await, given[1].area);
        assert_eq!(land("2026-07-01T00:00:00+08:00").await, july.area);
        assert!(store.verify().await.unwrap().is_ok());
    });
}

#[test]
fn an_overlay_that_cannot_be_kept_is_refused_with_all_the_others() {
    on_both("bad_overlay", async |home| {
        let store = home.open().await;
        let good = overlay("r-1", 0, Validity::ALWAYS);
        let mut hollow = overlay("r-2", 0, Validity::ALWAYS);
        hollow.area = Area::default();
        let mut thin = overlay("r-2", 0, Validity::ALWAYS);
        thin.area.polygons[0].outer.truncate(2);
        let mut long = overlay("r-2", 0, Validity::ALWAYS);
        long.name = "号".repeat(342);
        let (from, to) = (time("2026-07-01T00:00:00Z"), time("2026-06-01T00:00:00Z"));
        let backwards = overlay("r-2", 0, Validity { from: Some(from), to: Some(to) });
        for bad in [good.clone(), hollow, thin, long, backwards] {
            let refused = store.put_overlays(&[good.clone(), bad], &entry()).await.unwrap_err();
            assert!(matches!(refused, StoreError::Invalid { .. }), "{refused}");
        }
        assert_eq!(store.overlays(&OverlayFilter::default()).await.unwrap(), []);
        assert_eq!(store.changes(0, 10).await.unwrap(), []);
    });
}
