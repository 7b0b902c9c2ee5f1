//! Vehicle routing problems in the literature's terms, and their solutions.
//!
//! One form for the published families: capacitated, with time windows, from several depots, with
//! prizes, over several periods. Lengths and times are whole numbers in the unit of the instance
//! (see [`Problem::scale`]); which rounding made them is the reader's business.

/// How far all places are from one another.
#[derive(Clone, Debug, PartialEq)]
pub enum Distances {
    /// Row by row: from place *i* to place *j* at `i * places + j`.
    Matrix(Vec<i32>),
    /// Straight lines in the plane: `scale` times the Euclidean distance of the points, rounded.
    Plane {
        /// The points, by place.
        points: Vec<[f64; 2]>,
        /// Units per unit of the coordinates.
        scale: f64,
        /// To the nearest whole number, or down.
        rounding: Rounding,
    },
}

/// What becomes of a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest whole number, halves up.
    Nearest,
    /// Down.
    Down,
}

impl Distances {
    /// The distance from one place to another; 0 where either is unknown.
    pub fn between(&self, from: usize, to: usize) -> i32 {
        match self {
            Self::Matrix(values) => {
                values.get(from * self.places() + to).copied().unwrap_or_default()
            }
            Self::Plane { points, scale, rounding } => {
                let (Some(a), Some(b)) = (points.get(from), points.get(to)) else { return 0 };
                let (x, y) = (a[0] - b[0], a[1] - b[1]);
                rounding.apply(scale * (x * x + y * y).sqrt())
            }
        }
    }

    /// How many places there are.
    pub fn places(&self) -> usize {
        match self {
            Self::Matrix(values) => values.len().isqrt(),
            Self::Plane { points, .. } => points.len(),
        }
    }
}

impl Rounding {
    /// The whole number that `value` becomes, held within what an `i32` can be.
    #[expect(clippy::cast_possible_truncation, reason = "a float cast holds at the ends")]
    pub fn apply(self, value: f64) -> i32 {
        match self {
            Self::Nearest => (value + 0.5).floor() as i32,
            Self::Down => value.floor() as i32,
        }
    }
}

/// Vehicles that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VehicleType {
    /// How many there are.
    pub count: u32,
    /// The place they start at.
    pub start: usize,
    /// The place they end at.
    pub end: usize,
    /// They leave no earlier and are back no later.
    pub shift: (i32, i32),
    /// What they carry, by dimension; a dimension beyond the list is without limit.
    pub capacity: Vec<i32>,
    /// The longest a route may take from leaving to being back, waiting included.
    pub duration_max: Option<i32>,
    /// What using one costs.
    pub fixed_cost: i64,
    /// The period (day) they drive in, from 0.
    pub period: u16,
}

/// A place to be visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The number that the instance's file gives it; solutions name it so.
    pub number: u32,
    /// Where it is.
    pub place: usize,
    /// How long a visit takes.
    pub service: i32,
    /// When a visit may begin: in order and apart; at least one.
    pub windows: Vec<(i32, i32)>,
    /// What a visit loads, by dimension.
    pub demand: Vec<i32>,
    /// What a visit earns; a client without a prize must be visited.
    pub prize: Option<i64>,
    /// The sets of periods of which one must be chosen, each as bits from the least significant;
    /// empty when one visit in any period does.
    pub patterns: Vec<u32>,
}

/// A vehicle routing problem: visit clients at the least cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The instance's name.
    pub name: String,
    /// The lengths of all legs, which are also their times.
    pub distances: Distances,
    /// The fleet.
    pub vehicles: Vec<VehicleType>,
    /// Who is to be visited.
    pub clients: Vec<Client>,
    /// Units of cost per unit of the published values.
    pub scale: f64,
    /// What counts.
    pub objective: Objective,
}

/// What a solution is measured by; less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// Distance, fixed costs, and the prizes not earned.
    Cost,
    /// The prizes not earned alone: orienteering.
    Prizes,
}

/// One vehicle's tour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The vehicle's type, by its place in the problem.
    pub vehicle: usize,
    /// The clients, by their places in the problem, in the order of the tour.
    pub clients: Vec<usize>,
}

/// Tours for some of the vehicles; clients in none of them are not visited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Solution {
    /// The tours.
    pub routes: Vec<Route>,
}
