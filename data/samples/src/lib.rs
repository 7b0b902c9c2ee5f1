//! Invented towns and how they are made: same seed, identical town.
//!
//! One generator makes every size. Names, official codes and the rounded coordinates of public
//! places are facts (`README.md` says where from); all geometry finer than that, every household,
//! incident and telephone number is invented and shown as 「示意数据,非测绘成果」.
//!
//! # How a town is drawn
//!
//! The coarse outline is bent until it is fine enough (`outline`). Then region by region, from
//! the whole town down to the grids (`draw`): scatter points and triangulate (`mesh`), lay the
//! roads along edges of the mesh, cut the region along the cheapest paths between the middles of
//! its parts, and bend each shared border once, inside the room that it owns. Borders are exact on
//! the lattice of 1e-7 degree and shared point by point; every unit is one simple ring without
//! holes. Nothing is repaired afterwards.
//!
//! # Identical everywhere
//!
//! Only whole numbers and the basic operations and square roots of IEEE 754 decide; no map with
//! random order is walked. The triangulation (spade) uses exact predicates.

mod draw;
mod ground_plan;
mod incidents;
mod landmarks;
mod like;
mod mesh;
mod network;
mod outline;
mod patrol;
mod places;
mod plan;
mod point;
mod rng;
mod services;
mod streets;
mod town;
mod towns;
mod ways;

pub use like::Like;
pub use town::{MakeError, Road, Town, make};
