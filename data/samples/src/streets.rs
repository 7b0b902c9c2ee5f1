//! Streets along the borders of communities, as in a real city, joined to the roads.

use crate::ground_plan::GroundPlan;
use crate::places::short;
use crate::point::{Ground, Pt, Xy, squared_to_segment};
use crate::town::Road;
use std::collections::{BTreeMap, BTreeSet};

/// How near a road a border counts as the road itself, in metres.
const SAME_M: f64 = 0.6;
/// Towns with more grids than this have main roads only.
const GRIDS_MAX: usize = 2_500;

/// Adds a street for every border between two urban communities that is not along a road already
/// and that can be reached; where streets meet a road, the road gets the point.
pub(crate) fn streets(plan: &GroundPlan<'_>, roads: &mut Vec<Road>) {
    if plan.rings.len() > GRIDS_MAX {
        return;
    }
    let mut segments = Segments::new(&plan.ground, roads);
    let mut open: Vec<(String, Vec<Pt>)> = Vec::new();
    for (name, edges) in borders(plan) {
        let mut free = Vec::new();
        for (a, b) in edges {
            let on = [segments.meet(&plan.ground, a), segments.meet(&plan.ground, b)];
            if !(on[0] && on[1]) {
                free.push((a, b));
            }
        }
        open.extend(chains(&free).into_iter().map(|line| (name.clone(), line)));
    }
    segments.enter(roads);
    let mut reached: BTreeSet<Pt> =
        roads.iter().flat_map(|road| &road.line).map(|&p| p.into()).collect();
    loop {
        let (near, far): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|(_, line)| line.iter().any(|p| reached.contains(p)));
        if near.is_empty() {
            break;
        }
        for (name, line) in near {
            reached.extend(&line);
            let line = line.iter().filter_map(|p| p.position()).collect();
            roads.push(Road { name, class: "residential".to_owned(), line });
        }
        open = far;
    }
}

/// The points along each border between two urban communities, with the street's name.
fn borders(plan: &GroundPlan<'_>) -> Vec<(String, Vec<(Pt, Pt)>)> {
    let blocks = plan.blocks(1);
    let mut sides: BTreeMap<(Pt, Pt), usize> = BTreeMap::new();
    let mut pairs: BTreeMap<(usize, usize), Vec<(Pt, Pt)>> = BTreeMap::new();
    for (place, block) in blocks.iter().enumerate() {
        if block.unit.kind.as_deref() != Some("社区") {
            continue;
        }
        for ring in &plan.rings[block.grids.clone()] {
            for (i, &a) in ring.iter().enumerate() {
                let b = ring[(i + 1) % ring.len()];
                match sides.remove(&(a.min(b), a.max(b))) {
                    Some(other) if other != place => {
                        pairs.entry((other, place)).or_default().push((a, b));
                    }
                    Some(_) => {}
                    None => {
                        sides.insert((a.min(b), a.max(b)), place);
                    }
                }
            }
        }
    }
    pairs
        .into_iter()
        .map(|((first, _), edges)| (format!("{}街", short(&blocks[first].unit.name)), edges))
        .collect()
}

/// Edges put together to lines.
pub(crate) fn chains(edges: &[(Pt, Pt)]) -> Vec<Vec<Pt>> {
    let mut ends: BTreeMap<Pt, Vec<Pt>> = BTreeMap::new();
    for &(a, b) in edges {
        ends.entry(a).or_default().push(b);
        ends.entry(b).or_default().push(a);
    }
    let starts: Vec<Pt> = ends.iter().filter(|(_, to)| to.len() != 2).map(|(&p, _)| p).collect();
    let mut lines = Vec::new();
    for start in starts {
        while let Some(mut to) = ends.get_mut(&start).and_then(Vec::pop) {
            let mut line = vec![start];
            let mut from = start;
            loop {
                line.push(to);
                let Some(next) = ends.get_mut(&to) else { break };
                next.retain(|&back| back != from);
                let [onward] = next[..] else { break };
                next.clear();
                (from, to) = (to, onward);
            }
            lines.push(line);
        }
    }
    lines
}

/// The straight pieces of the roads, and the points to be put into them.
struct Segments {
    pieces: Vec<Piece>,
}

struct Piece {
    road: usize,
    place: usize,
    ends: [Pt; 2],
    xy: [Xy; 2],
    /// Squared distance from the start, and the point.
    added: Vec<(f64, Pt)>,
}

impl Segments {
    fn new(ground: &Ground, roads: &[Road]) -> Self {
        let mut pieces = Vec::new();
        for (road, line) in roads.iter().enumerate() {
            for (place, pair) in line.line.windows(2).enumerate() {
                let ends = [Pt::from(pair[0]), Pt::from(pair[1])];
                let xy = ends.map(|p| ground.xy(p));
                pieces.push(Piece { road, place, ends, xy, added: Vec::new() });
            }
        }
        Self { pieces }
    }

    /// Whether a point lies on a road; if so, it becomes a point of it.
    fn meet(&mut self, ground: &Ground, p: Pt) -> bool {
        let at = ground.xy(p);
        let mut met = false;
        for piece in &mut self.pieces {
            let [a, b] = piece.xy;
            let away = |k: usize| at[k] < a[k].min(b[k]) - 1.0 || at[k] > a[k].max(b[k]) + 1.0;
            if away(0) || away(1) || squared_to_segment(at, a, b) > SAME_M * SAME_M {
                continue;
            }
            met = true;
            if !piece.ends.contains(&p) && piece.added.iter().all(|&(_, known)| known != p) {
                piece.added.push((crate::point::squared(a, at), p));
            }
        }
        met
    }

    /// Puts the points into the roads, in order.
    fn enter(mut self, roads: &mut [Road]) {
        // From the end, so that places before stay what they are.
        self.pieces.sort_by_key(|piece| (piece.road, std::cmp::Reverse(piece.place)));
        for mut piece in self.pieces {
            piece.added.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let points = piece.added.iter().filter_map(|(_, p)| p.position());
            let line = &mut roads[piece.road].line;
            let rest = line.split_off(line.len().min(piece.place + 1));
            line.extend(points);
            line.extend(rest);
        }
    }
}
