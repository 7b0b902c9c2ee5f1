//! Which roads a region gets, before its borders are drawn along them.

use crate::mesh::Site;
use crate::plan::Draft;
use crate::point::{Ground, Xy, squared};

/// A road to be laid in the mesh of one region.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) name: String,
    pub(crate) class: &'static str,
    pub(crate) stops: Vec<Xy>,
    /// Below 1 it keeps to roads already there, above 1 it shuns them.
    pub(crate) join: f64,
}

/// The roads to lay in the region of `draft`: those planned, then the shortest network that joins
/// the sites of its children and `middle`, where the roads from above pass.
pub(crate) fn wanted(
    ground: &Ground,
    draft: &Draft,
    middle: Option<Xy>,
    sites: &[Site],
) -> Vec<Wanted> {
    let mut roads: Vec<Wanted> = draft
        .roads
        .iter()
        .map(|road| Wanted {
            name: road.name.to_owned(),
            class: road.class,
            stops: road.stops.iter().map(|&p| ground.xy(p)).collect(),
            join: road.join,
        })
        .collect();
    if !draft.network {
        return roads;
    }
    let mut joined: Vec<Xy> = Vec::new();
    let mut open: Vec<usize> = (0..sites.len()).collect();
    if let Some(at) = middle {
        joined.push(at);
    } else if let Some(first) = open.pop() {
        joined.push(sites[first].at);
    }
    // Prim's algorithm, by squared distance; ties go to the site planned first.
    while let Some((place, from)) = closest(&open, &joined, sites) {
        let site = open.remove(place);
        let to = sites[site].at;
        let name = draft.children.get(site).map_or("", |child| child.name.as_str());
        roads.push(Wanted {
            name: format!("{name}路"),
            class: "secondary",
            stops: vec![joined[from], to],
            join: 0.5,
        });
        joined.push(to);
    }
    roads
}

/// The open site nearest to what is joined: its place in `open`, and the joined point.
fn closest(open: &[usize], joined: &[Xy], sites: &[Site]) -> Option<(usize, usize)> {
    let mut best: Option<(f64, usize, usize)> = None;
    for (place, &site) in open.iter().enumerate() {
        for (from, &at) in joined.iter().enumerate() {
            let far = squared(at, sites[site].at);
            if best.is_none_or(|(least, _, _)| far < least) {
                best = Some((far, place, from));
            }
        }
    }
    best.map(|(_, place, from)| (place, from))
}
