//! The planner's promises, kept on random and on built problems.

mod brute;
mod builders;
mod demo;
mod design;
mod dispatch;
mod district;
mod hotspots;
mod judge;
mod locks;
mod promises;
mod redraw;
mod relax;
mod roads;
mod routing;
mod siting;
mod teams;
mod towns;
mod vary;
mod waits;
