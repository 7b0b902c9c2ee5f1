//! The plan of a town: which units there are, before anything is drawn.

use crate::point::{Pt, Xy};
use crate::rng::Dice;

/// A unit to be drawn, with what lies below it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    /// Whether it is a level of its own; a group that only helps drawing is not.
    pub(crate) hidden: bool,
    pub(crate) urban: bool,
    pub(crate) households: u32,
    pub(crate) grids: u32,
    /// The area it should take, in any unit that is the same for all its siblings.
    pub(crate) area: f64,
    /// Its middle, where that is a fact.
    pub(crate) site: Option<Xy>,
    /// Roads to lay before it is divided.
    pub(crate) roads: Vec<PlannedRoad>,
    /// Whether roads join the middles of its children.
    pub(crate) network: bool,
    pub(crate) children: Vec<Self>,
}

/// A road of the plan, through places on the lattice.
#[derive(Clone, Debug)]
pub(crate) struct PlannedRoad {
    pub(crate) name: &'static str,
    pub(crate) class: &'static str,
    pub(crate) stops: Vec<Pt>,
    pub(crate) join: f64,
}

/// How many households live where, and how much ground a grid takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Density {
    /// Households of a community (社区), about.
    pub(crate) urban: f64,
    /// Households of a village (村), about.
    pub(crate) rural: f64,
    /// How many times the ground of an urban grid a village grid takes.
    pub(crate) sparse: f64,
}

impl Draft {
    /// The leaves of the plan (communities), in order.
    pub(crate) fn communities_mut(&mut self) -> Vec<&mut Self> {
        if self.children.is_empty() {
            return vec![self];
        }
        self.children.iter_mut().flat_map(Self::communities_mut).collect()
    }

    /// Adds up households, grids and areas from below.
    pub(crate) fn total(&mut self) {
        if self.children.is_empty() {
            return;
        }
        for child in &mut self.children {
            child.total();
        }
        self.households = self.children.iter().map(|child| child.households).sum();
        self.grids = self.children.iter().map(|child| child.grids).sum();
        if self.area <= 0.0 {
            self.area = self.children.iter().map(|child| child.area).sum();
        }
    }
}

/// Gives every community households and its share of `grids`, then totals the plan.
pub(crate) fn populate(root: &mut Draft, grids: u32, density: Density, dice: &mut Dice) {
    let mut communities = root.communities_mut();
    for community in &mut communities {
        let mean = if community.urban { density.urban } else { density.rural };
        community.households = whole(mean * dice.between(0.55, 1.45));
    }
    let households: Vec<u32> = communities.iter().map(|c| c.households).collect();
    for (community, grids) in communities.iter_mut().zip(allot(&households, grids)) {
        community.grids = grids;
        let each = if community.urban { 1.0 } else { density.sparse };
        community.area = f64::from(grids) * each * dice.between(0.75, 1.3);
    }
    root.total();
}

/// Shares out `seats` by largest remainder over `counts`, at least one each.
pub(crate) fn allot(counts: &[u32], seats: u32) -> Vec<u32> {
    let all: u64 = counts.iter().map(|&count| u64::from(count)).sum::<u64>().max(1);
    let exact = |count: u32| u64::from(count) * u64::from(seats);
    let mut shares: Vec<u32> = counts
        .iter()
        .map(|&count| u32::try_from(exact(count) / all).unwrap_or(seats).max(1))
        .collect();
    let given: u64 = shares.iter().map(|&share| u64::from(share)).sum();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    if given <= u64::from(seats) {
        // What is left goes to the largest remainders.
        order.sort_by_key(|&i| (std::cmp::Reverse(exact(counts[i]) % all), i));
        for &i in order.iter().cycle().take(usize::try_from(u64::from(seats) - given).unwrap_or(0))
        {
            shares[i] += 1;
        }
        return shares;
    }
    // The single grids of small units took too many: take back where the most are, per household.
    for _ in u64::from(seats)..given {
        let most = (0..shares.len()).filter(|&i| shares[i] > 1).max_by_key(|&i| {
            (u64::from(shares[i]) * all / u64::from(counts[i].max(1)), std::cmp::Reverse(i))
        });
        match most {
            Some(i) => shares[i] -= 1,
            None => break,
        }
    }
    shares
}

/// Splits `count` households over `parts` grids, nearly even.
pub(crate) fn spread(count: u32, parts: u32, dice: &mut Dice) -> Vec<u32> {
    let weights: Vec<u32> = (0..parts).map(|_| whole(dice.between(8_500.0, 11_500.0))).collect();
    let all: u64 = weights.iter().map(|&w| u64::from(w)).sum::<u64>().max(1);
    let mut out = Vec::with_capacity(weights.len());
    let (mut sum, mut given) = (0_u64, 0_u64);
    for weight in weights {
        sum += u64::from(weight);
        let upto = u64::from(count) * sum / all;
        out.push(u32::try_from(upto - given).unwrap_or(0));
        given = upto;
    }
    out
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
pub(crate) fn whole(count: f64) -> u32 {
    count.round().max(0.0) as u32
}
