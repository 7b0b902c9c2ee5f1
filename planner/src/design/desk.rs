//! A design in the making: the draft of the land, what its grids are called, what lies in them.

use super::codes;
use super::load::Load;
use super::step::{Change, Named, Refusal, Step};
use model::{Code, GridId, Position, UnitId, UnitTree};
use spatial::{Done, Draft, Edit, EditRules, GridMap, Torn};
use std::collections::BTreeSet;

/// How many new grids one split may make.
const PARTS_MAX: u32 = 64;
/// The longest name, in bytes.
const NAME_BYTES_MAX: usize = 1024;

/// A drawing that is being redrawn. Grids keep their numbers: those of the drawing it began with come
/// first, new ones after them; a grid without land has gone.
///
/// Borders between the units above the grids, and the border of the territory, stay where they are.
#[derive(Clone, Debug)]
pub struct Design {
    pub(super) draft: Draft,
    pub(super) tree: UnitTree,
    pub(super) grids: Vec<Grid>,
    pub(super) load: Load,
    /// The grid that each point of the load lies in.
    pub(super) owners: Vec<Option<GridId>>,
    pub(super) sums: Vec<Sums>,
    /// Codes of earlier drawings that no grid may be given again.
    pub(super) past: BTreeSet<Code>,
    /// The figures of each grid's land at the beginning.
    pub(super) base: Vec<spatial::Figures>,
    done: Vec<Made>,
    pub(super) undone: Vec<Made>,
}

/// What a grid is, besides its land.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// What it is called.
    pub named: Named,
    /// The unit above it.
    pub parent: Option<UnitId>,
    /// What kind of unit an office calls it.
    pub kind: Option<String>,
    /// Whether its border must stay as it is.
    pub locked: bool,
}

/// What lies in a grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) households: u64,
    pub(super) incidents: u64,
}

/// A step that was made, and what takes it back.
#[derive(Clone, Debug)]
pub(super) struct Made {
    land: Option<Done>,
    /// What was there before; `None` for grids that the step made.
    before: Vec<(GridId, Option<Grid>)>,
}

impl Design {
    /// Begins with a drawing. `past` are codes of drawings before it: a code that once meant another
    /// place is not given again. Costs some seconds a million vertices.
    pub fn new(map: &GridMap, load: Load, past: BTreeSet<Code>) -> Self {
        let tree = map.tree().clone();
        let grids: Vec<Grid> = tree
            .of_level(tree.finest())
            .map(|(_, unit)| Grid {
                named: Named { code: unit.code.clone(), name: unit.name.clone() },
                parent: unit.parent,
                kind: unit.kind.clone(),
                locked: false,
            })
            .collect();
        let mut sums = vec![Sums::default(); grids.len()];
        let owners: Vec<Option<GridId>> = load.points.iter().map(|point| point.base).collect();
        for (point, owner) in load.points.iter().zip(&owners) {
            add(&mut sums, *owner, point.households, point.incidents);
        }
        let own: BTreeSet<&Code> = grids.iter().map(|grid| &grid.named.code).collect();
        let past = past.into_iter().filter(|code| !own.contains(code)).collect();
        let draft = Draft::new(map.partition());
        Self {
            base: (0..).map(GridId).take(grids.len()).map(|grid| draft.figures(grid)).collect(),
            draft,
            tree,
            grids,
            load,
            owners,
            sums,
            past,
            done: Vec::new(),
            undone: Vec::new(),
        }
    }

    /// The land as it is now.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The tree of the drawing that it began with; the units above the grids are those of now, too.
    pub fn tree(&self) -> &UnitTree {
        &self.tree
    }

    /// Every grid that has land, by number.
    pub fn grids(&self) -> impl Iterator<Item = (GridId, &Grid)> {
        self.all_grids().filter(|(grid, _)| self.draft.has_grid(*grid))
    }

    /// Every grid there ever was, by number, those without land too.
    pub fn all_grids(&self) -> impl Iterator<Item = (GridId, &Grid)> {
        (0..).map(GridId).zip(&self.grids)
    }

    /// The households in a grid; `None` when none are known of anywhere.
    pub fn households(&self, grid: GridId) -> Option<u64> {
        let known = self.load.points.iter().any(|point| point.households > 0);
        self.sums.get(grid.0 as usize).map(|sums| sums.households).filter(|_| known)
    }

    /// A grid that has land.
    pub fn grid(&self, grid: GridId) -> Option<&Grid> {
        self.grids.get(grid.0 as usize).filter(|_| self.draft.has_grid(grid))
    }

