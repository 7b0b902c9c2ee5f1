//! Patrol plans: who visits what, when, and the judge that checks it.
