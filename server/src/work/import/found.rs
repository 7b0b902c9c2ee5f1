//! What was found on the way from files to a drawing, in one form whoever found it.

use super::inside::inner_point;
use exchange::Reason;
use model::{Area, Position};
use spatial::Fault;

/// One thing found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// What sort of thing; a name that does not change, for programs.
    pub kind: &'static str,
    /// What is to be said of this one beside its place and codes; may be empty.
    pub text: String,
    /// Where; `None` when it has no place.
    pub at: Option<Position>,
    /// The codes of the units that take part.
    pub codes: Vec<String>,
    /// How much land is concerned, in square metres.
    pub area_m2: f64,
    /// How wide it is on the mean, in metres; zero when that says nothing.
    pub width_m: f64,
    /// How long it is, in metres; zero when that says nothing.
    pub length_m: f64,
    /// The share of a unit's land that lies where the unit belongs, 0 to 1; `None` when that is not
    /// what it is about.
    pub share: Option<f64>,
    /// Whether the result is free of it.
    pub mended: bool,
}

impl Found {
    /// Something without a place or land.
    pub(crate) fn new(kind: &'static str, text: impl Into<String>) -> Self {
        let (text, codes) = (text.into(), Vec::new());
        Self {
            kind,
            text,
            at: None,
            codes,
            area_m2: 0.0,
            width_m: 0.0,
            length_m: 0.0,
            share: None,
            mended: false,
        }
    }

    /// What building a partition found.
    pub(crate) fn of_fault(fault: &Fault, codes: impl IntoIterator<Item = String>) -> Self {
        Self {
            kind: fault.kind.as_str(),
            text: String::new(),
            at: Some(fault.at),
            codes: codes.into_iter().collect(),
            area_m2: fault.area.get(),
            width_m: fault.width_m,
            length_m: fault.length_m,
            share: None,
            mended: fault.mended,
        }
    }

    /// The same, at a place.
    #[must_use]
    pub(crate) fn at(self, at: Option<Position>) -> Self {
        Self { at, ..self }
    }

    /// The same, about all the land of an area.
    #[must_use]
    pub(crate) fn over(self, area: &Area) -> Self {
        Self { area_m2: spatial::ground_area(area).get(), ..self.at(inner_point(area)) }
    }

    /// The same, of these units.
    #[must_use]
    pub(crate) fn of(self, codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { codes: codes.into_iter().map(Into::into).collect(), ..self }
    }

    /// Whether input with such a thing is no clean partition. The rest is only worth knowing.
    pub(crate) fn is_fault(&self) -> bool {
        !matches!(
            self.kind,
            "multi-part" | "hole" | "pinch" | "narrow" | "repeated-point" | "layer-passed-over"
        )
    }
}

/// What sort of thing a reader's fault is.
pub(crate) fn kind_of(reason: &Reason) -> &'static str {
    match reason {
        Reason::NoGeometry => "no-geometry",
        Reason::TooFewPoints { .. } => "too-few-points",
        Reason::OffTheEarth { .. } => "off-the-earth",
        Reason::Unprojectable { .. } => "unprojectable",
        Reason::CrsUnknown { .. } => "crs-unknown",
        Reason::Crs { .. } => "crs",
        Reason::NoSuchField(_) => "no-such-field",
        Reason::NotAnArea => "not-an-area",
        Reason::CodeMissing(_) => "code-missing",
        Reason::Code { .. } => "code-unusable",
        Reason::CodeRepeated { .. } => "code-repeated",
        Reason::Damaged(_) => "damaged",
        _ => "unreadable",
    }
}

/// An error with its causes, in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut at = error;
    while let Some(cause) = at.source() {
        line = format!("{line}: {cause}");
        at = cause;
    }
    line
}
