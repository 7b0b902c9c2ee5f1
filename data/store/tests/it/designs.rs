//! Designs: steps in one order whoever adds them, submitted once, published once.

use crate::given::{self, entry, time};
use crate::home::on_both;
use store::{DesignId, DesignState, DrawingId, Submission};

fn submission(steps: u64) -> Submission {
    Submission {
        by: "designer".to_owned(),
        steps,
        valid_from: time("2027-01-01T00:00:00Z"),
        hash: "0123456789abcdef".repeat(4),
    }
}

#[test]
fn a_design_is_its_steps_in_order() {
    on_both("designs", async |home| {
        let store = home.open().await;
        let base = store.publish_drawing(&given::drawing("2026-06-01T00:00:00Z"), &entry()).await;
        let base = base.unwrap();
        let codes = store.grid_codes().await.unwrap();
        assert!(
            codes.is_sorted() && codes.iter().all(|code| code.as_str().len() == 12),
            "{codes:?}"
        );
        let id = store.add_design("七星 43 → 49", base, &entry()).await.unwrap();
        assert_eq!(id, DesignId(1));
        assert!(store.add_design(" ", base, &entry()).await.is_err());
        assert!(store.add_design("x", DrawingId(9), &entry()).await.is_err());
        let text = "{ \"split\": 1.50,\n\"a\":[ ] }";
        assert!(store.add_design_step(id, 1, text, &entry()).await.unwrap());
        // A number that is taken, one that comes too early, a design that is none.
        for (id, seq) in [(id, 1), (id, 3), (id, 0), (DesignId(7), 1)] {
            assert!(!store.add_design_step(id, seq, "{}", &entry()).await.unwrap());
        }
        assert!(store.add_design_step(id, 2, "{", &entry()).await.is_err());
        assert!(store.add_design_step(id, 2, "{}", &entry()).await.unwrap());
        store.close().await;

        let store = home.open().await;
        let steps = store.design_steps(id, 0, 10).await.unwrap();
        assert_eq!(steps.iter().map(|step| step.seq).collect::<Vec<_>>(), [1, 2]);
        assert_eq!((&*steps[0].what, &*steps[0].who), (text, &*entry().who));
        assert_eq!(store.design_steps(id, 1, 10).await.unwrap(), steps[1..]);
        assert_eq!(store.design_steps(id, 0, 1).await.unwrap(), steps[..1]);
        let other = store.add_design("另一个", base, &entry()).await.unwrap();
        let all = store.designs().await.unwrap();
        assert_eq!(all.iter().map(|it| it.id).collect::<Vec<_>>(), [other, id]);
        assert_eq!((all[1].steps, all[1].state, all[1].base), (2, DesignState::Open, base));
        assert_eq!(all[1].last, Some((entry().who, steps[1].at)));
        assert_eq!((all[0].steps, &all[0].last), (0, &None));
        assert_eq!(store.design(id).await.unwrap().as_ref(), Some(&all[1]));
        assert_eq!(store.design(DesignId(9)).await.unwrap(), None);
        assert!(store.verify().await.unwrap().is_ok());
    });
}

#[test]
fn it_is_submitted_as_seen_and_published_once() {
    on_both("approval", async |home| {
        let store = home.open().await;
        let base = given::drawing("2026-06-01T00:00:00Z");
        let base = store.publish_drawing(&base, &entry()).await.unwrap();
        let id = store.add_design("a", base, &entry()).await.unwrap();
        let next = given::drawing("2027-01-01T00:00:00Z");
        // Not before it is submitted.
        let early = store.publish_drawing_of(id, &next, None, &entry()).await.unwrap();
        assert_eq!(early, None);
        assert!(store.add_design_step(id, 1, "{}", &entry()).await.unwrap());
        assert!(!store.submit_design(id, &submission(0), &entry()).await.unwrap());
        assert!(store.submit_design(id, &submission(1), &entry()).await.unwrap());
        assert!(!store.submit_design(id, &submission(1), &entry()).await.unwrap());
        // What is submitted stays as it is.
        assert!(!store.add_design_step(id, 2, "{}", &entry()).await.unwrap());
        let found = store.design(id).await.unwrap().unwrap();
        assert_eq!(found.submission, Some(submission(1)));
        // Given back, changed, submitted again.
        assert!(store.return_design(id, false, &entry()).await.unwrap());
        assert!(!store.return_design(id, false, &entry()).await.unwrap());
        assert_eq!(store.design(id).await.unwrap().unwrap().submission, None);
        assert!(store.add_design_step(id, 2, "{}", &entry()).await.unwrap());
        assert!(store.submit_design(id, &submission(2), &entry()).await.unwrap());
        // Two second persons at once: one drawing.
        let (one, two) = (entry(), entry());
        let (a, b) = tokio::join!(
            store.publish_drawing_of(id, &next, None, &one),
            store.publish_drawing_of(id, &next, None, &two),
        );
        let mut out = [a.unwrap(), b.unwrap()];
        out.sort();
        assert_eq!(out, [None, Some(DrawingId(2))]);
        let found = store.design(id).await.unwrap().unwrap();
        assert_eq!((found.state, found.drawing), (DesignState::Published, Some(DrawingId(2))));
        assert_eq!(store.drawings().await.unwrap().len(), 2);
        assert!(!store.return_design(id, true, &entry()).await.unwrap());
        let given_up = store.add_design("b", base, &entry()).await.unwrap();
        assert!(store.return_design(given_up, true, &entry()).await.unwrap());
        assert_eq!(store.design(given_up).await.unwrap().unwrap().state, DesignState::Dropped);
        assert!(store.verify().await.unwrap().is_ok());
    });
}
