//! The towns there are.

/// Which town a made town is like.
///
/// The first four carry the official names and codes of their streets, towns, communities and
/// villages; the last two are invented altogether.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Like {
    /// 七里河区, a district in a river valley: 325 grids.
    Qilihe,
    /// 青山区, an industrial district on the plain: 529 grids.
    Qingshan,
    /// 黄南州, a prefecture of four counties on the plateau: 1,856 grids.
    Huangnan,
    /// 南湖区, a district of streets and water towns: 605 grids.
    Nanhu,
    /// An invented city: 10,000 grids.
    City10k,
    /// An invented province, four levels deep: 100,000 grids.
    Province100k,
}

impl Like {
    /// Every town, smallest district first.
    pub const ALL: [Self; 6] = [
        Self::Qilihe,
        Self::Qingshan,
        Self::Huangnan,
        Self::Nanhu,
        Self::City10k,
        Self::Province100k,
    ];

    /// The name used on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Qilihe => "qilihe",
            Self::Qingshan => "qingshan",
            Self::Huangnan => "huangnan",
            Self::Nanhu => "nanhu",
            Self::City10k => "city10k",
            Self::Province100k => "province100k",
        }
    }

    /// The town of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|like| like.as_str() == name)
    }

    /// How many grids the town has.
    pub const fn grids(self) -> u32 {
        match self {
            Self::Qilihe => 325,
            Self::Qingshan => 529,
            Self::Huangnan => 1_856,
            Self::Nanhu => 605,
            Self::City10k => 10_000,
            Self::Province100k => 100_000,
        }
    }
}