    /// How many steps can be taken back, and made again.
    pub fn depth(&self) -> [usize; 2] {
        [self.done.len(), self.undone.len()]
    }

    /// Makes a step. Gives it back as it is to be kept, with everything filled in that was left to be
    /// chosen, so that making it again gives the same.
    ///
    /// # Errors
    ///
    /// [`Refusal`] says why and where; then nothing has changed.
    pub fn apply(&mut self, step: Step) -> Result<(Step, Change), Refusal> {
        let (step, made, change) = match step {
            Step::Land { edit, names } => self.land(edit, names)?,
            Step::Name { grid, named } => {
                let old = self.grid(grid).ok_or(Refusal::NoGrid { grid })?.clone();
                self.may_be_called(&named, grid)?;
                self.grids[grid.0 as usize].named = named.clone();
                (Step::Name { grid, named }, Made::of_one(grid, old), Change::of_one(grid))
            }
            Step::Lock { grid, locked } => {
                let old = self.grid(grid).ok_or(Refusal::NoGrid { grid })?.clone();
                self.grids[grid.0 as usize].locked = locked;
                (Step::Lock { grid, locked }, Made::of_one(grid, old), Change::of_one(grid))
            }
        };
        self.done.push(made);
        self.undone.clear();
        Ok((step, change))
    }

    /// Takes the last step back.
    ///
    /// # Errors
    ///
    /// [`Refusal::NothingLeft`].
    pub fn undo(&mut self) -> Result<Change, Refusal> {
        let made = self.done.pop().ok_or(Refusal::NothingLeft)?;
        let (back, change) = self.turn(made)?;
        self.undone.push(back);
        Ok(change)
    }

    /// Makes the last step again that was taken back.
    ///
    /// # Errors
    ///
    /// [`Refusal::NothingLeft`].
    pub fn redo(&mut self) -> Result<Change, Refusal> {
        let made = self.undone.pop().ok_or(Refusal::NothingLeft)?;
        let (back, change) = self.turn(made)?;
        self.done.push(back);
        Ok(change)
    }

    /// The number of the next new grid.
    pub(super) fn number(&self) -> u32 {
        u32::try_from(self.grids.len()).unwrap_or(u32::MAX)
    }

    fn land(&mut self, edit: Edit, names: Vec<Named>) -> Result<(Step, Made, Change), Refusal> {
        let first = self.number();
        let (edit, giver) = numbered(edit, first);
        for (given, number) in names.iter().zip(first..) {
            self.may_be_called(given, GridId(number))?;
        }
        let rules = EditRules { may_vanish: false, torn: Torn::Warn };
        let done = self.draft.apply(&edit, rules)?;
        let parent =
            giver.and_then(|grid| self.grids.get(grid.0 as usize)).and_then(|it| it.parent);
        if let Err(refusal) = self.allows(&done, parent) {
            self.draft.undo(&done)?;
            return Err(refusal);
        }
        let kind =
            giver.and_then(|grid| self.grids.get(grid.0 as usize)).and_then(|it| it.kind.clone());
        let mut names = names.into_iter();
        let mut called = Vec::new();
        while self.grids.len() < self.draft.grid_count() {
            let new = names.next().unwrap_or_else(|| codes::next(self, parent));
            called.push(new.clone());
            self.grids.push(Grid { named: new, parent, kind: kind.clone(), locked: false });
            self.sums.push(Sums::default());
        }
        let before = (first..self.number()).map(|new| (GridId(new), None)).collect();
        let mut change = Change {
            grids: done.grids.clone(),
            made: done.made.clone(),
            boxes: done.boxes.clone(),
            warnings: done.warnings.clone(),
        };
        self.count_again(&mut change);
        let made = Made { land: Some(done), before };
        Ok((Step::Land { edit, names: called }, made, change))
    }

    /// Whether an edit keeps to the borders that stay. New grids are of `parent`.
    fn allows(&self, done: &Done, parent: Option<UnitId>) -> Result<(), Refusal> {
        let upper = |grid: Option<GridId>| {
            let parent = match self.grids.get(grid?.0 as usize) {
                Some(grid) => grid.parent,
                None => parent,
            };
            Some(parent.map_or(u32::MAX, |UnitId(unit)| unit))
        };
        if let Some(at) = done.moved_border(upper) {
            return Err(Refusal::MovesUpperBorder { unit: self.name_above(at), at });
        }
        let is_locked = |grid: GridId| self.grids.get(grid.0 as usize).is_some_and(|it| it.locked);
        let lock = |grid: Option<GridId>| grid.filter(|grid| is_locked(*grid)).map(|grid| grid.0);
        match done.moved_border(lock) {
            None => Ok(()),
            Some(at) => {
                let grid = done.grids.iter().copied().find(|grid| is_locked(*grid));
                Err(Refusal::Locked { grid: grid.unwrap_or(GridId(0)), at: Some(at) })
            }
        }
    }

