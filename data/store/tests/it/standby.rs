//! A database of two servers: read while its primary is away, written to once the other is promoted.

use crate::given::{entry, incidents};
use crate::home::in_runtime;
use crate::pair::Pair;
use std::time::{Duration, Instant};
use store::{Fault, IncidentQuery, OpenMode, Store, StoreError};

async fn count(store: &Store) -> Result<usize, StoreError> {
    let query = IncidentQuery { limit: 999, ..IncidentQuery::default() };
    Ok(store.incidents(&query).await?.len())
}

#[test]
fn a_standby_is_read_while_the_primary_is_away_and_written_to_once_promoted() {
    let Some((pair, url)) = Pair::start() else { return };
    in_runtime(async {
        let store = Store::open(&url, OpenMode::CreateIfAbsent).await.unwrap();
        store.add_incidents(&incidents(0, 40), &entry()).await.unwrap();
        // The standby alone: read, once it has followed so far; never written to.
        let second = url.split(',').next_back().unwrap();
        let alone = format!("postgres://gridbeat@localhost/postgres?host={second}");
        let begun = Instant::now();
        let behind = loop {
            let both = format!("{alone},%2Fnowhere");
            match Store::open(&both, OpenMode::MustExist).await {
                Ok(behind) if count(&behind).await.is_ok_and(|count| count == 40) => break behind,
                _ => assert!(begun.elapsed() < Duration::from_secs(30), "it never follows"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        let refused = behind.add_incidents(&incidents(40, 41), &entry()).await.unwrap_err();
        assert!(
            matches!(refused.fault(), Some(Fault::Unreachable(_) | Fault::ReadOnly)),
            "{refused}"
        );
        behind.close().await;

        pair.script("halt", "first");
        // The first call may find its connection cut; after it the standby answers.
        let _cut = count(&store).await;
        assert_eq!(count(&store).await.unwrap(), 40);
        assert_eq!(store.changes(0, 10).await.unwrap().len(), 1);
        let refused = store.add_incidents(&incidents(40, 50), &entry()).await.unwrap_err();
        assert!(
            matches!(refused.fault(), Some(Fault::Unreachable(_) | Fault::ReadOnly)),
            "{refused}"
        );
        // A service that starts now reads, too.
        let late = Store::open(&url, OpenMode::MustExist).await.unwrap();
        assert_eq!(count(&late).await.unwrap(), 40);

        pair.script("promote", "second");
        for (store, from) in [(&store, 40), (&late, 50)] {
            store.add_incidents(&incidents(from, from + 10), &entry()).await.unwrap();
        }
        assert_eq!(count(&store).await.unwrap(), 60);
        assert_eq!(store.verify().await.unwrap().unwrap().count, 3);
        store.close().await;
        late.close().await;
    });
}
