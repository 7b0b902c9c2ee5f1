//! Redrawing by machine: K grids out of atoms, or better grids out of the present ones.
//!
//! [`redraw`] divides a [`Ground`] of atoms into grids that hang together, stay inside their
//! communities, weigh about the same and have short borders; or improves the present grids with few
//! households moved. [`Figures`] judges any drawing from the ground alone. The model in mathematics
//! is in this crate's `README.md`.
//!
//! | file | holds |
//! |---|---|
//! | `ground` | atoms, borders, what is wrong with them |
//! | `land`, `islands` | the ground of drawn land; what hangs together with nothing |
//! | `task` | what is asked for and what comes out |
//! | `mesh` | the ground as flat arrays |
//! | `parts` | what hangs together, and how many grids each part gets |
//! | `halve` | a first drawing |
//! | `present` | where improving begins |
//! | `state`, `rim` | a drawing with all sums up to date; what moves in it may cost |
//! | `joined` | does a grid hang together without an atom |
//! | `anneal` | the search |
//! | `figures` | the judge |
//! | `draw` | the door |
//!
//! # Invariants
//!
//! 1. Every grid of a drawing made anew has an atom, hangs together and lies in one community.
//! 2. Locked atoms and grids are as they were.
//! 3. The same ground, task and steps give the same drawings on every machine: the search counts in
//!    integers, and what is not is not left to the system's mathematics library.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "atoms, lengths and weights are checked against their limits in `Ground::sound`"
)]

mod anneal;
mod draw;
mod figures;
mod ground;
mod halve;
mod islands;
mod joined;
mod land;
mod mesh;
mod parts;
mod present;
mod rim;
mod state;
mod task;

pub use draw::redraw;
pub use figures::Figures;
pub use ground::{ATOMS_MAX, Atom, Border, Ground, RedrawError, WEIGHT_MAX};
pub use islands::link_islands;
pub use land::ground_of;
pub use task::{Aim, Drawing, Infeasible, Merit, Progress, Redrawn, Task};
