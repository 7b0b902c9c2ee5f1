//! Users and sessions: who may sign in, who is, and who must stay.

use crate::given::{entry, time};
use crate::home::on_both;
use model::Role;
use store::{Entry, StoreError};

#[test]
fn users_are_added_changed_and_removed() {
    on_both("users", async |home| {
        let store = home.open().await;
        store.add_user("王", Role::Dispatcher, "$argon2id$1", &entry()).await.unwrap();
        store.add_user("admin", Role::Administrator, "$argon2id$2", &entry()).await.unwrap();
        let taken = store.add_user("admin", Role::Auditor, "x", &entry()).await.unwrap_err();
        assert!(matches!(taken, StoreError::NameTaken), "{taken}");

        let user = store.user("王").await.unwrap().unwrap();
        assert_eq!((user.role, &*user.password_hash), (Role::Dispatcher, "$argon2id$1"));
        assert!(!format!("{user:?}").contains("argon"), "a hash has no place in a log");
        assert_eq!(store.user("Admin").await.unwrap(), None);

        store.set_password("王", "$argon2id$3", &entry()).await.unwrap();
        store.set_role("王", Role::Auditor, &entry()).await.unwrap();
        let user = store.user("王").await.unwrap().unwrap();
        assert_eq!((user.role, &*user.password_hash), (Role::Auditor, "$argon2id$3"));
        let names: Vec<_> = store.users().await.unwrap().into_iter().map(|u| u.name).collect();
        assert_eq!(names, ["admin", "王"]);
        store.remove_user("王", &entry()).await.unwrap();
        assert_eq!(store.user("王").await.unwrap(), None);

        for refused in [
            store.set_password("王", "x", &entry()).await,
            store.set_role("王", Role::Auditor, &entry()).await,
            store.remove_user("王", &entry()).await,
        ] {
            assert!(matches!(refused, Err(StoreError::Unknown { .. })), "{refused:?}");
        }
        // Nothing secret in the log, and nothing of the refused calls.
        let log = store.changes(0, 100).await.unwrap();
        let kinds: Vec<&str> = log.iter().map(|change| &*change.kind).collect();
        assert_eq!(
            kinds,
            ["user-added", "user-added", "user-password", "user-role", "user-removed"]
        );
        assert!(log.iter().all(|change| !change.what.contains("argon")));
    });
}

#[test]
fn the_last_administrator_stays() {
    on_both("last_admin", async |home| {
        let store = home.open().await;
        store.add_user("a", Role::Administrator, "x", &entry()).await.unwrap();
        for refused in [
            store.remove_user("a", &entry()).await,
            store.set_role("a", Role::Dispatcher, &entry()).await,
        ] {
            assert!(matches!(refused, Err(StoreError::LastAdministrator)), "{refused:?}");
        }
        store.set_role("a", Role::Administrator, &entry()).await.unwrap();
        store.add_user("b", Role::Administrator, "x", &entry()).await.unwrap();
        // Two at once: one of them must be refused.
        let (first, second) = (store.clone(), store.clone());
        let (one, other) = (entry(), entry());
        let (one, other) =
            tokio::join!(first.remove_user("a", &one), second.remove_user("b", &other));
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
        assert_eq!(store.users().await.unwrap().len(), 1);
    });
}

#[test]
fn names_and_roles_that_nobody_can_have_are_refused() {
    on_both("names", async |home| {
        let store = home.open().await;
        for name in ["", " a", "a ", "a\nb", "a\0b", &"n".repeat(65)] {
            let refused = store.add_user(name, Role::Auditor, "x", &entry()).await.unwrap_err();
            assert!(matches!(refused, StoreError::Invalid { .. }), "{name:?}: {refused}");
        }
        for (role, hash) in [(Role::Public, "x"), (Role::Auditor, ""), (Role::Auditor, "h\0")] {
            assert!(store.add_user("a", role, hash, &entry()).await.is_err());
        }
        let hash = "h".repeat(513);
        assert!(store.add_user("a", Role::Auditor, &hash, &entry()).await.is_err());
        assert_eq!(store.users().await.unwrap(), []);
    });
}

#[test]
fn a_session_lives_until_it_expires_or_is_ended() {
    on_both("sessions", async |home| {
        let store = home.open().await;
        let unknown = store.add_session(&[9; 32], "a", entry().at, &entry()).await.unwrap_err();
        assert!(matches!(unknown, StoreError::Unknown { .. }), "{unknown}");
        for name in ["a", "b"] {
            store.add_user(name, Role::Dispatcher, "x", &entry()).await.unwrap();
        }
        let noon = time("2026-11-22T12:00:00Z");
        let one = time("2026-11-22T13:00:00Z");
        for (token, name, expires) in
            [([1; 32], "a", noon), ([2; 32], "a", one), ([3; 32], "b", one)]
        {
            store.add_session(&token, name, expires, &entry()).await.unwrap();
        }
        assert!(store.add_session(&[1; 32], "b", one, &entry()).await.is_err());
        let at = async |token: u8, now| {
            let session = store.session(&[token; 32], now).await.unwrap();
            session.map(|session| (session.user, session.expires))
        };
        let before_noon = noon - jiff::SignedDuration::from_millis(1);
        assert_eq!(at(1, before_noon).await, Some(("a".to_owned(), noon)));
        assert_eq!(at(1, noon).await, None);
        assert_eq!(at(4, before_noon).await, None);

        // A role taken away is gone from the session at once.
        store.set_role("b", Role::Auditor, &entry()).await.unwrap();
        assert_eq!(store.session(&[3; 32], noon).await.unwrap().unwrap().role, Role::Auditor);

        let at_noon = Entry::new("gridbeat", noon);
        assert_eq!(store.remove_expired_sessions(&at_noon).await.unwrap(), 1);
        assert_eq!(store.remove_expired_sessions(&at_noon).await.unwrap(), 0);
        assert!(store.remove_session(&[2; 32], &entry()).await.unwrap());
        assert!(!store.remove_session(&[2; 32], &entry()).await.unwrap());
        assert_eq!(at(2, before_noon).await, None);
        assert_eq!(store.remove_sessions_of("b", &entry()).await.unwrap(), 1);
        assert_eq!(at(3, before_noon).await, None);

        // A new password and a removed user end sessions too.
        store.add_session(&[5; 32], "a", one, &entry()).await.unwrap();
        store.set_password("a", "y", &entry()).await.unwrap();
        assert_eq!(at(5, noon).await, None);
        store.add_user("c", Role::Administrator, "x", &entry()).await.unwrap();
        store.add_session(&[6; 32], "a", one, &entry()).await.unwrap();
        store.remove_user("a", &entry()).await.unwrap();
        assert_eq!(at(6, noon).await, None);
        // No token and no hash of one in the log.
        let log = store.changes(0, 100).await.unwrap();
        assert!(log.iter().all(|change| !change.what.contains("0505")));
    });
}
