//! Keeping and finding: GeoPackage and PostGIS behind one interface.
//!
//! A [`Store`] keeps what must outlive the process: drawings, places, incidents, plans, jobs, users,
//! sessions, settings, and the log of every change. It answers from a file (`.gpkg`, which GDAL and
//! QGIS open as it is) or from a PostGIS database, and the same calls give the same answers.
//!
//! # Invariants
//!
//! 1. Every write is one transaction that ends with one record in the change log; a write that
//!    fails or is cancelled leaves neither. By construction: a transaction can only be committed
//!    with its record (`sql::Write`). Leases of jobs are renewed beside it: they are no facts.
//! 2. A call that has returned is durable: it survives `kill -9` and a loss of power.
//! 3. Same calls, same times, same store. No call reads the clock; numbers are given in order of
//!    writing and never twice; every answer has a defined order.
//! 4. Constraints live in the schema (`migrations/`). A row that breaks one all the same is
//!    [`StoreError::Corrupt`], never a panic.
//! 5. No column holds anything about a person but the account name of a user.
//!
//! # Units and order
//!
//! Positions are lattice points of 1e-7 degree, WGS 84, longitude first. Instants are kept to the
//! millisecond. Text is ordered by its bytes.
//!
//! # Not here
//!
//! No clock, no HTTP, no password hashing, no geometry beyond boxes: see `server` and `spatial`.

mod backup;
mod changes;
mod dated;
mod designs;
mod drawings;
mod entry;
mod error;
mod facts;
mod foreign;
mod geopackage;
mod incident_points;
mod incident_search;
mod incidents;
mod instant;
mod intake;
mod jobs;
mod layers;
mod leases;
mod lineage;
mod migrate;
mod news;
mod overlays;
mod places;
mod plans;
mod postgis;
mod servers;
mod sessions;
mod settings;
mod soundness;
mod sql;
mod store;
mod tables;
mod taking;
mod units;
mod users;
mod whole;
mod wkb;

pub use backup::Proof;
pub use changes::{BrokenAt, Change, Verified};
pub use dated::Validity;
pub use designs::{DesignState, DesignStep, DesignSummary, Submission};
pub use drawings::{DrawingSummary, NewDrawing, StoredDrawing};
pub use entry::{DesignId, DrawingId, Entry, IncidentId, PlanId};
pub use error::{Fault, StoreError};
pub use facts::Facts;
pub use foreign::read_geopackage;
pub use incident_points::OpenIncident;
pub use incidents::{IncidentQuery, StoredIncident};
pub use intake::{Intake, IntakeLimits};
pub use jobs::{JobRecord, JobState};
pub use leases::{Lease, Renewed};
pub use lineage::{Lineage, LineageShare, NewLineage};
pub use news::News;
pub use overlays::{Overlay, OverlayFilter};
pub use places::{DatedPlace, PlaceFilter};
pub use plans::{NewPlan, PlanRoute, PlanSummary, StoredPlan};
pub use sessions::{Session, TokenHash};
pub use store::{OpenMode, Store};
pub use taking::Added;
pub use users::{User, UserSummary};
pub use whole::TableDigest;
