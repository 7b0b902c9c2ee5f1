//! The fixed points of a town: what is guarded, what is busy.
//!
//! For 七里河区 these are the places of its published patrol scheme 「1点1线2站2圈2线」, at
//! schematic coordinates; other towns get the like on their own ground.

use crate::ground_plan::GroundPlan;
use crate::like::Like;
use crate::point::{Pt, squared};
use crate::rng::Dice;
use crate::town::Road;
use model::Position;

/// A planted hotspot: a share of all incidents falls within the radius, at the hours given.
#[derive(Clone, Debug)]
pub(crate) struct Hotspot {
    pub(crate) name: String,
    pub(crate) at: Pt,
    pub(crate) radius_m: f64,
    pub(crate) share: f64,
    /// The first hours of the day it is active in, local time.
    pub(crate) hours: &'static [u8],
    pub(crate) kind: &'static str,
}

/// The landmarks of one town.
#[derive(Debug)]
pub(crate) struct Landmarks {
    pub(crate) outpost: (String, Pt),
    pub(crate) entry: (String, Pt),
    pub(crate) stations: [(String, Pt); 2],
    pub(crate) shops: [(String, Pt); 2],
    /// Riverside line and two roads.
    pub(crate) lines: Vec<(String, Vec<Position>)>,
    pub(crate) hotspots: [Hotspot; 3],
}

/// Radius, share of all incidents, hours and kind of the three hotspots: street trade on shopping
/// afternoons, parking at the station in both rush hours, noise in a quarter at night.
const HEAT: [(f64, f64, &[u8], &str); 3] = [
    (250.0, 0.06, &[16, 17, 18, 19, 20], "占道经营"),
    (300.0, 0.05, &[7, 8, 17, 18], "违章停车"),
    (220.0, 0.04, &[21, 22, 23, 0], "噪音扰民"),
];

pub(crate) fn landmarks(
    like: Like,
    plan: &GroundPlan<'_>,
    roads: &[Road],
    river: &[Position],
    dice: &mut Dice,
) -> Landmarks {
    let (names, points) = if like == Like::Qilihe { qilihe() } else { invented(plan, dice) };
    let mark = |i: usize| (names[i].clone(), points[i]);
    let spots = [4, 2, 6].map(&mark);
    let mut heat = HEAT.iter().zip(spots).map(|(&(radius_m, share, hours, kind), (name, at))| {
        Hotspot { name, at, radius_m, share, hours, kind }
    });
    let hotspots = [0, 1, 2].map(|i| {
        heat.next().unwrap_or_else(|| Hotspot {
            name: names[i].clone(),
            at: points[i],
            radius_m: 200.0,
            share: 0.0,
            hours: &[],
            kind: "咨询求助",
        })
    });
    Landmarks {
        outpost: mark(0),
        entry: mark(1),
        stations: [mark(2), mark(3)],
        shops: [mark(4), mark(5)],
        lines: lines(plan, roads, river),
        hotspots,
    }
}

fn qilihe() -> (Vec<String>, Vec<Pt>) {
    [
        ("韩家河环兰检查站", 103.7880, 36.0420),
        ("入城检查岗", 103.8010, 36.0500),
        ("兰州西站(西客站)", 103.7531, 36.0669),
        ("汽车南站", 103.7905, 36.0600),
        ("义乌商圈", 103.7755, 36.0740),
        ("西站商圈", 103.7590, 36.0695),
        ("晏家坪片区", 103.7590, 36.0535),
    ]
    .into_iter()
    .map(|(name, lon, lat)| (name.to_owned(), Pt::degrees(lon, lat)))
    .unzip()
}

/// The like of them in any town: in its most urban blocks, the outpost in the least.
fn invented(plan: &GroundPlan<'_>, dice: &mut Dice) -> (Vec<String>, Vec<Pt>) {
    let blocks = plan.blocks(2);
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by_key(|&i| {
        (blocks[i].unit.kind.as_deref() != Some("街道"), blocks[i].unit.code.clone())
    });
    let last = order.len().saturating_sub(1);
    let places: [(usize, &str); 7] = [
        (last, "环线检查站"),
        (last / 2, "入城检查岗"),
        (0, "火车站"),
        (1, "汽车站"),
        (0, "商圈"),
        (2, "商圈"),
        (1, "片区"),
    ];
    places
        .into_iter()
        .enumerate()
        .map(|(i, (place, what))| {
            let block = &blocks[order[place.min(last)]];
            let size = block.grids.len();
            let grid = block.grids.start + (size / 2 + i * 3) % size.max(1);
            let name = block.unit.name.trim_end_matches("街道").trim_end_matches(['镇', '乡']);
            (format!("{name}{what}"), plan.middle_of(grid, dice))
        })
        .unzip()
}

/// 黄河风情线 along the river and the two longest main roads; where there is no river, a third road.
fn lines(
    plan: &GroundPlan<'_>,
    roads: &[Road],
    river: &[Position],
) -> Vec<(String, Vec<Position>)> {
    let mut lines = Vec::new();
    if river.len() > 20 {
        lines.push(("黄河风情线".to_owned(), river[river.len() * 2 / 5..].to_vec()));
    }
    let length = |road: &Road| {
        road.line
            .windows(2)
            .map(|e| squared(plan.ground.xy(e[0].into()), plan.ground.xy(e[1].into())).sqrt())
            .sum::<f64>()
    };
    let mut main: Vec<&Road> =
        roads.iter().filter(|road| road.line.len() > 1 && road.class != "residential").collect();
    // A line that a crew can travel in a shift.
    main.retain(|road| length(road) < 16_000.0);
    main.sort_by(|a, b| {
        (a.class != "primary")
            .cmp(&(b.class != "primary"))
            .then(length(b).total_cmp(&length(a)))
            .then(a.name.cmp(&b.name))
    });
    for road in main.into_iter().take(3 - lines.len()) {
        lines.push((road.name.clone(), road.line.clone()));
    }
    lines
}
