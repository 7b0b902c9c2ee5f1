//! Drawings come back as they were published, and time decides which is in force.

use crate::given::{self, entry, time};
use crate::home::on_both;
use model::Area;
use store::{DrawingId, StoreError};

#[test]
fn a_drawing_comes_back_identical_and_in_force_from_its_instant() {
    on_both("drawing", async |home| {
        let store = home.open().await;
        assert_eq!(store.drawing_at(time("2026-01-01T00:00:00Z")).await.unwrap(), None);
        let new = given::drawing("2026-06-01T00:00:00+08:00");
        let id = store.publish_drawing(&new, &entry()).await.unwrap();
        assert_eq!(id, DrawingId(1));

        let midnight = time("2026-05-31T16:00:00Z");
        let before = midnight - jiff::SignedDuration::from_millis(1);
        assert_eq!(store.drawing_at(before).await.unwrap(), None);
        let found = store.drawing_at(midnight).await.unwrap().unwrap();
        assert_eq!(found.tree, new.tree);
        assert_eq!(found.areas, new.areas);
        assert_eq!(found.about.valid_from, midnight);
        assert_eq!(found.about.recorded, entry().at);
        assert_eq!(found.about.name, new.name);
        assert_eq!(found.about.notice_en, new.notice_en);
        assert_eq!(store.drawing(id).await.unwrap().unwrap(), found);
        assert_eq!(store.drawing(DrawingId(2)).await.unwrap(), None);
        assert_eq!(store.drawing(DrawingId(u64::MAX)).await.unwrap(), None);
        assert_eq!(store.drawings().await.unwrap(), [found.about]);
    });
}

#[test]
fn the_version_stands_for_the_content_on_every_backend() {
    on_both("version", async |home| {
        let store = home.open().await;
        let june = given::drawing("2026-06-01T00:00:00+08:00");
        let mut renamed = june.clone();
        "七里河".clone_into(&mut renamed.name);
        for drawing in [&june, &june, &renamed] {
            store.publish_drawing(drawing, &entry()).await.unwrap();
        }
        let all = store.drawings().await.unwrap();
        // The digits are the same on every machine: a change of form would show here.
        assert_eq!(all[0].version, "0de3383fdae43979");
        assert_eq!(all[1].version, all[0].version);
        assert_ne!(all[2].version, all[0].version);
    });
}

#[test]
fn the_latest_instant_wins_and_of_equals_the_last_published() {
    on_both("latest", async |home| {
        let store = home.open().await;
        for from in ["2026-06-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-06-01T00:00:00Z"] {
            store.publish_drawing(&given::drawing(from), &entry()).await.unwrap();
        }
        let at = async |when| store.drawing_at(time(when)).await.unwrap().map(|d| d.about.id);
        assert_eq!(at("2026-02-28T23:59:59Z").await, None);
        assert_eq!(at("2026-05-31T23:59:59.999Z").await, Some(DrawingId(2)));
        assert_eq!(at("2026-06-01T00:00:00Z").await, Some(DrawingId(3)));
        let order: Vec<u64> = store.drawings().await.unwrap().iter().map(|d| d.id.0).collect();
        assert_eq!(order, [2, 1, 3]);
    });
}

#[test]
fn a_drawing_that_does_not_fit_together_is_refused_and_leaves_nothing() {
    on_both("unfit", async |home| {
        let store = home.open().await;
        let good = given::drawing("2026-06-01T00:00:00Z");
        let mut missing_area = good.clone();
        missing_area.areas.pop();
        let mut missing_outline = good.clone();
        missing_outline.outlines.pop();
        let mut thin = good.clone();
        thin.areas[0].polygons[0].outer.truncate(2);
        let mut long = good.clone();
        long.name = "长".repeat(342);
        let mut nul = good.clone();
        nul.source = "a\0b".to_owned();
        let mut early = good.clone();
        early.valid_from = time("-000001-01-01T00:00:00Z");
        for bad in [missing_area, missing_outline, thin, long, nul, early] {
            let refused = store.publish_drawing(&bad, &entry()).await.unwrap_err();
            assert!(matches!(refused, StoreError::Invalid { .. }), "{refused}");
        }
        assert_eq!(store.drawings().await.unwrap(), []);
        assert_eq!(store.changes(0, 10).await.unwrap(), []);
        // An area without a part is strange, but the same strange thing comes back.
        let mut hollow = good;
        hollow.areas[3] = Area::default();
        store.publish_drawing(&hollow, &entry()).await.unwrap();
        let found = store.drawing_at(hollow.valid_from).await.unwrap().unwrap();
        assert_eq!(found.areas, hollow.areas);
    });
}
