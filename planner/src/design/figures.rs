//! How the grids of a design compare: what lies in each, its size and shape, and how far it is from
//! the target.

use super::desk::Design;
use model::{Bounds, GridId, SquareMetres};
use spatial::label_point;

/// The figures of one grid.
#[derive(Clone, Debug, PartialEq)]
pub struct GridFigures {
    /// The grid.
    pub grid: GridId,
    /// Households in it.
    pub households: u64,
    /// Incidents in it, of the period that was given.
    pub incidents: u64,
    /// Its area on the ellipsoid.
    pub area: SquareMetres,
    /// The length of its border in metres: what it takes to walk around it.
    pub perimeter_m: f64,
    /// 4 pi times the area over the square of the perimeter: 1 for a circle, 0.785 for a square
    /// (Polsby and Popper, "The third criterion", Yale Law & Policy Review 9, 1991).
    pub compactness: f64,
    /// Polygons: more than one is a grid in pieces.
    pub parts: usize,
    /// Holes in them.
    pub holes: usize,
    /// The grids that share a line with it.
    pub neighbours: Vec<GridId>,
    /// The box around it.
    pub bounds: Option<Bounds>,
    /// A place well inside, for its name.
    pub label: Option<model::Position>,
}

/// What the grids of a unit are to have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Households of each; `None` is the mean of those there are.
    pub households: Option<u64>,
    /// How far from it is good enough, as a share of it.
    pub tolerance: f64,
}

impl Default for Target {
    fn default() -> Self {
        Self { households: None, tolerance: 0.2 }
    }
}

impl Design {
    /// The figures of a grid; `None` without land. Costs some microseconds a vertex of it.
    pub fn figures(&self, grid: GridId) -> Option<GridFigures> {
        self.grid(grid)?;
        let sums = self.sums.get(grid.0 as usize).copied().unwrap_or_default();
        let own = self.draft.figures(grid);
        let land = self.draft.area(grid);
        let area = own.area.get();
        let around = own.perimeter_m * own.perimeter_m;
        Some(GridFigures {
            grid,
            households: sums.households,
            incidents: sums.incidents,
            area: own.area,
            perimeter_m: own.perimeter_m,
            compactness: if around > 0.0 {
                4.0 * std::f64::consts::PI * area / around
            } else {
                0.0
            },
            parts: own.parts,
            holes: own.holes,
            neighbours: own.neighbours.iter().map(|(grid, _)| *grid).collect(),
            bounds: land.bounds(),
            label: label_point(&land),
        })
    }

    /// How many households the target asks for: the one given, or the mean of the grids that have
    /// land.
    pub fn wanted(&self, target: Target) -> f64 {
        let (count, sum) = self.grids().fold((0_u64, 0_u64), |(count, sum), (grid, _)| {
            (count + 1, sum + self.sums[grid.0 as usize].households)
        });
        #[expect(clippy::cast_precision_loss, reason = "households of a country fit")]
        match target.households {
            Some(households) => households as f64,
            None if count > 0 => sum as f64 / count as f64,
            None => 0.0,
        }
    }

    /// How far a grid is from the target, as a share of it: 0.25 is a quarter too many. Nothing when
    /// nothing is known of households.
    pub fn deviation(&self, grid: GridId, wanted: f64) -> Option<f64> {
        let sums = self.sums.get(grid.0 as usize)?;
        #[expect(clippy::cast_precision_loss, reason = "households of a country fit")]
        (wanted > 0.0).then(|| sums.households as f64 / wanted - 1.0)
    }
}
