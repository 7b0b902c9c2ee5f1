//! Hotspots: where there is more than chance would put there, when, and whether that held.
//!
//! Places and times only: nothing here knows what an incident was, or whose.
//!
//! # Method
//!
//! Areas (cells of H3, or grids) are scored by the local statistic `Gi*` of Getis and Ord (Ord, Getis:
//! "Local spatial autocorrelation statistics", Geographical Analysis 27(4), 1995), equation 14, with
//! an area and its neighbours counted alike. It asks whether high values lie together more than they
//! would if the values were dealt out anew. Counts of few incidents are not normal, so the sum around
//! an area must also be too large for incidents that fall anywhere alike (a binomial tail, exact);
//! the larger of the two probabilities counts. So many areas are asked about at once that some would
//! stand out by chance: the rule of Benjamini and Hochberg ("Controlling the false discovery rate",
//! Journal of the Royal Statistical Society B 57(1), 1995) keeps the expected share of false ones
//! among those told below the level.
//!
//! # Limits, to be said where hotspots are shown
//!
//! What is counted is what was reported: where more is looked for, more is found. A hotspot says that
//! there was more in a period, not that there will be, which [`Held`] measures on later data. The
//! size of the areas changes the answer.

// Counts and sizes of areas are far below what a float holds exactly; areas are numbered in 32 bits.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "numbers of areas and incidents are below 2^32"
)]

mod held;
mod hours;
mod score;
mod tails;

pub use held::{Held, densest, held};
pub use hours::{HOURS, HourWindow, WeekPattern};
pub use score::{Ground, HotspotError, Hotspots, Score, find};
