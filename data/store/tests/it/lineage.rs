//! Lineage is kept with the drawing it belongs to, and points at units that exist.

use crate::given::{self, entry, time};
use crate::home::on_both;
use model::{Level, UnitId};
use store::{DrawingId, LineageShare, NewLineage, StoreError};

fn share(level: u8, before: Option<u32>, after: Option<u32>, number: u64) -> LineageShare {
    LineageShare {
        level: Level::new(level).unwrap(),
        before: before.map(UnitId),
        after: after.map(UnitId),
        area_cm2: number << 40,
        households: number,
        incidents: number * 3,
    }
}

pub(crate) fn lineage(before: u64) -> NewLineage {
    NewLineage {
        before: DrawingId(before),
        incidents_from: time("2025-06-01T00:00:00Z"),
        incidents_to: time("2026-06-01T00:00:00Z"),
        shares: vec![
            share(1, Some(0), Some(0), 5),
            share(1, Some(1), Some(1), 7),
            share(2, Some(2), Some(3), 1),
            share(2, Some(2), None, 2),
            share(2, None, Some(4), 0),
        ],
    }
}

#[test]
fn a_lineage_comes_back_with_its_drawing() {
    on_both("lineage", async |home| {
        let store = home.open().await;
        let (first, second) =
            (given::drawing("2026-03-01T00:00:00Z"), given::drawing("2026-06-01T00:00:00Z"));
        store.publish_drawing(&first, &entry()).await.unwrap();
        let id = store.publish_drawing_after(&second, &lineage(1), &entry()).await.unwrap();
        assert_eq!(store.changes(0, 10).await.unwrap().len(), 2);
        let found = store.lineage(id, None).await.unwrap().unwrap();
        assert_eq!((found.drawing, found.recorded), (id, entry().at));
        assert_eq!(found.given, lineage(1));
        assert_eq!(store.lineage(id, Some(DrawingId(1))).await.unwrap(), Some(found));
        assert_eq!(store.lineage(id, Some(DrawingId(9))).await.unwrap(), None);
        assert_eq!(store.lineage(DrawingId(1), None).await.unwrap(), None);

        // Once more, with other figures: the same two drawings have one lineage.
        let mut again = lineage(1);
        again.shares.truncate(2);
        store.put_lineage(id, &again, &entry()).await.unwrap();
        assert_eq!(store.lineage(id, None).await.unwrap().unwrap().given, again);
        assert!(store.verify().await.unwrap().is_ok());
    });
}

#[test]
fn a_lineage_of_units_that_do_not_exist_is_refused_with_its_drawing() {
    on_both("bad_lineage", async |home| {
        let store = home.open().await;
        let drawing = given::drawing("2026-03-01T00:00:00Z");
        store.publish_drawing(&drawing, &entry()).await.unwrap();
        let with = |bad| {
            let mut all = lineage(1);
            all.shares.push(bad);
            all
        };
        let bad = [
            lineage(7),
            lineage(2),
            with(share(2, Some(99), Some(2), 1)),
            with(share(2, Some(2), Some(99), 1)),
            with(share(1, Some(2), Some(0), 1)),
            with(share(2, None, None, 1)),
            with(share(2, Some(2), Some(3), 1)),
        ];
        for bad in bad {
            let refused = store.publish_drawing_after(&drawing, &bad, &entry()).await.unwrap_err();
            assert!(matches!(refused, StoreError::Invalid { .. }), "{refused}");
        }
        assert_eq!(store.drawings().await.unwrap().len(), 1);
        assert_eq!(store.changes(0, 10).await.unwrap().len(), 1);
    });
}
