//! The columns that are added: the code of the grid, and of the units above it.

use crate::cli::Failure;
use crate::work::import::grids::Drawn;
use exchange::AddedColumn;
use model::{GridId, Level, UnitId};
use std::collections::HashMap;

/// The header of the column with the codes of the grids.
const GRID: &str = "grid";

/// Which levels beside the grids were asked for.
#[derive(Debug, clap::Args)]
pub(super) struct Levels {
    /// Add the code of the unit of this level, too: its number (1 is the top), its layer or field, or
    /// the kind of its units (街道). Given several times for several.
    #[arg(long = "level", value_name = "N|NAME", conflicts_with = "every")]
    named: Vec<String>,
    /// Add the codes of all levels above the grids: columns `level_1`, `level_2` …
    #[arg(long = "all-levels")]
    every: bool,
    /// What the column with the grids is called.
    #[arg(long, default_value = GRID, value_name = "HEADER")]
    column: String,
}

impl Levels {
    /// The columns for a drawing, that of the grids first.
    pub(super) fn columns(&self, drawn: &Drawn) -> Result<Vec<AddedColumn>, Failure> {
        let tree = drawn.map.tree();
        let finest = tree.finest();
        let mut columns = vec![of_level(drawn, finest, &self.column)];
        let numbered = |level: Level| of_level(drawn, level, &format!("level_{level}"));
        if self.every {
            let above = (1..finest.get()).filter_map(Level::new);
            columns.extend(above.map(numbered));
        }
        for wanted in &self.named {
            columns.push(match wanted.parse::<u8>() {
                Ok(number) => {
                    let known = Level::new(number).filter(|level| *level <= finest);
                    numbered(known.ok_or_else(|| unknown(drawn, wanted))?)
                }
                Err(_) => of_level(drawn, named(drawn, wanted)?, wanted),
            });
        }
        Ok(columns)
    }
}

/// The level that is called so, or whose units are.
fn named(drawn: &Drawn, name: &str) -> Result<Level, Failure> {
    let tree = drawn.map.tree();
    let levels = || (1..=tree.finest().get()).filter_map(Level::new);
    let lines = &drawn.report.levels;
    let called = |level: &Level| {
        let line = lines.get(usize::from(level.get()) - 1);
        line.is_some_and(|line| line.title.to_lowercase() == name.to_lowercase())
    };
    let holds =
        |level: &Level| tree.of_level(*level).any(|(_, unit)| unit.kind.as_deref() == Some(name));
    let mut found: Vec<Level> = levels().filter(called).collect();
    if found.is_empty() {
        found = levels().filter(holds).collect();
    }
    match found[..] {
        [level] => Ok(level),
        _ => Err(unknown(drawn, name)),
    }
}

fn unknown(drawn: &Drawn, wanted: &str) -> Failure {
    let titles = drawn.report.levels.iter().map(|line| line.title.as_str());
    let known: Vec<String> =
        (1..).zip(titles).map(|(number, title)| format!("{number} ({title})")).collect();
    Failure::line(format!("there is no one level {wanted}; there are {}", known.join(", ")))
}

/// The codes of the units of one level, by grid.
fn of_level(drawn: &Drawn, level: Level, header: &str) -> AddedColumn {
    let tree = drawn.map.tree();
    let mut places = HashMap::new();
    let mut texts = Vec::new();
    for ((id, unit), place) in tree.of_level(level).zip(0_u32..) {
        places.insert(id, place);
        texts.push(unit.code.to_string());
    }
    let ancestor = |grid| -> Option<UnitId> { tree.ancestor(tree.unit_of_grid(grid), level) };
    // Every grid has an ancestor on every level above it; a place past the last would be no text.
    let none = u32::MAX;
    let place = |grid| ancestor(grid).and_then(|id| places.get(&id).copied()).unwrap_or(none);
    let of_grid = (0..).map(GridId).take(tree.grid_count()).map(place).collect();
    AddedColumn { header: header.to_owned(), texts, of_grid }
}
