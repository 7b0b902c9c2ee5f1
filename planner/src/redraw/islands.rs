//! Islands: land that hangs together with nothing else in its community, linked to the nearest that does.

use super::ground::{Border, Ground};
use super::mesh::Mesh;
use super::parts::parts;
use std::collections::BTreeMap;

/// Links what hangs together with nothing else in its community to the nearest atom of its community
/// elsewhere, by a border of no length: an island belongs with the shore across from it, or with the next
/// island. The links, island first. About O(atoms log atoms), the least sum of all distances (Borůvka 1926);
/// where places are not known, the first atom of the largest piece counts as the nearest.
pub fn link_islands(ground: &mut Ground) -> Vec<[u32; 2]> {
    let mut communities: BTreeMap<u32, Vec<Vec<u32>>> = BTreeMap::new();
    for part in parts(&Mesh::of(ground)) {
        let community = ground.atoms[part.atoms[0] as usize].community;
        communities.entry(community).or_default().push(part.atoms);
    }
    let mut links = Vec::new();
    for mut pieces in communities.into_values().filter(|pieces| pieces.len() > 1) {
        // The largest is the mainland; of equals the one with the lowest number.
        pieces.sort_by_key(|piece| (std::cmp::Reverse(piece.len()), piece[0]));
        let near = Near::of(ground, &pieces);
        while pieces.len() > 1 {
            pieces = round(pieces, &near, &mut links);
        }
    }
    let link = |&atoms: &[u32; 2]| Border { atoms, length_m: 0.0, cost: 1.0 };
    ground.borders.extend(links.iter().map(link));
    links
}

/// Links every piece but the mainland, the first, to the nearest other one; the pieces that are left,
/// half as many at most, the mainland first.
fn round(pieces: Vec<Vec<u32>>, near: &Near, links: &mut Vec<[u32; 2]>) -> Vec<Vec<u32>> {
    let mut piece_of: BTreeMap<u32, usize> = BTreeMap::new();
    for (number, piece) in pieces.iter().enumerate() {
        piece_of.extend(piece.iter().map(|&atom| (atom, number)));
    }
    // Shortest first, so that of two islands that choose one another only one link is made.
    let mut wanted: Vec<Way> = Vec::with_capacity(pieces.len());
    for (number, piece) in pieces.iter().enumerate().skip(1) {
        let found = near.beyond(piece, |atom| piece_of.get(&atom) != Some(&number));
        wanted.push(found.unwrap_or((f64::INFINITY, piece[0], pieces[0][0])));
    }
    wanted.sort_by(order);
    let mut joined: Vec<usize> = (0..pieces.len()).collect();
    let root = |joined: &mut Vec<usize>, mut at: usize| {
        while joined[at] != at {
            joined[at] = joined[joined[at]];
            at = joined[at];
        }
        at
    };
    for (_, island, shore) in wanted {
        let ends = [island, shore].map(|atom| piece_of.get(&atom).copied().unwrap_or_default());
        let [a, b] = ends.map(|end| root(&mut joined, end));
        if a != b {
            // The lower number stays, so the mainland stays the first.
            joined[a.max(b)] = a.min(b);
            links.push([island, shore]);
        }
    }
    let mut left: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (number, piece) in pieces.into_iter().enumerate() {
        left.entry(root(&mut joined, number)).or_default().extend(piece);
    }
    left.into_values().collect()
}

/// Distance, from, to.
type Way = (f64, u32, u32);

/// Atoms of one community by the square of land that they are in.
struct Near {
    at: BTreeMap<u32, [f64; 2]>,
    squares: BTreeMap<[i64; 2], Vec<u32>>,
    low: [f64; 2],
    side: f64,
    /// How many squares there are along the longer side of the land.
    wide: i64,
}

impl Near {
    /// Squares so large that an atom or so is in each.
    fn of(ground: &Ground, pieces: &[Vec<u32>]) -> Self {
        let place = |&atom: &u32| Some((atom, ground.atoms[atom as usize].at?));
        let at: BTreeMap<u32, [f64; 2]> = pieces.iter().flatten().filter_map(place).collect();
        let (low, high) = span(at.values().copied());
        let longer = (high[0] - low[0]).max(high[1] - low[1]).max(1e-6);
        let side = longer / libm::sqrt(at.len() as f64).max(1.0);
        let wide = (longer / side) as i64 + 1;
        let mut near = Self { at, squares: BTreeMap::new(), low, side, wide };
        for (&atom, &at) in &near.at {
            near.squares.entry(near.square(at)).or_default().push(atom);
        }
        near
    }

