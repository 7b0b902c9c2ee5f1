//! Islands: land that hangs together with nothing else in its community, linked to the nearest that does.

use super::ground::{Border, Ground};
use super::mesh::Mesh;
use super::parts::{parts, root};
use std::cmp::Reverse;
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
    let mut piece_of = vec![0; ground.atoms.len()];
    let mut links = Vec::new();
    for mut pieces in communities.into_values().filter(|pieces| pieces.len() > 1) {
        // The largest is the mainland; of equals the one with the lowest number.
        pieces.sort_by_key(|piece| (Reverse(piece.len()), piece[0]));
        let near = Near::of(ground, &pieces);
        while pieces.len() > 1 {
            pieces = round(pieces, &near, &mut piece_of, &mut links);
        }
    }
    let link = |&atoms: &[u32; 2]| Border { atoms, length_m: 0.0, cost: 1.0 };
    ground.borders.extend(links.iter().map(link));
    links
}

/// Links every piece but the mainland, the first, to the nearest other one; the pieces that are left,
/// half as many or so, the mainland first. `piece_of` is scratch space.
fn round(
    pieces: Vec<Vec<u32>>,
    near: &Near<'_>,
    piece_of: &mut [usize],
    links: &mut Vec<[u32; 2]>,
) -> Vec<Vec<u32>> {
    for (number, piece) in pieces.iter().enumerate() {
        for &atom in piece {
            piece_of[atom as usize] = number;
        }
    }
    // Shortest first, so that of two islands that choose one another only one link is made.
    let mut wanted: Vec<Way> = Vec::with_capacity(pieces.len());
    for (number, piece) in pieces.iter().enumerate().skip(1) {
        let found = near.beyond(piece, |atom| piece_of[atom as usize] != number);
        wanted.push(found.unwrap_or((f64::INFINITY, piece[0], pieces[0][0])));
    }
    wanted.sort_by(order);
    let mut joined: Vec<u32> = (0..pieces.len() as u32).collect();
    for (_, island, shore) in wanted {
        let [a, b] = [island, shore].map(|atom| root(&mut joined, piece_of[atom as usize] as u32));
        if a != b {
            // The lower number stays, so the mainland stays the first.
            joined[a.max(b) as usize] = a.min(b);
            links.push([island, shore]);
        }
    }
    let mut left: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (number, piece) in (0..).zip(pieces) {
        left.entry(root(&mut joined, number)).or_default().extend(piece);
    }
    left.into_values().collect()
}

/// Distance, from, to.
type Way = (f64, u32, u32);

/// Atoms of one community by the square of land that they are in.
struct Near<'a> {
    ground: &'a Ground,
    /// By square, row by row: where its atoms start, and the end of the last.
    from: Vec<usize>,
    atoms: Vec<u32>,
    low: [f64; 2],
    side: f64,
    /// How many squares there are from west to east and from south to north.
    wide: [i64; 2],
}

impl<'a> Near<'a> {
    /// Squares so large that about an atom is in each.
    fn of(ground: &'a Ground, pieces: &[Vec<u32>]) -> Self {
        let place = |&atom: &u32| Some((atom, ground.atoms[atom as usize].at?));
        let at: Vec<(u32, [f64; 2])> = pieces.iter().flatten().filter_map(place).collect();
        let (low, high) = span(at.iter().map(|it| it.1));
        let sides = [0, 1].map(|axis| (high[axis] - low[axis]).clamp(1e-6, 1e12));
        let longer = sides[0].max(sides[1]);
        // No longer than it is wide, else squares get so small that there are too many of them.
        let side = libm::sqrt(sides[0] * sides[1] / at.len().max(1) as f64)
            .max(longer / (at.len() + 1) as f64);
        let wide = sides.map(|it| (it / side) as i64 + 1);
        let squares = (wide[0] * wide[1]) as usize;
        let mut near =
            Self { ground, from: vec![0; squares + 1], atoms: Vec::new(), low, side, wide };
        let mut by_square: Vec<(usize, u32)> = at
            .iter()
            .filter_map(|&(atom, at)| Some((near.number(near.square(at))?, atom)))
            .collect();
        by_square.sort_unstable();
        for &(square, _) in &by_square {
            near.from[square + 1] += 1;
        }
        for square in 0..squares {
            near.from[square + 1] += near.from[square];
        }
        near.atoms = by_square.into_iter().map(|it| it.1).collect();
        near
    }

