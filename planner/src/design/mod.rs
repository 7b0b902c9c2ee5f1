//! Redrawing by hand: the state behind the designer's page.
//!
//! A [`Design`] is the draft of the land ([`spatial::Draft`]) with everything a designer weighs: codes
//! and names, locks, the households and incidents in each grid. It changes by [`Step`]s, which are
//! plain data, are refused with a reason and a place, and are taken back and made again without end.
//! The same steps from the same drawing give the same design.
//!
//! | question | where |
//! |---|---|
//! | what lies in a grid, how large and compact is it | [`GridFigures`] |
//! | what is wrong, the worst first | [`Finding`] |
//! | what differs from the drawing it began with, and who moves | [`Difference`] |
//! | what would a step give | [`Design::weigh`] |
//! | what is to be published | [`Design::drawing`] |

mod checks;
mod codes;
mod desk;
mod figures;
mod load;
mod outcome;
mod step;
mod trial;

pub use checks::{Finding, FindingKind};
pub use desk::{Design, Grid};
pub use figures::{GridFigures, Target};
pub use load::Load;
pub use outcome::{Became, Difference};
pub use step::{Change, Named, Refusal, Step};
