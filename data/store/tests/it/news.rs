//! Who waits for writes hears of them at once, and knows the own ones from those of others.

use crate::given::{entry, places};
use crate::home::on_both;
use std::time::Duration;
use store::{News, Store};
use tokio::time::timeout;

/// Waits until the log is so long, however often something else wakes.
async fn until(news: &mut News, store: &Store, length: usize) {
    let seen = async {
        while store.changes(0, 1_000).await.unwrap().len() < length {
            news.wait(Duration::from_mins(10)).await;
        }
    };
    timeout(Duration::from_secs(20), seen).await.expect("nobody told of the write");
}

#[test]
fn a_write_wakes_those_who_wait() {
    on_both("news", async |home| {
        let store = home.open().await;
        let waiting = {
            let store = store.clone();
            tokio::spawn(async move { until(&mut store.news(), &store, 1).await })
        };
        tokio::time::sleep(Duration::from_millis(100)).await;
        store.put_places(&places(), &entry()).await.unwrap();
        waiting.await.unwrap();
        assert!(store.wrote(1) && !store.wrote(1), "an own write is told once");
        store.close().await;
    });
}

#[test]
fn another_node_hears_of_a_write() {
    on_both("nodes", async |home| {
        if home.is_file() {
            // Processes that share a file look every second; nobody announces anything.
            return;
        }
        let (one, other) = (home.open().await, home.open().await);
        let waiting = {
            let other = other.clone();
            tokio::spawn(async move {
                let mut news = other.news();
                until(&mut news, &other, 1).await;
                until(&mut news, &other, 3).await;
            })
        };
        tokio::time::sleep(Duration::from_millis(300)).await;
        one.put_places(&places(), &entry()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        one.set_setting("a", "b", &entry()).await.unwrap();
        one.set_setting("a", "c", &entry()).await.unwrap();
        waiting.await.unwrap();
        assert!(!other.wrote(1) && one.wrote(1));
        one.close().await;
        other.close().await;
    });
}
