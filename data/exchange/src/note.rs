//! What readers say about a file: notes on what was found and done, faults for what needs a person.

use std::fmt;

/// How often something was seen, and where first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// How often.
    pub count: usize,
    /// The place of the first feature it was seen in.
    pub first: usize,
}

/// Something found or done while reading; nothing is lost by it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Note {
    /// The coordinate system the file names, which was followed.
    Crs {
        /// Its name as given.
        name: String,
    },
    /// The file names no coordinate system; degrees of WGS 84 were assumed.
    CrsAssumed,
    /// The file names no coordinate system; the numbers themselves gave it away.
    CrsGuessed {
        /// What it was taken for.
        name: String,
    },
    /// The file names a coordinate system that cannot be meant; it was not followed.
    CrsIgnored {
        /// What the file says.
        name: String,
        /// Why that cannot be meant.
        why: String,
    },
    /// The file names a system that is used far from here and whose number is a slip of 4326. It
    /// was followed, because programs that write such a name have converted the points as well.
    CrsDoubtful {
        /// What the file says.
        name: String,
    },
    /// A change of datum moved the points.
    Shifted {
        /// From which datum or coordinate system.
        from: String,
        /// By at most how many metres.
        metres: f64,
    },
    /// Latitude stood first, or northing before easting; the axes were swapped.
    AxesSwapped {
        /// How many points can only be read swapped.
        points: usize,
        /// Out of how many.
        of: usize,
    },
    /// Rings whose last point is not the first; they were closed.
    RingsClosed(Seen),
    /// Points equal to the one before them, after rounding to 1e-7 degree; one of each was kept.
    PointsRepeated(Seen),
    /// Outer rings that ran clockwise or holes that ran counter-clockwise; they were turned.
    RingsTurned(Seen),
    /// Holes that lay in no outer ring; each was taken for an outer ring.
    HolesOutside(Seen),
    /// Features of several points, or of points, lines and areas at once; each became several.
    Split(Seen),
    /// Features that share code, name and parent with one before; each was joined to it.
    Merged(Seen),
    /// The encoding of the texts.
    Encoding {
        /// Its name.
        name: &'static str,
        /// Whether it was guessed from the bytes rather than said by the file.
        guessed: bool,
    },
    /// Files that were not read because they are of no known kind.
    PartsUnread {
        /// Their names, at most a few.
        names: String,
    },
}

impl Note {
    /// A short name that does not change, for programs.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Crs { .. } => "crs",
            Self::CrsAssumed => "crs-assumed",
            Self::CrsGuessed { .. } => "crs-guessed",
            Self::CrsIgnored { .. } => "crs-ignored",
            Self::CrsDoubtful { .. } => "crs-doubtful",
            Self::Shifted { .. } => "shifted",
            Self::AxesSwapped { .. } => "axes-swapped",
            Self::RingsClosed(_) => "rings-closed",
            Self::PointsRepeated(_) => "points-repeated",
            Self::RingsTurned(_) => "rings-turned",
            Self::HolesOutside(_) => "holes-outside",
            Self::Split(_) => "split",
            Self::Merged(_) => "merged",
            Self::Encoding { .. } => "encoding",
            Self::PartsUnread { .. } => "parts-unread",
        }
    }

    /// Whether a person should look at it before trusting the result.
    pub fn warns(&self) -> bool {
        matches!(
            self,
            Self::CrsGuessed { .. }
                | Self::CrsIgnored { .. }
                | Self::CrsDoubtful { .. }
                | Self::AxesSwapped { .. }
                | Self::HolesOutside(_)
                | Self::PartsUnread { .. }
        )
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Crs { name } => write!(f, "coordinate system {name}"),
            Self::CrsAssumed => {
                write!(f, "the file names no coordinate system; degrees of WGS 84 assumed")
            }
            Self::CrsGuessed { name } => {
                write!(f, "the file names no coordinate system; its numbers are those of {name}")
            }
            Self::CrsIgnored { name, why } => {
                write!(f, "the file says {name}, which was not followed: {why}")
            }
            Self::CrsDoubtful { name } => write!(
                f,
                "the file says {name}, which is not used here and may be a slip of EPSG:4326; it \
                 was followed. If the map lies beside the streets, read it again as EPSG:4326"
            ),
            Self::Shifted { from, metres } => {
                write!(f, "converted from {from} to WGS 84, moving points by up to {metres:.1} m")
            }
            Self::AxesSwapped { points, of } => write!(
                f,
                "the axes stand swapped and were put right ({points} of {of} points make sense \
                 only swapped)"
            ),
            Self::RingsClosed(seen) => write!(f, "rings not closed: closed {seen}"),
            Self::PointsRepeated(seen) => write!(f, "points repeated: kept once {seen}"),
            Self::RingsTurned(seen) => write!(f, "rings wound the wrong way: turned {seen}"),
            Self::HolesOutside(seen) => {
                write!(f, "holes outside every outer ring: taken as areas {seen}")
            }
            Self::Split(seen) => write!(f, "features of several shapes: split {seen}"),
            Self::Merged(seen) => write!(f, "features of one code and name: joined {seen}"),
            Self::Encoding { name, guessed: false } => write!(f, "texts in {name}"),
            Self::Encoding { name, guessed: true } => write!(f, "texts in {name}, by their bytes"),
            Self::PartsUnread { names } => write!(f, "not read: {names}"),
        }
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (first in feature {})", self.count, self.first)
    }
}

