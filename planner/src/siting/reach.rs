//! Who is how far from which site.

/// Places with people, sites that could serve them, and the time between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The people, or households, or incidents, of each place.
    pub(super) weights: Vec<u32>,
    /// By site: the places that can be reached from it with the time, by place.
    pub(super) near: Vec<Vec<(u32, u32)>>,
    /// Sites that are there already and stay.
    pub(super) present: Vec<bool>,
}

/// The greatest sum of all weights.
pub const PEOPLE_MAX: u64 = 1 << 40;

/// The longest time that is reckoned with, in seconds (48 days): with [`PEOPLE_MAX`] all ways of all
/// people together are below 2^62.
pub const SECONDS_MAX: u32 = 1 << 22;

/// Why nothing can be sited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SitingError {
    /// The table does not fit the places and sites.
    #[error("the table has {given} times, not {wanted}")]
    Table {
        /// How many it has.
        given: usize,
        /// How many it should have.
        wanted: usize,
    },
    /// A present site is not among the sites.
    #[error("there is no site {0}")]
    NoSite(usize),
    /// Weights add up to more than can be reckoned with.
    #[error("the weights add up to {0}, more than {PEOPLE_MAX}")]
    TooHeavy(u64),
    /// A time is longer than any way is.
    #[error("a time of {0} seconds is longer than {SECONDS_MAX}")]
    TooLong(u32),
    /// More sites are wanted than there are, or fewer than stay.
    #[error("{wanted} sites are wanted, there are {sites}, of which {present} stay")]
    Sites {
        /// How many are wanted.
        wanted: usize,
        /// How many there are.
        sites: usize,
        /// How many stay.
        present: usize,
    },
}

impl Reach {
    /// From a table of times in seconds, a row for each site with one for each place, `None` where
    /// no way leads; and the sites that are there already. O(table).
    ///
    /// # Errors
    ///
    /// [`SitingError`] when the table does not fit, a present site is none, or weights or times are
    /// beyond [`PEOPLE_MAX`] and [`SECONDS_MAX`].
    pub fn of_table(
        weights: Vec<u32>,
        sites: usize,
        times: &[Option<u32>],
        present: &[usize],
    ) -> Result<Self, SitingError> {
        let wanted = weights.len().saturating_mul(sites);
        if times.len() != wanted {
            return Err(SitingError::Table { given: times.len(), wanted });
        }
        let people: u64 = weights.iter().map(|&weight| u64::from(weight)).sum();
        if people > PEOPLE_MAX {
            return Err(SitingError::TooHeavy(people));
        }
        if let Some(&long) = times.iter().flatten().find(|time| **time > SECONDS_MAX) {
            return Err(SitingError::TooLong(long));
        }
        let mut there = vec![false; sites];
        for &site in present {
            *there.get_mut(site).ok_or(SitingError::NoSite(site))? = true;
        }
        let row = |site: usize| {
            let row = &times[site * weights.len()..(site + 1) * weights.len()];
            (0..).zip(row).filter_map(|(place, time)| Some((place, (*time)?))).collect()
        };
        let near = (0..sites).map(row).collect();
        Ok(Self { weights, near, present: there })
    }

    /// How many sites there are.
    pub(super) fn sites(&self) -> usize {
        self.near.len()
    }

    /// The places that each site reaches within a time.
    pub(super) fn within(&self, seconds: u32) -> Vec<Vec<u32>> {
        let close = |near: &Vec<(u32, u32)>| {
            near.iter().filter(|it| it.1 <= seconds).map(|it| it.0).collect()
        };
        self.near.iter().map(close).collect()
    }

    /// Whether so many sites can be chosen.
    pub(super) fn enough(&self, wanted: usize) -> Result<(), SitingError> {
        let (sites, present) = (self.sites(), self.present.iter().filter(|it| **it).count());
        if wanted > sites || wanted < present {
            return Err(SitingError::Sites { wanted, sites, present });
        }
        Ok(())
    }
}
