//! The planner's promises, kept on random and on built problems.

mod brute;
mod demo;
mod judge;
mod promises;
mod towns;
