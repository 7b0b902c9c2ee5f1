//! A route: where it runs, how long it takes, and what to do at which corner.

use super::Roads;
use super::digraph::{Basis, along};
use super::graph::{ArcId, RoadGraph};
use super::ground::cut;
use super::metric::Metric;
use super::path::{Found, shortest};
use super::profile::PER_SECOND;
use super::snap::{SHARE_ONE, Snap};
use model::{Metres, Position, RoadNetwork, Seconds};

/// A way from one point to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// How long it takes, the walk to and from the roads included.
    pub time: Seconds,
    /// How long it is on the roads.
    pub length: Metres,
    /// How far the points asked for are from the roads, together.
    pub off_road: Metres,
    /// The points of the way on the roads.
    pub line: Vec<Position>,
    /// What to do, in order; the last is to arrive.
    pub steps: Vec<Step>,
}

/// Something to do, and what follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What to do.
    pub turn: Turn,
    /// Where.
    pub at: Position,
    /// The name of the road then followed; empty where it has none.
    pub name: String,
    /// How far it is followed.
    pub length: Metres,
    /// The direction set out in: degrees clockwise from north.
    pub bearing: u16,
}

/// What to do at a junction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Turn {
    /// Set out.
    Depart,
    /// Go straight on, onto a road of another name.
    Straight,
    /// Bear right.
    SlightRight,
    /// Turn right.
    Right,
    /// Turn sharp right.
    SharpRight,
    /// Turn back.
    Back,
    /// Turn sharp left.
    SharpLeft,
    /// Turn left.
    Left,
    /// Bear left.
    SlightLeft,
    /// Enter a roundabout and leave it by the exit of this number.
    Roundabout(u8),
    /// Be there.
    Arrive,
}

impl Turn {
    /// The name used in files and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Depart => "depart",
            Self::Straight => "straight",
            Self::SlightRight => "slight-right",
            Self::Right => "right",
            Self::SharpRight => "sharp-right",
            Self::Back => "back",
            Self::SharpLeft => "sharp-left",
            Self::Left => "left",
            Self::SlightLeft => "slight-left",
            Self::Roundabout(_) => "roundabout",
            Self::Arrive => "arrive",
        }
    }

    fn by_angle(angle: f64) -> Self {
        match angle {
            ..=-170.0 | 170.0.. => Self::Back,
            ..=-120.0 => Self::SharpLeft,
            ..=-45.0 => Self::Left,
            ..=-20.0 => Self::SlightLeft,
            120.0.. => Self::SharpRight,
            45.0.. => Self::Right,
            20.0.. => Self::SlightRight,
            _ => Self::Straight,
        }
    }
}

/// The arcs of the shortest way, its time in hundredths of a second, and both ends on the first and the
/// last of the arcs.
pub(super) fn arcs_of(
    roads: &Roads,
    from: &Snap,
    to: &Snap,
) -> Option<(u32, Vec<ArcId>, [Snap; 2])> {
    let Roads { graph, basis, metric, hierarchy, .. } = roads;
    let starts = basis.leave(graph, metric, from);
    let ends = basis.arrive(graph, metric, to);
    let found = shortest(hierarchy, &starts, &ends);
    let (froms, tos) = (from.on_every_road(graph), to.on_every_road(graph));
    let pairs = froms.iter().flat_map(|from| tos.iter().map(move |to| [*from, *to]));
    let direct = pairs.filter_map(|ends| Some((along(metric, &ends[0], &ends[1])?, ends)));
    let direct = direct.min_by_key(|&((_, time), _)| time);
    match (direct, found) {
        (Some(((arc, time), ends)), found) if found.as_ref().is_none_or(|it| time <= it.time) => {
            Some((time, vec![arc], ends))
        }
        (_, Some(found)) => {
            let on = |all: &[Snap], arc: ArcId| all.iter().find(|it| it.edge == arc >> 1).copied();
            let ends = [on(&froms, found.start.arc)?, on(&tos, found.end.arc)?];
            Some((found.time, arcs(graph, metric, basis, &found), ends))
        }
        (_, None) => None,
    }
}

fn arcs(graph: &RoadGraph, metric: &Metric, basis: &Basis, found: &Found) -> Vec<ArcId> {
    let mut arcs = vec![found.start.arc];
    match basis {
        Basis::Arcs { arc_of, .. } => {
            arcs.extend(found.vertices.iter().map(|&vertex| arc_of[vertex as usize]));
        }
        Basis::Junctions => {
            for pair in found.vertices.windows(2) {
                let between =
                    graph.leaving(pair[0]).iter().filter(|&&it| graph.head(it) == pair[1]);
                arcs.extend(between.min_by_key(|&&it| metric.time(it) + graph.wait(it)));
            }
            arcs.push(found.end.arc);
        }
    }
    arcs
}