    /// The name of the unit above the grid at a place; nothing outside or without units above.
    fn name_above(&self, at: Position) -> String {
        let grid = self.draft.owner_at(at).map(|found| found.grid);
        let parent = grid.and_then(|grid| self.grids.get(grid.0 as usize)?.parent);
        parent.map_or_else(String::new, |unit| self.tree.unit(unit).name.clone())
    }

    fn may_be_called(&self, named: &Named, grid: GridId) -> Result<(), Refusal> {
        let length = named.name.len();
        if length == 0 || length > NAME_BYTES_MAX {
            return Err(Refusal::BadName { most: NAME_BYTES_MAX });
        }
        if self.past.contains(&named.code) {
            return Err(Refusal::CodeOfThePast { code: named.code.clone() });
        }
        let mut others = self.grids().filter(|(other, _)| *other != grid);
        match others.find(|(_, other)| other.named.code == named.code) {
            None => Ok(()),
            Some((by, _)) => Err(Refusal::CodeTaken { code: named.code.clone(), by }),
        }
    }

    /// Takes a step back, or a taking back.
    fn turn(&mut self, made: Made) -> Result<(Made, Change), Refusal> {
        let mut change = Change::default();
        let mut land = None;
        if let Some(done) = &made.land {
            land = Some(self.draft.undo(done)?);
            change.grids.clone_from(&done.grids);
            change.boxes.clone_from(&done.boxes);
        }
        let mut before = Vec::with_capacity(made.before.len());
        for (grid, old) in made.before.into_iter().rev() {
            let place = grid.0 as usize;
            change.grids.push(grid);
            match old {
                Some(old) if place < self.grids.len() => {
                    before.push((grid, Some(std::mem::replace(&mut self.grids[place], old))));
                }
                Some(old) => {
                    self.grids.push(old);
                    self.sums.push(Sums::default());
                    change.made.push(grid);
                    before.push((grid, None));
                }
                None => before.push((grid, self.grids.pop())),
            }
        }
        self.count_again(&mut change);
        self.sums.truncate(self.grids.len());
        Ok((Made { land, before }, change))
    }

    /// Finds the grids of all that lies where land changed hands.
    fn count_again(&mut self, change: &mut Change) {
        for bounds in &change.boxes {
            for k in self.load.within(*bounds) {
                let point = self.load.points[k];
                let now = self.draft.owner_at(point.at).map(|found| found.grid);
                let before = std::mem::replace(&mut self.owners[k], now);
                if before != now {
                    take(&mut self.sums, before, point.households, point.incidents);
                    add(&mut self.sums, now, point.households, point.incidents);
                }
            }
        }
        change.grids.sort_unstable();
        change.grids.dedup();
    }
}

impl Made {
    fn of_one(grid: GridId, old: Grid) -> Self {
        Self { land: None, before: vec![(grid, Some(old))] }
    }
}

impl Change {
    fn of_one(grid: GridId) -> Self {
        Self { grids: vec![grid], ..Self::default() }
    }
}

/// The edit with numbers for its new grids, from `first` on; and the grid that gives them land.
fn numbered(edit: Edit, first: u32) -> (Edit, Option<GridId>) {
    match edit {
        Edit::Split { grid, line, keep, .. } => {
            let new = (first..first + PARTS_MAX).map(GridId).collect();
            (Edit::Split { grid, line, keep, new }, Some(grid))
        }
        Edit::MoveArea { from, to, area } => {
            (Edit::MoveArea { from, to: to.min(GridId(first)), area }, Some(from))
        }
        other => (other, None),
    }
}

fn add(sums: &mut [Sums], grid: Option<GridId>, households: u32, incidents: u32) {
    if let Some(sums) = grid.and_then(|grid| sums.get_mut(grid.0 as usize)) {
        sums.households += u64::from(households);
        sums.incidents += u64::from(incidents);
    }
}

fn take(sums: &mut [Sums], grid: Option<GridId>, households: u32, incidents: u32) {
    if let Some(sums) = grid.and_then(|grid| sums.get_mut(grid.0 as usize)) {
        sums.households -= u64::from(households);
        sums.incidents -= u64::from(incidents);
    }
}
