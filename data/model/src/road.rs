//! Roads as a file gives them: ways over nodes, who may use each in which direction, and what is
//! forbidden at junctions.

use crate::Position;
use crate::patrol::Mode;

/// What a road is built for, in the order of its rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoadClass {
    /// A motorway: no crossing, no slow traffic.
    Motorway,
    /// A trunk road.
    Trunk,
    /// A primary road.
    Primary,
    /// A secondary road.
    Secondary,
    /// A tertiary road.
    Tertiary,
    /// A minor road outside settlements.
    Unclassified,
    /// A street that people live in.
    Residential,
    /// A street where walking comes first.
    LivingStreet,
    /// A way to a building, a yard, a parking place.
    Service,
    /// A track through fields or forest.
    Track,
    /// A street or square for walking.
    Pedestrian,
    /// A way for bicycles.
    Cycleway,
    /// A way for walking.
    Footway,
    /// A path of no special use.
    Path,
    /// Stairs.
    Steps,
    /// The line of a ferry.
    Ferry,
    /// A river, canal or fairway, for boats.
    Waterway,
}

impl RoadClass {
    /// Every class, in order.
    pub const ALL: [Self; 17] = [
        Self::Motorway,
        Self::Trunk,
        Self::Primary,
        Self::Secondary,
        Self::Tertiary,
        Self::Unclassified,
        Self::Residential,
        Self::LivingStreet,
        Self::Service,
        Self::Track,
        Self::Pedestrian,
        Self::Cycleway,
        Self::Footway,
        Self::Path,
        Self::Steps,
        Self::Ferry,
        Self::Waterway,
    ];

    /// The name used in files and the API; that of OpenStreetMap's `highway` but for the last two.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Motorway => "motorway",
            Self::Trunk => "trunk",
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Tertiary => "tertiary",
            Self::Unclassified => "unclassified",
            Self::Residential => "residential",
            Self::LivingStreet => "living_street",
            Self::Service => "service",
            Self::Track => "track",
            Self::Pedestrian => "pedestrian",
            Self::Cycleway => "cycleway",
            Self::Footway => "footway",
            Self::Path => "path",
            Self::Steps => "steps",
            Self::Ferry => "ferry",
            Self::Waterway => "waterway",
        }
    }

    /// The class of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == name)
    }
}

/// Who may travel a way, in the direction of its nodes and against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Passage(u8);

impl Passage {
    /// Nobody, either way.
    pub const NONE: Self = Self(0);

    const fn bit(mode: Mode, forward: bool) -> u8 {
        1 << (2 * mode as u8 + !forward as u8)
    }

    /// Whether `mode` may travel along the nodes (`forward`) or against them.
    pub const fn allows(self, mode: Mode, forward: bool) -> bool {
        self.0 & Self::bit(mode, forward) != 0
    }

    /// This passage with one direction of one mode opened or closed.
    #[must_use]
    pub const fn with(self, mode: Mode, forward: bool, open: bool) -> Self {
        let bit = Self::bit(mode, forward);
        Self(if open { self.0 | bit } else { self.0 & !bit })
    }

    /// Open both ways to these modes.
    pub fn both(modes: &[Mode]) -> Self {
        modes.iter().fold(Self::NONE, |passage, &mode| {
            passage.with(mode, true, true).with(mode, false, true)
        })
    }

    /// What is open here or there.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The same way, its nodes read from the other end.
    #[must_use]
    pub const fn reversed(self) -> Self {
        Self((self.0 & 0x55) << 1 | (self.0 & 0xaa) >> 1)
    }

    /// Whether nobody may pass.
    pub const fn is_closed(self) -> bool {
        self.0 == 0
    }
}

/// How a stretch of road lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lie {
    /// On the ground.
    #[default]
    Ground,
    /// On a bridge.
    Bridge,
    /// In a tunnel.
    Tunnel,
}

/// A point of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoadNode {
    /// Where it is.
    pub at: Position,
    /// Whether there are traffic signals.
    pub signals: bool,
    /// The modes that a barrier here stops, one bit each in the order of [`Mode::ALL`].
    pub stops: u8,
}

impl RoadNode {
    /// A plain point.
    pub const fn plain(at: Position) -> Self {
        Self { at, signals: false, stops: 0 }
    }

    /// Whether a barrier stops this mode here.
    pub const fn is_stopped(&self, mode: Mode) -> bool {
        self.stops & (1 << mode as u8) != 0
    }
}

/// A line of nodes of one kind; two ways meet where they share a node, nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoadWay {
    /// What its source calls it; not unique where the source cut a road up.
    pub id: i64,
    /// What it is built for.
    pub class: RoadClass,
    /// Who may travel it.
    pub passage: Passage,
    /// The posted limit in km/h.
    pub limit_kmh: Option<u8>,
    /// How it lies.
    pub lie: Lie,
    /// Whether it is a ramp between roads of its class.
    pub link: bool,
    /// Whether it runs round a roundabout.
    pub roundabout: bool,
    /// Its name, or its number where it has no name; empty without either.
    pub name: String,
    /// Places in [`RoadNetwork::nodes`], at least two.
    pub nodes: Vec<u32>,
}

/// What may not be done where two ways meet, for cars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TurnRule {
    /// The place of the way come from in [`RoadNetwork::ways`].
    pub from: u32,
    /// The place of the node turned at.
    pub via: u32,
    /// The place of the way gone to.
    pub to: u32,
    /// Whether this is the only way to go on, instead of one that is forbidden.
    pub only: bool,
}

/// The roads of a region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoadNetwork {
    /// Every point.
    pub nodes: Vec<RoadNode>,
    /// Every way, over places of `nodes`.
    pub ways: Vec<RoadWay>,
    /// The rules at junctions, over places of both.
    pub rules: Vec<TurnRule>,
}

impl RoadNetwork {
    /// The points of a way.
    pub fn line(&self, way: &RoadWay) -> Vec<Position> {
        way.nodes.iter().map(|&node| self.nodes[node as usize].at).collect()
    }

    /// Whether every place named in it exists and every way has two nodes.
    pub fn is_whole(&self) -> bool {
        let node = |&node: &u32| (node as usize) < self.nodes.len();
        let way = |way: u32| (way as usize) < self.ways.len();
        self.ways.iter().all(|way| way.nodes.len() > 1 && way.nodes.iter().all(node))
            && self.rules.iter().all(|it| way(it.from) && way(it.to) && node(&it.via))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_keeps_modes_and_directions_apart() {
        let passage = Passage::both(&[Mode::Foot]).with(Mode::Car, true, true);
        assert!(passage.allows(Mode::Foot, true) && passage.allows(Mode::Foot, false));
        assert!(passage.allows(Mode::Car, true) && !passage.allows(Mode::Car, false));
        let back = passage.reversed();
        assert!(!back.allows(Mode::Car, true) && back.allows(Mode::Car, false));
        assert_eq!(back.reversed(), passage);
        assert!(passage.with(Mode::Car, true, false) == Passage::both(&[Mode::Foot]));
        assert!(Passage::NONE.is_closed());
    }

    #[test]
    fn names_of_classes_are_read_back() {
        for class in RoadClass::ALL {
            assert_eq!(RoadClass::from_name(class.as_str()), Some(class));
        }
    }
}
