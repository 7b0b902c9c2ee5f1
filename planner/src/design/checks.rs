//! What is wrong with a design, the worst first, each at its place.

use super::desk::Design;
use super::figures::Target;
use model::{Code, GridId, Position};
use std::collections::BTreeMap;

/// Below this a grid is a thin strip.
const THIN: f64 = 0.1;

/// Something wrong with a design.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What sort of thing.
    pub kind: FindingKind,
    /// The grids concerned.
    pub grids: Vec<GridId>,
    /// Where to look.
    pub at: Option<Position>,
    /// How bad it is, to put the worst first: households that it does harm to.
    pub damage: f64,
    /// The figure that is wrong: households, parts, holes, compactness.
    pub value: f64,
}

/// The sorts of things that can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// A grid lies in more pieces than in the drawing that it began with.
    Torn,
    /// Another grid lies wholly inside it.
    Encloses,
    /// No household lives in it, though grids of its unit have some.
    Empty,
    /// More households than the tolerance allows.
    TooMany,
    /// Fewer households than the tolerance allows.
    TooFew,
    /// A thin strip.
    Thin,
    /// Two grids have one code.
    CodeTwice,
    /// It is still called by its code.
    Unnamed,
}

impl FindingKind {
    /// The word for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Torn => "torn",
            Self::Encloses => "encloses",
            Self::Empty => "empty",
            Self::TooMany => "too-many",
            Self::TooFew => "too-few",
            Self::Thin => "thin",
            Self::CodeTwice => "code-twice",
            Self::Unnamed => "unnamed",
        }
    }
}

impl Design {
    /// Everything that is wrong, the worst first. Costs what the figures of all grids do: some 20 µs
    /// a grid.
    pub fn findings(&self, target: Target) -> Vec<Finding> {
        let wanted = self.wanted(target);
        let mut found = Vec::new();
        let mut by_code: BTreeMap<&Code, Vec<GridId>> = BTreeMap::new();
        for (grid, info) in self.grids() {
            by_code.entry(&info.named.code).or_default().push(grid);
            let Some(figures) = self.figures(grid) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "counts of a city fit")]
            let (households, parts) = (figures.households as f64, figures.parts as f64);
            let mut say = |kind, value: f64, damage: f64| {
                found.push(Finding { kind, grids: vec![grid], at: figures.label, damage, value });
            };
            if figures.parts > self.parts_before(grid) {
                say(FindingKind::Torn, parts, households.max(1.0));
            }
            if figures.holes > 0 {
                #[expect(clippy::cast_precision_loss, reason = "counts of a city fit")]
                say(FindingKind::Encloses, figures.holes as f64, 0.5);
            }
            if figures.compactness < THIN {
                say(FindingKind::Thin, figures.compactness, 0.25);
            }
            match self.deviation(grid, wanted) {
                Some(_) if figures.households == 0 => say(FindingKind::Empty, 0.0, wanted),
                Some(off) if off > target.tolerance => {
                    say(FindingKind::TooMany, households, households - wanted);
                }
                Some(off) if off < -target.tolerance => {
                    say(FindingKind::TooFew, households, wanted - households);
                }
                _ => {}
            }
            if info.named.name == info.named.code.as_str() {
                say(FindingKind::Unnamed, 1.0, 0.125);
            }
        }
        for grids in by_code.into_values().filter(|grids| grids.len() > 1) {
            let at = grids.first().and_then(|grid| self.figures(*grid)?.label);
            let (kind, damage) = (FindingKind::CodeTwice, f64::MAX);
            found.push(Finding { kind, grids, at, damage, value: 2.0 });
        }
        found.sort_by(|a, b| {
            b.damage.total_cmp(&a.damage).then(a.kind.cmp(&b.kind)).then(a.grids.cmp(&b.grids))
        });
        found
    }

    /// How many parts a grid had at the beginning; one for new grids.
    fn parts_before(&self, grid: GridId) -> usize {
        self.base.get(grid.0 as usize).map_or(1, |figures| figures.parts.max(1))
    }
}