/// Something that could not be taken as given, and where.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", self.heading())]
pub struct Fault {
    /// The feature's place in the file, from 0; `None` when it is the layer as a whole.
    pub place: Option<usize>,
    /// The feature's code, where known.
    pub code: Option<String>,
    /// What is wrong.
    #[source]
    pub reason: Reason,
}

impl Fault {
    /// A fault of the feature at `place`.
    pub fn at(place: usize, reason: Reason) -> Self {
        Self { place: Some(place), code: None, reason }
    }

    /// A fault of the layer as a whole.
    pub fn whole(reason: Reason) -> Self {
        Self { place: None, code: None, reason }
    }

    fn heading(&self) -> String {
        match (self.place, &self.code) {
            (Some(place), Some(code)) => format!("feature {place} ({code})"),
            (Some(place), None) => format!("feature {place}"),
            (None, _) => "the layer".to_owned(),
        }
    }
}

/// What is wrong with a feature or a layer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The feature is not what the format says it must be.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// There is no geometry.
    #[error("it has no geometry")]
    NoGeometry,
    /// A ring with fewer than three different points, or a line with fewer than two; left out.
    #[error("a {what} has only {points} different point(s) and was left out")]
    TooFewPoints {
        /// `ring`, `hole` or `line`.
        what: &'static str,
        /// How many different points there are.
        points: usize,
    },
    /// A point that is not on the Earth; the feature has no shape.
    #[error("longitude {lon}, latitude {lat} is not on the Earth")]
    OffTheEarth {
        /// As given or as converted, in degrees.
        lon: f64,
        /// As given or as converted, in degrees.
        lat: f64,
    },
    /// Points that the coordinate system cannot place; the feature has no shape.
    #[error("x {x}, y {y} lies outside the coordinate system")]
    Unprojectable {
        /// East, in the units of the file.
        x: f64,
        /// North, in the units of the file.
        y: f64,
    },
    /// The numbers are not degrees and nothing says what they are; no feature has a shape.
    #[error(
        "the coordinates are no degrees (x {x}, y {y}) and the file names no coordinate system; \
         name it, for instance EPSG:4549"
    )]
    CrsUnknown {
        /// One point of the layer.
        x: f64,
        /// One point of the layer.
        y: f64,
    },
    /// A coordinate system that cannot be followed; no feature has a shape.
    #[error("the coordinate system {name} cannot be read: {why}")]
    Crs {
        /// What the file says.
        name: String,
        /// Why not.
        why: String,
    },
    /// A field was named that no feature has; it was guessed instead.
    #[error("there is no field {0}")]
    NoSuchField(String),
    /// The row is marked as deleted; the feature was left out.
    #[error("it is marked as deleted and was left out")]
    Deleted,
    /// The feature is no area, where areas are wanted.
    #[error("it is no area")]
    NotAnArea,
    /// The field that holds the codes is empty here; a made-up code stands in.
    #[error("it has no code; {0} stands in")]
    CodeMissing(String),
    /// The code is no code; a made-up one stands in.
    #[error("its code cannot be used; {code} stands in")]
    Code {
        /// Why not.
        #[source]
        error: model::CodeError,
        /// The code that stands in.
        code: String,
    },
    /// Another unit has this code; this one got a made-up ending.
    #[error("its code is also that of feature {first}; {code} stands in")]
    CodeRepeated {
        /// The place of the other.
        first: usize,
        /// The code that stands in.
        code: String,
    },
    /// Rows or bytes that are missing at the end, or that do not fit together.
    #[error("the file is damaged: {0}")]
    Damaged(String),
}
