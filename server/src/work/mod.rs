//! What the house does, whoever asks: use cases that know neither HTTP nor the command line.

pub(crate) mod archive;
pub(crate) mod atlas;
pub(crate) mod backup;
pub(crate) mod clock;
pub(crate) mod counts;
pub(crate) mod demo;
pub(crate) mod designs;
pub(crate) mod events;
pub(crate) mod export;
pub(crate) mod first_users;
pub(crate) mod hotspots;
pub(crate) mod hours;
pub(crate) mod import;
pub(crate) mod jobs;
pub(crate) mod layers;
pub(crate) mod lineage;
pub(crate) mod passwords;
pub(crate) mod plans;
pub(crate) mod reassign;
pub(crate) mod redraw;
pub(crate) mod retell;
pub(crate) mod roads;
pub(crate) mod stamps;
pub(crate) mod static_map;
pub(crate) mod watch;
pub(crate) mod worker;
