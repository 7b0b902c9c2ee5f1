//! What is said after an import: what was read, what was chosen, what was found, what needs a
//! person. In plain words here; [`super::tell`] turns it into text and JSON.

use super::draft::DraftLevel;
use super::files::Source;
use super::found::Found;
use super::parents::{Parents, Rule};
use exchange::Note;
use model::{Bounds, Level, UnitTree};
use spatial::{GridMap, Moves};

/// How a drawing came about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    /// The layers that were read.
    pub inputs: Vec<Input>,
    /// What readers noted, and for how many layers.
    pub readers: Vec<(String, usize)>,
    /// The levels, the top first.
    pub levels: Vec<LevelLine>,
    /// What was done beside.
    pub notes: Vec<String>,
    /// What was found.
    pub found: Vec<Found>,
    /// Units of all levels.
    pub units: usize,
    /// Units of the finest level.
    pub grids: usize,
    /// The territory, in square metres.
    pub area_m2: f64,
    /// The box around it.
    pub bounds: Option<Bounds>,
    /// What snapping moved.
    pub moves: Moves,
    /// Whether the input was only looked at, so that nothing is mended yet.
    pub only_checked: bool,
}

/// A layer that was read.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// The file.
    pub file: String,
    /// The layer.
    pub layer: String,
    /// How many features it has.
    pub features: usize,
}

/// A level as it was made.
#[derive(Clone, Debug)]
pub(crate) struct LevelLine {
    /// Its layer or field.
    pub title: String,
    /// How many units it has.
    pub units: usize,
    /// The field of the codes.
    pub code: Option<String>,
    /// The field of the names.
    pub name: Option<String>,
    /// The field of the households.
    pub households: Option<String>,
    /// How parents were found.
    pub rule: Rule,
    /// How many units have a parent.
    pub with_parent: usize,
    /// How many parents were found by containment although the rule is another.
    pub by_containment: usize,
}

impl Input {
    pub(super) fn of(source: &Source) -> Self {
        let layer = &source.layer;
        let (name, features) = (layer.name.clone(), layer.features.len());
        Self { file: source.file.clone(), layer: name, features }
    }
}

impl LevelLine {
    pub(super) fn of((level, parents): (&DraftLevel, &Parents)) -> Self {
        Self {
            title: level.title.clone(),
            units: level.units.len(),
            code: level.fields.code.clone(),
            name: level.fields.name.clone(),
            households: level.fields.households.clone(),
            rule: parents.rule.clone(),
            with_parent: parents.of.iter().flatten().count(),
            by_containment: parents.by_containment,
        }
    }
}

impl LevelLine {
    /// The levels of a tree that was kept.
    pub(super) fn of_tree(tree: &UnitTree) -> Vec<Self> {
        let levels = (1..=tree.finest().get()).filter_map(Level::new);
        let line = |level: Level| {
            let units = tree.of_level(level).len();
            let top = level == Level::TOP;
            Self {
                title: format!("level {level}"),
                units,
                code: Some("code".to_owned()),
                name: Some("name".to_owned()),
                households: None,
                rule: if top { Rule::Top } else { Rule::Field("parent".to_owned()) },
                with_parent: if top { 0 } else { units },
                by_containment: 0,
            }
        };
        levels.map(line).collect()
    }
}

impl Report {
    /// Whether something was found that is wrong.
    pub(crate) fn is_clean(&self) -> bool {
        !self.found.iter().any(Found::is_fault)
    }

    /// How many faults were decided by a rule or stay, so that a person should look.
    pub(crate) fn unmended(&self) -> usize {
        self.found.iter().filter(|found| found.is_fault() && !found.mended).count()
    }

    /// Takes readers' notes over; the same for several layers is said once.
    pub(super) fn hear<'a>(&mut self, notes: impl Iterator<Item = &'a Note>) {
        let mut kinds: Vec<String> = Vec::new();
        for note in notes {
            let said = note.to_string();
            // Coordinate systems are told apart by name, counts of mended rings are not.
            let kind = match note {
                Note::Crs { .. } | Note::CrsIgnored { .. } | Note::CrsGuessed { .. } => {
                    said.clone()
                }
                other => other.as_str().to_owned(),
            };
            if let Some(place) = kinds.iter().position(|known| *known == kind) {
                self.readers[place].1 += 1;
            } else {
                kinds.push(kind);
                self.readers.push((said, 1));
            }
        }
    }

    /// Measures the drawing.
    pub(super) fn measure(&mut self, map: &GridMap) {
        let tree = map.tree();
        let areas = tree.of_level(Level::TOP).map(|(unit, _)| map.ground_area(unit).get());
        self.area_m2 = areas.sum();
        self.bounds = map.partition().bounds();
        self.units = tree.units().len();
        self.grids = tree.grid_count();
    }
}
