//! A fine triangle mesh of one region, through which its borders and roads are drawn.
//!
//! The mesh is a constrained Delaunay triangulation of the region's own border, the lines that came
//! down from above (river, roads) and scattered points inside. Whatever is drawn afterwards follows
//! edges of the mesh, so that borders meet at shared points, never cross and never leave a gap.

mod ends;
mod part;
mod rings;
mod roads;
mod scatter;
mod sites;
mod wiggle;

pub(crate) use part::part;
pub(crate) use rings::{Piece, middle, pieces, smooth_borders};
pub(crate) use roads::{Trail, lay, smooth};
pub(crate) use scatter::scatter;
pub(crate) use sites::{Site, nearest, settle};
pub(crate) use wiggle::{Wiggle, wiggle};

use crate::point::{Ground, Pt, Xy, turn};
use spade::{ConstrainedDelaunayTriangulation as Cdt, Point2, Triangulation as _};
use std::collections::HashMap;

/// No face on this side.
pub(crate) const NONE: u32 = u32::MAX;

/// A stretch of river or road inside a region: from one point to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) from: Pt,
    pub(crate) to: Pt,
}

/// An edge of the mesh as seen from one end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) to: u32,
    /// The face on the left when going there, or [`NONE`].
    pub(crate) left: u32,
    /// The face on the right, or [`NONE`].
    pub(crate) right: u32,
    /// Whether a road runs along it.
    pub(crate) road: bool,
}

/// The triangles of one region.
#[derive(Debug, Default)]
pub(crate) struct Mesh {
    pub(crate) at: Vec<Pt>,
    pub(crate) xy: Vec<Xy>,
    /// Corners, counter-clockwise.
    pub(crate) faces: Vec<[u32; 3]>,
    /// The face across the edge from corner `i` to the next, or [`NONE`].
    pub(crate) across: Vec<[u32; 3]>,
    /// Points that must stay where they are: the border and what came from above.
    pub(crate) fixed: Vec<bool>,
    /// The first so many points are the border, in order.
    pub(crate) border: u32,
    links: Vec<Link>,
    /// Where the links of each point start, and the end of the last.
    starts: Vec<u32>,
}

impl Mesh {
    /// Triangulates the inside of `ring` (counter-clockwise, simple), with `lines` as edges and
    /// `points` as further corners. With `both` the outside up to the hull is kept as well.
    pub(crate) fn build(
        ground: &Ground,
        ring: &[Pt],
        lines: &[Stretch],
        points: &[Pt],
        both: bool,
    ) -> Self {
        let mut at: Vec<Pt> = Vec::with_capacity(ring.len() + lines.len() + points.len());
        let mut known: HashMap<Pt, u32> = HashMap::new();
        for &p in ring {
            enter(&mut at, &mut known, p);
        }
        let mut edges: Vec<[usize; 2]> =
            (0..ring.len()).map(|i| [i, (i + 1) % ring.len()]).collect();
        if at.len() != ring.len() {
            return Self::default();
        }
        let mut roads: Vec<[u32; 2]> = Vec::with_capacity(lines.len());
        for line in lines {
            let (a, b) =
                (enter(&mut at, &mut known, line.from), enter(&mut at, &mut known, line.to));
            edges.push([a as usize, b as usize]);
            roads.push([a.min(b), a.max(b)]);
        }
        roads.sort_unstable();
        let fixed = at.len();
        for &p in points {
            enter(&mut at, &mut known, p);
        }
        let corners = at.iter().map(|p| Point2::new(f64::from(p.x), f64::from(p.y))).collect();
        let Ok(cdt) = Cdt::<Point2<f64>>::try_bulk_load_cdt(corners, edges, |_| {}) else {
            return Self::default();
        };
        let faces = inner_faces(&cdt, ring.len(), both);
        let mut mesh = Self {
            xy: at.iter().map(|&p| ground.xy(p)).collect(),
            border: u32::try_from(ring.len()).unwrap_or(NONE),
            fixed: (0..at.len()).map(|i| i < fixed).collect(),
            at,
            faces,
            ..Self::default()
        };
        mesh.link(&roads);
        mesh
    }

    /// The edges at a point.
    pub(crate) fn links(&self, point: u32) -> &[Link] {
        let from = self.starts[point as usize] as usize;
        &self.links[from..self.starts[point as usize + 1] as usize]
    }

    /// The edge from one point to another.
    pub(crate) fn link_between(&self, from: u32, to: u32) -> Option<&Link> {
        self.links(from).iter().find(|link| link.to == to)
    }

    /// Marks the edge between two points as a road.
    pub(crate) fn make_road(&mut self, a: u32, b: u32) {
        for (from, to) in [(a, b), (b, a)] {
            let range =
                self.starts[from as usize] as usize..self.starts[from as usize + 1] as usize;
            for link in &mut self.links[range] {
                link.road |= link.to == to;
            }
        }
    }

    /// The middle of a face.
    pub(crate) fn centre(&self, face: usize) -> Xy {
        let [a, b, c] = self.faces[face].map(|corner| self.xy[corner as usize]);
        [(a[0] + b[0] + c[0]) / 3.0, (a[1] + b[1] + c[1]) / 3.0]
    }

