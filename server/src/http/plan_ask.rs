//! What asking for a plan takes.

use super::problem::Problem;
use crate::work::hot_targets::Visits;
use crate::work::plans::Vary;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What asking for a plan takes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ask {
    /// The day, like 2026-11-22; today when left out.
    pub(super) day: Option<String>,
    /// The problem; the day's standing one when left out.
    #[schema(value_type = Object)]
    pub(super) problem: Option<Value>,
    /// The number of a plan whose problem is planned anew, without `problem` and `day`; the answer tells
    /// what is other.
    pub(super) from: Option<u64>,
    /// What is fixed by hand, in place of the problem's own `locks`.
    #[schema(value_type = Option<Vec<Object>>)]
    pub(super) locks: Option<Value>,
    /// The ids of targets that are given up; locks name them no more.
    pub(super) without: Option<Vec<String>>,
    /// The ids of crews whose routes stay as they are in the plan `from`.
    pub(super) keep: Option<Vec<String>>,
    /// Hotspots to be visited besides, where there is time for it.
    pub(super) hotspots: Option<HotspotVisits>,
    /// How long to look for a better plan, 1 to 60 seconds; 3 when left out.
    pub(super) seconds: Option<u32>,
    /// The same seed, problem and number of steps give the same plan; 1 when left out.
    pub(super) seed: Option<u64>,
    /// Whether the plan is to be one of many, drawn by chance; then the seed is drawn, too, when left out.
    pub(super) vary: Option<VaryAsk>,
    /// Whether crews go by road where roads are kept, rather than straight at their pace; true when
    /// left out.
    pub(super) roads: Option<bool>,
    /// Roads that are closed: those at lon,lat;lon,lat … in degrees.
    pub(super) closed: Option<String>,
    /// Percent of the usual time on roads: 150, or by class primary:180,secondary:150.
    pub(super) slow: Option<String>,
    /// The modes that are slower; all when left out.
    pub(super) slow_modes: Option<Vec<String>>,
}

/// Days that nobody can guess: the plan is drawn by chance among many near-optimal ones.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VaryAsk {
    /// How many plans are mixed, 2 to 64; 12 when left out.
    plans: Option<usize>,
    /// By how many percent one may cost more than the best, 0 to 100; 5 when left out.
    dearer_percent: Option<u32>,
}

impl VaryAsk {
    pub(super) fn vary(&self) -> Result<Vary, Problem> {
        let (plans, dearer_percent) = (self.plans.unwrap_or(12), self.dearer_percent.unwrap_or(5));
        if !(2..=planner::PLANS_MAX).contains(&plans) || dearer_percent > 100 {
            return Err(Problem::bad_request("vary: plans is 2 to 64, dearer_percent 0 to 100"));
        }
        Ok(Vary { plans, dearer_percent })
    }
}

/// Hotspots of a period as optional targets, each in the hours in which most happens there.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HotspotVisits {
    /// The first local day counted, like 2026-11-01.
    pub(super) from: String,
    /// The last local day counted.
    pub(super) to: String,
    /// cells (of H3), grids, or households (grids, by households); cells when left out.
    pub(super) by: Option<String>,
    /// The resolution of the cells, 6 to 11; 9 when left out.
    pub(super) resolution: Option<u8>,
    /// The most hotspots, the surest first, 1 to 200; 20 when left out.
    most: Option<usize>,
    /// How long a visit lasts, in minutes, 1 to 120; 12 when left out.
    dwell_min: Option<u32>,
    /// How often each is visited at most, 1 to 24; 4 when left out.
    visits: Option<u16>,
    /// From the beginning of one visit to the next at least so many minutes, up to 1440; 120 when
    /// left out.
    gap_min: Option<u32>,
    /// What a visit to the one with most incidents is worth, in minutes of travel, 1 to 600; 20 when
    /// left out. Others are worth their share.
    reward_min: Option<u32>,
}

impl HotspotVisits {
    pub(super) fn visits(&self) -> Result<Visits, Problem> {
        let within = |name: &str, value: u32, least: u32, most: u32| {
            let wrong = || Problem::bad_request(format!("hotspots: {name} is {least} to {most}"));
            (least..=most).contains(&value).then_some(value).ok_or_else(wrong)
        };
        let most = u32::try_from(self.most.unwrap_or(20)).unwrap_or(u32::MAX);
        Ok(Visits {
            most: within("most", most, 1, 200)? as usize,
            dwell_s: 60 * within("dwell_min", self.dwell_min.unwrap_or(12), 1, 120)?,
            times: u16::try_from(within("visits", self.visits.unwrap_or(4).into(), 1, 24)?)
                .unwrap_or(1),
            gap_s: 60 * within("gap_min", self.gap_min.unwrap_or(120), 0, 1_440)?,
            reward_s: 60 * within("reward_min", self.reward_min.unwrap_or(20), 1, 600)?,
        })
    }
}