    fn square(&self, at: [f64; 2]) -> [i64; 2] {
        [0, 1].map(|axis| {
            (((at[axis] - self.low[axis]) / self.side) as i64).clamp(0, self.wide[axis] - 1)
        })
    }

    fn number(&self, [x, y]: [i64; 2]) -> Option<usize> {
        let inside = (0..self.wide[0]).contains(&x) && (0..self.wide[1]).contains(&y);
        inside.then(|| (y * self.wide[0] + x) as usize)
    }

    /// The shortest way from a piece to an atom that is `other`; of equals the one with the lowest
    /// numbers. The piece is halved again and again; a half goes when the way from its middle says that
    /// none of it can be nearer than what is known.
    fn beyond(&self, piece: &[u32], other: impl Fn(u32) -> bool) -> Option<Way> {
        let place = |&atom: &u32| Some((atom, self.ground.atoms[atom as usize].at?));
        let mut atoms: Vec<(u32, [f64; 2])> = piece.iter().filter_map(place).collect();
        let mut best: Option<Way> = None;
        let mut open: Vec<&mut [(u32, [f64; 2])]> = vec![&mut atoms];
        while let Some(some) = open.pop() {
            let known = best.map_or(f64::INFINITY, |best| best.0);
            if let [(from, at)] = *some {
                let found = self.nearest(at, known, &other).map(|(way, to)| (way, from, to));
                best = [best, found].into_iter().flatten().min_by(order);
                continue;
            }
            let (low, high) = span(some.iter().map(|it| it.1));
            let middle = [0, 1].map(|axis| f64::midpoint(low[axis], high[axis]));
            let reach = libm::hypot(high[0] - middle[0], high[1] - middle[1]);
            if some.is_empty() || self.nearest(middle, known + reach, &other).is_none() {
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

    /// The nearest atom that is `other`, no further away than `most`; of equals the lowest number.
    fn nearest(&self, at: [f64; 2], most: f64, other: impl Fn(u32) -> bool) -> Option<(f64, u32)> {
        let [x, y] = self.square(at);
        let mut best: Option<(f64, u32)> = None;
        for ring in 0..=self.wide[0].max(self.wide[1]) {
            // What is in this ring is at least so far away.
            let least = (ring - 1).max(0) as f64 * self.side;
            if best.map_or(most, |best| best.0) < least {
                break;
            }
            for square in around([x, y], ring, self.wide).filter_map(|it| self.number(it)) {
                for &to in &self.atoms[self.from[square]..self.from[square + 1]] {
                    let there = self.ground.atoms[to as usize].at.unwrap_or(at);
                    let way = libm::hypot(at[0] - there[0], at[1] - there[1]);
                    let nearer = |best: (f64, u32)| (way, to) < best;
                    if way <= most && best.is_none_or(nearer) && other(to) {
                        best = Some((way, to));
                    }
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

/// The squares that are so many steps away from one and on the land.
fn around([x, y]: [i64; 2], ring: i64, wide: [i64; 2]) -> impl Iterator<Item = [i64; 2]> {
    let rows = (y - ring).max(0)..=(y + ring).min(wide[1] - 1);
    rows.flat_map(move |row| {
        // All of the outermost rows, else the two ends.
        let outermost = (row - y).abs() == ring;
        let all = (x - ring).max(0)..=(x + ring).min(wide[0] - 1);
        let all = outermost.then_some(all).into_iter().flatten();
        let ends = (!outermost).then_some([x - ring, x + ring]);
        all.chain(ends.into_iter().flatten()).map(move |east| [east, row])
    })
}