    /// The size of a face in square metres.
    pub(crate) fn face_area(&self, face: usize) -> f64 {
        let [a, b, c] = self.faces[face].map(|corner| self.xy[corner as usize]);
        ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2.0
    }

    /// Moves a free point, unless a triangle at it would turn over or become thin.
    pub(crate) fn shift(&mut self, ground: &Ground, point: u32, xy: Xy) {
        let to = ground.pt(xy);
        let fits = self.links(point).iter().filter(|link| link.left != NONE).all(|link| {
            let corners = self.faces[link.left as usize];
            let now = corners.map(|c| self.at[c as usize]);
            let then = corners.map(|c| if c == point { to } else { self.at[c as usize] });
            let (before, after) = (turn(now[0], now[1], now[2]), turn(then[0], then[1], then[2]));
            after > 0 && after >= before / 4
        });
        if fits {
            self.at[point as usize] = to;
            self.xy[point as usize] = ground.xy(to);
        }
    }

    fn link(&mut self, roads: &[[u32; 2]]) {
        // A row of links for every point, filled twice from each face and then drawn together.
        let mut fill = vec![0_u32; self.at.len() + 1];
        for corner in self.faces.iter().flatten() {
            fill[*corner as usize + 1] += 2;
        }
        for i in 1..fill.len() {
            fill[i] += fill[i - 1];
        }
        let ends = fill.clone();
        let unset = Link { to: NONE, left: NONE, right: NONE, road: false };
        let mut rows = vec![unset; self.faces.len() * 6];
        for (face, corners) in (0_u32..).zip(&self.faces) {
            for i in 0..3 {
                let (a, b) = (corners[i], corners[(i + 1) % 3]);
                let road = !roads.is_empty() && roads.binary_search(&[a.min(b), a.max(b)]).is_ok();
                let there = Link { to: b, left: face, right: NONE, road };
                let back = Link { to: a, left: NONE, right: face, road };
                for (from, link) in [(a, there), (b, back)] {
                    rows[fill[from as usize] as usize] = link;
                    fill[from as usize] += 1;
                }
            }
        }
        self.starts = Vec::with_capacity(self.at.len() + 1);
        self.links = Vec::with_capacity(self.faces.len() * 3 + self.at.len());
        for point in 0..self.at.len() {
            self.starts.push(u32::try_from(self.links.len()).unwrap_or(NONE));
            let row = &mut rows[ends[point] as usize..ends[point + 1] as usize];
            row.sort_unstable_by_key(|link| (link.to, link.left));
            for link in row.iter() {
                let own = self.starts[point] as usize;
                match self.links.get_mut(own..).and_then(<[Link]>::last_mut) {
                    Some(last) if last.to == link.to => {
                        last.left = last.left.min(link.left);
                        last.right = last.right.min(link.right);
                    }
                    _ => self.links.push(*link),
                }
            }
        }
        self.starts.push(u32::try_from(self.links.len()).unwrap_or(NONE));
        self.across = (0..self.faces.len())
            .map(|face| {
                let corners = self.faces[face];
                [0, 1, 2].map(|i| {
                    self.link_between(corners[i], corners[(i + 1) % 3]).map_or(NONE, |l| l.right)
                })
            })
            .collect();
    }
}

/// Enters a point once and gives its number.
fn enter(at: &mut Vec<Pt>, known: &mut HashMap<Pt, u32>, p: Pt) -> u32 {
    let next = u32::try_from(at.len()).unwrap_or(NONE);
    *known.entry(p).or_insert_with(|| {
        at.push(p);
        next
    })
}

/// The faces inside the ring (the first `ring` corners, in order), or all of them.
fn inner_faces(cdt: &Cdt<Point2<f64>>, ring: usize, both: bool) -> Vec<[u32; 3]> {
    let count = cdt.num_all_faces();
    let mut within = vec![both; count];
    let on_ring = |a: usize, b: usize| a < ring && b < ring && (a + 1) % ring == b;
    let mut open = Vec::new();
    if !both {
        for face in cdt.inner_faces() {
            let starts = face
                .adjacent_edges()
                .iter()
                .any(|edge| on_ring(edge.from().fix().index(), edge.to().fix().index()));
            if starts {
                within[face.fix().index()] = true;
                open.push(face);
            }
        }
    }
    while let Some(face) = open.pop() {
        for edge in face.adjacent_edges() {
            let (a, b) = (edge.from().fix().index(), edge.to().fix().index());
            if on_ring(a, b) || on_ring(b, a) {
                continue;
            }
            if let Some(next) = edge.rev().face().as_inner()
                && !within[next.fix().index()]
            {
                within[next.fix().index()] = true;
                open.push(next);
            }
        }
    }
    cdt.inner_faces()
        .filter(|face| within[face.fix().index()])
        .map(|face| face.vertices().map(|v| u32::try_from(v.fix().index()).unwrap_or(NONE)))
        .collect()
}