    fn square(&self, at: [f64; 2]) -> [i64; 2] {
        [0, 1].map(|axis| ((at[axis] - self.low[axis]) / self.side).floor() as i64)
    }

    /// The shortest way from a piece to an atom that is `other`; of equals the one with the lowest
    /// numbers. The piece is halved again and again; a half goes when the way from its middle says that
    /// none of it can be nearer than what is known.
    fn beyond(&self, piece: &[u32], other: impl Fn(u32) -> bool) -> Option<Way> {
        let mut atoms: Vec<(u32, [f64; 2])> =
            piece.iter().filter_map(|&atom| Some((atom, *self.at.get(&atom)?))).collect();
        let mut best: Option<Way> = None;
        let mut open: Vec<&mut [(u32, [f64; 2])]> = vec![&mut atoms];
        while let Some(some) = open.pop() {
            let known = best.map_or(f64::INFINITY, |best| best.0);
            if some.len() <= 4 {
                for &(from, at) in &*some {
                    let known = best.map_or(f64::INFINITY, |best| best.0);
                    let found = self.nearest(at, known, &other).map(|(way, to)| (way, from, to));
                    best = [best, found].into_iter().flatten().min_by(order);
                }
                continue;
            }
            let (low, high) = span(some.iter().map(|it| it.1));
            let middle = [0, 1].map(|axis| f64::midpoint(low[axis], high[axis]));
            let reach = libm::hypot(high[0] - middle[0], high[1] - middle[1]);
            if self.nearest(middle, known + reach, &other).is_none() {
                continue;
            }
            let axis = usize::from(high[1] - low[1] > high[0] - low[0]);
            let half = some.len() / 2;
            some.select_nth_unstable_by(half, |a, b| {
                a.1[axis].total_cmp(&b.1[axis]).then(a.0.cmp(&b.0))
            });
            let (one, two) = some.split_at_mut(half);
            open.extend([one, two]);
        }
        best
    }

    /// The nearest atom that is `other`, no further away than `most`.
    fn nearest(&self, at: [f64; 2], most: f64, other: impl Fn(u32) -> bool) -> Option<(f64, u32)> {
        let [x, y] = self.square(at);
        let mut best: Option<(f64, u32)> = None;
        for ring in 0..=self.wide {
            // What is in this ring is at least so far away.
            let least = (ring - 1).max(0) as f64 * self.side;
            if best.map_or(most, |best| best.0) < least {
                break;
            }
            for &to in around(x, y, ring).filter_map(|it| self.squares.get(&it)).flatten() {
                let way = self
                    .at
                    .get(&to)
                    .map_or(f64::INFINITY, |it| libm::hypot(at[0] - it[0], at[1] - it[1]));
                let nearer =
                    best.is_none_or(|best| way.total_cmp(&best.0).then(to.cmp(&best.1)).is_lt());
                if nearer && way <= most && other(to) {
                    best = Some((way, to));
                }
            }
        }
        best
    }
}

/// The shorter first, of equals the lower numbers.
fn order(a: &Way, b: &Way) -> std::cmp::Ordering {
    a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2)))
}

/// The south-west and the north-east corner of the box around places.
fn span(places: impl Iterator<Item = [f64; 2]>) -> ([f64; 2], [f64; 2]) {
    places.fold(([f64::MAX; 2], [f64::MIN; 2]), |(low, high), at| {
        ([0, 1].map(|it| low[it].min(at[it])), [0, 1].map(|it| high[it].max(at[it])))
    })
}

/// The squares that are so many steps away from one.
fn around(x: i64, y: i64, ring: i64) -> impl Iterator<Item = [i64; 2]> {
    (-ring..=ring).flat_map(move |up| {
        // All of the outermost rows, else the two ends.
        let step = if up.abs() == ring { 1 } else { (2 * ring).max(1) };
        (-ring..=ring).step_by(step as usize).map(move |east| [x + east, y + up])
    })
}