/// The route over some arcs.
pub(super) fn route(
    network: &RoadNetwork,
    graph: &RoadGraph,
    (time, arcs): (u32, &[ArcId]),
    from: &Snap,
    to: &Snap,
) -> Route {
    let mut line = Vec::new();
    let mut lengths = Vec::with_capacity(arcs.len());
    for (place, &arc) in arcs.iter().enumerate() {
        let share = |at: &Snap| if arc & 1 == 0 { at.share } else { SHARE_ONE - at.share };
        let start = if place == 0 { share(from) } else { 0 };
        let end = if place + 1 == arcs.len() { share(to) } else { SHARE_ONE };
        let piece = stretch(graph, arc, start, end);
        let part = f64::from(end.max(start) - start) / f64::from(SHARE_ONE);
        lengths.push(graph.edge_of(arc).length_m * part);
        line.extend(piece);
    }
    line.dedup();
    let whole = |length: f64| Metres::new(length.round().max(0.0) as u32);
    Route {
        time: Seconds::new(time.div_ceil(PER_SECOND)),
        length: whole(lengths.iter().sum()),
        off_road: whole(from.distance_m + to.distance_m),
        steps: steps(network, graph, arcs, &lengths, (from.at, to.at)),
        line,
    }
}

/// The points of an arc between two shares of its length.
fn stretch(graph: &RoadGraph, arc: ArcId, start: u32, end: u32) -> Vec<Position> {
    let mut points = graph.line((arc >> 1) as usize).to_vec();
    if arc & 1 == 1 {
        points.reverse();
    }
    let share = |at: u32| f64::from(at) / f64::from(SHARE_ONE);
    cut(&points, share(start), share(end.max(start)))
}

fn steps(
    network: &RoadNetwork,
    graph: &RoadGraph,
    arcs: &[ArcId],
    lengths: &[f64],
    ends: (Position, Position),
) -> Vec<Step> {
    let way = |arc: ArcId| &network.ways[graph.edge_of(arc).way as usize];
    let mut steps: Vec<(Step, f64)> = Vec::new();
    for (place, (&arc, &length)) in arcs.iter().zip(lengths).enumerate() {
        let name = way(arc).name.clone();
        let before = place.checked_sub(1).map(|before| arcs[before]);
        let at = before.map_or(ends.0, |_| graph.junctions[graph.tail(arc) as usize]);
        let turn = match before {
            None => Some(Turn::Depart),
            Some(before) => turn_between(network, graph, (before, arc), &arcs[place..]),
        };
        let goes_on = |(last, _): &(Step, f64)| last.name == name || name.is_empty();
        match (turn, steps.last_mut()) {
            (Some(Turn::Straight) | None, Some(last)) if turn.is_none() || goes_on(last) => {
                last.1 += length;
            }
            (turn, _) => {
                let bearing = graph.bearing_out(arc).round() as u16 % 360;
                let turn = turn.unwrap_or(Turn::Straight);
                steps.push((Step { turn, at, name, length: Metres::new(0), bearing }, length));
            }
        }
    }
    let mut steps: Vec<Step> = steps
        .into_iter()
        .map(|(step, length)| Step { length: Metres::new(length.round() as u32), ..step })
        .collect();
    let bearing = steps.last().map_or(0, |step| step.bearing);
    steps.push(Step {
        turn: Turn::Arrive,
        at: ends.1,
        name: String::new(),
        length: Metres::new(0),
        bearing,
    });
    steps
}

/// What to do between two arcs, or `None` where there is nothing to say.
fn turn_between(
    network: &RoadNetwork,
    graph: &RoadGraph,
    (from, to): (ArcId, ArcId),
    ahead: &[ArcId],
) -> Option<Turn> {
    let round = |arc: ArcId| network.ways[graph.edge_of(arc).way as usize].roundabout;
    match (round(from), round(to)) {
        // Leaving and going round were said on entering.
        (true, _) => None,
        (false, true) => {
            let leaves =
                |arc: ArcId| graph.leaving(graph.head(arc)).iter().any(|&exit| !round(exit));
            let exits = ahead.iter().take_while(|&&arc| round(arc)).filter(|&&arc| leaves(arc));
            Some(Turn::Roundabout(exits.count().clamp(1, 99) as u8))
        }
        (false, false) => {
            let choices = graph.leaving(graph.head(from)).iter();
            let others = choices.filter(|&&exit| exit >> 1 != from >> 1 && exit != to).count();
            let turn = Turn::by_angle(graph.angle(from, to));
            // Where the road bends and nothing else leaves there is no choice to make.
            Some(if others == 0 && turn != Turn::Back { Turn::Straight } else { turn })
        }
    }
}
