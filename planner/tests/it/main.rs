//! The planner's promises, kept on random and on built problems.

mod brute;
mod builders;
mod demo;
mod design;
mod dispatch;
mod district;
mod judge;
mod promises;
mod routing;
mod towns;
