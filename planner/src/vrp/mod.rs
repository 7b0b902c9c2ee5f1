//! The routing kernel: tours for vehicles at the least cost, whatever they are for.
//!
//! | file | holds |
//! |---|---|
//! | `instance`, `flat` | the problem as flat tables, and how the literature's form becomes them |
//! | `ground`, `table` | distances and travel times |
//! | `near` | which clients go well next to one another |
//! | `state`, `times`, `undo`, `family` | all tours, when everything happens, the way back, visits kept apart |
//! | `pin` | clients whose places in a tour are fixed |
//! | `team` | visits that several vehicles make together |
//! | `rest` | rests of drivers, taken where the stop before ends |
//! | `spot`, `apart` | where a client fits best, and when beside others of its family |
//! | `ruin`, `recreate` | taking strings of clients out, putting them back |
//! | `search`, `warm`, `solve` | the loop, where it may begin, and its door |

mod apart;
mod family;
mod flat;
pub(crate) mod ground;
mod instance;
mod judge;
mod near;
mod pin;
mod recreate;
mod rest;
mod ruin;
mod search;
mod solve;
mod spot;
mod state;
mod table;
mod team;
mod times;
mod undo;
mod warm;

pub(crate) use instance::{Client, Family, Instance, Kind, NONE, index};
pub(crate) use rest::unsettled;
pub(crate) use search::{Best, search, search_from};

pub(crate) use state::Node;
pub(crate) use table::{MATRIX_MAX, Table};
pub(crate) use warm::{Given, nodes_of};

pub use flat::{AMOUNT_MAX, CLIENTS_MAX, RoutingError};
pub use judge::{RoutingFault, RoutingVerdict, check_routing};
pub use search::Tuning;
pub use solve::{RoutingProgress, solve_routing};
