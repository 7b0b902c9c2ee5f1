//! Roads: OpenStreetMap extracts in PBF, and layers of lines, into a [`RoadNetwork`].
//!
//! | file | holds |
//! |---|---|
//! | `wire` | the fields of a protobuf message |
//! | `blocks` | the blocks of a PBF file, unpacked within limits |
//! | `elements` | the nodes, ways and relations of a block |
//! | `osm` | both passes over a file, and what comes of them |
//! | `tags` | what tags say of a way: class, who may pass, limit |
//! | `access` | who may pass, by the rules of OpenStreetMap |
//! | `turns` | turn restrictions |
//! | `lines` | layers of lines: Shapefile, GeoJSON |
//! | `write` | a network as PBF, for the store and for other programs |

mod access;
mod blocks;
mod elements;
mod lines;
mod osm;
mod tags;
mod turns;
mod wire;
mod write;

pub use write::write_roads;

use crate::{Part, ReadError, ReadSettings};
use model::RoadNetwork;
use std::fmt;

/// Roads, and what was found while reading them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GivenRoads {
    /// The roads.
    pub network: RoadNetwork,
    /// What was found and done, and what is wrong.
    pub found: RoadsFound,
}

/// What was found while reading roads, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoadsFound {
    /// Pieces of the file that are damaged; the rest was read.
    pub damaged: usize,
    /// What is wrong with the first of them.
    pub first_damage: Option<String>,
    /// Points that are not on the Earth; ways end before them.
    pub off_the_earth: usize,
    /// Ways cut where the file lacks their points, as at the edge of an extract.
    pub cut: usize,
    /// Ways left out because fewer than two of their points are there.
    pub too_short: usize,
    /// Lines of a layer whose kind is not known; taken as minor roads.
    pub class_unknown: usize,
    /// Features of a layer that are no lines.
    pub no_line: usize,
    /// Turn restrictions that run over several ways; not followed.
    pub rules_over_ways: usize,
    /// Turn restrictions for some hours only; not followed.
    pub rules_at_hours: usize,
    /// Turn restrictions whose ways or node are not there or do not meet.
    pub rules_broken: usize,
    /// The layer holds each direction as a line of its own, which was followed.
    pub directed: bool,
    /// Points moved by a change of datum.
    pub shifted: bool,
}

impl RoadsFound {
    /// Whether something was lost that a whole file would have given.
    pub fn is_clean(&self) -> bool {
        self.damaged == 0 && self.off_the_earth == 0 && self.no_line == 0
    }

    /// Notes one damaged piece.
    fn damage(&mut self, what: impl fmt::Display) {
        self.damaged += 1;
        self.first_damage.get_or_insert_with(|| what.to_string());
    }

    /// One line for each thing found, for a person.
    pub fn lines(&self) -> Vec<String> {
        let counted = [
            (self.damaged, "damaged piece(s) of the file were left out"),
            (self.off_the_earth, "point(s) are not on the Earth"),
            (self.no_line, "feature(s) are no lines and were left out"),
            (self.cut, "way(s) are cut where the file lacks their points"),
            (self.too_short, "way(s) have fewer than two points here and were left out"),
            (self.class_unknown, "line(s) of no known kind were taken as minor roads"),
            (self.rules_over_ways, "turn restriction(s) over several ways are not followed"),
            (self.rules_at_hours, "turn restriction(s) for some hours only are not followed"),
            (self.rules_broken, "turn restriction(s) name ways that are not there or do not meet"),
        ];
        let mut lines: Vec<String> = counted
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        lines.extend(self.first_damage.as_ref().map(|what| format!("first damage: {what}")));
        if self.directed {
            lines.push("each direction is a line of its own; followed".to_owned());
        }
        if self.shifted {
            lines.push("converted to WGS 84".to_owned());
        }
        lines
    }
}

/// Reads the roads of one input: an `.osm.pbf`, or a layer of lines (Shapefile, GeoJSON, also in
/// `.zip` and `.gz`) whose fields are named as OpenStreetMap's tags (`highway`, `oneway`, `name`,
/// `maxspeed` …) or as extracts of it do (`fclass`).
///
/// # Errors
///
/// [`ReadError`] when nothing can be read; what is wrong in part is counted in
/// [`RoadsFound`] instead.
pub fn read_roads(parts: &[Part<'_>], settings: &ReadSettings) -> Result<GivenRoads, ReadError> {
    match parts {
        [only] if blocks::is_pbf(only.bytes) => osm::read(only, settings),
        _ => lines::read(parts, settings),
    }
}
