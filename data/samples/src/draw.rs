//! Drawing a plan: region by region, from the whole town down to the grids.

use crate::mesh::{
    Mesh, Piece, Site, Stretch, Trail, lay, nearest, part, pieces, scatter, settle, smooth,
    smooth_borders,
};
use crate::network::{Wanted, wanted};
use crate::plan::Draft;
use crate::point::{Ground, Pt, Xy, squared_to_segment};
use crate::rng::Dice;
use crate::{MakeError, Road};

/// A region still to be divided.
#[derive(Debug, Default)]
pub(crate) struct Region {
    pub(crate) ring: Vec<Pt>,
    pub(crate) roads: Vec<Stretch>,
    /// Its middle, where the plan gave or settled one; roads from above pass there.
    pub(crate) site: Option<Xy>,
}

/// The pieces of a region, their sites, and the roads laid in it.
type Divided = (Vec<Piece>, Vec<Site>, Vec<Road>);

/// What drawing gave.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// The ring of every grid, in the order of the plan.
    pub(crate) grids: Vec<Vec<Pt>>,
    /// The laid roads.
    pub(crate) roads: Vec<Road>,
}

/// The pen: what stays the same while one town is drawn.
#[derive(Debug)]
pub(crate) struct Pen {
    pub(crate) ground: Ground,
    pub(crate) seed: u64,
}

impl Pen {
    /// Divides `region` as `draft` says and adds the grids in order.
    pub(crate) fn draw(
        &self,
        draft: &Draft,
        region: &Region,
        out: &mut Drawn,
    ) -> Result<(), MakeError> {
        if draft.children.is_empty() {
            let count = draft.grids.max(1) as usize;
            let weights = vec![1.0; count];
            let mut rings: Vec<Vec<Pt>> = if count == 1 {
                vec![region.ring.clone()]
            } else {
                let (pieces, _, _) = self.divide(draft, region, &weights, &[])?;
                pieces.into_iter().map(|piece| piece.ring).collect()
            };
            reading_order(&self.ground, &mut rings);
            out.grids.append(&mut rings);
            return Ok(());
        }
        let weights: Vec<f64> = draft.children.iter().map(|child| child.area).collect();
        let counts: Vec<f64> =
            draft.children.iter().map(|child| f64::from(child.grids.max(1))).collect();
        let (pieces, sites, roads) = self.divide(draft, region, &weights, &counts)?;
        out.roads.extend(roads);
        for ((child, piece), site) in draft.children.iter().zip(pieces).zip(sites) {
            let site = Some(site.at);
            let region = Region { ring: piece.ring, roads: piece.roads, site };
            self.draw(child, &region, out)?;
        }
        Ok(())
    }

    /// One region into one piece for every weight. `counts` are the grids in each (one when empty).
    fn divide(
        &self,
        draft: &Draft,
        region: &Region,
        weights: &[f64],
        counts: &[f64],
    ) -> Result<Divided, MakeError> {
        let mut dice = Dice::new(self.seed, &draft.code);
        let area = self.ground.area(&region.ring);
        let sites = self.sites(draft, region, weights, area, &mut dice);
        let wanted = wanted(&self.ground, draft, region.site, &sites);
        let planned: Vec<[Xy; 2]> = if draft.roads.is_empty() {
            Vec::new()
        } else {
            wanted.iter().flat_map(|r| r.stops.windows(2).map(|w| [w[0], w[1]])).collect()
        };
        // A mesh too coarse to cut is a matter of luck in tiny or thin regions: try finer ones.
        let mut grain = 0.16;
        for salt in 0..6 {
            let spacing = |at: Xy| {
                let wide = sites[nearest(&sites, at)].area.sqrt() * grain;
                wide.min(near_roads(&planned, at))
            };
            let lines = self.shorten(&region.roads, &spacing);
            let points = scatter(&self.ground, &region.ring, &lines, &spacing, &mut dice);
            let mut mesh = Mesh::build(&self.ground, &region.ring, &lines, &points, false);
            let trails: Vec<Trail> = wanted
                .iter()
                .zip(0..)
                .map(|(road, i)| lay(&mut mesh, &road.stops, road.join, self.seed ^ i))
                .collect();
            smooth(&mut mesh, &self.ground, &trails, 4);
            if let Some(owner) = part(&mesh, sites.clone(), self.seed ^ salt) {
                smooth_borders(&mut mesh, &self.ground, &owner, 2);
                let mut areas = vec![0.0; sites.len()];
                for (face, &own) in owner.iter().enumerate() {
                    areas[own as usize] += mesh.face_area(face);
                }
                let fine: Vec<f64> = (0..sites.len())
                    .map(|i| (areas[i] / counts.get(i).copied().unwrap_or(1.0)).sqrt() * 0.11)
                    .collect();
                let roads = named(&mesh, &wanted, trails);
                let pieces = pieces(&mesh, &self.ground, &owner, &fine, &mut dice);
                return Ok((pieces, sites, roads));
            }
            grain *= 0.7;
        }
        Err(MakeError::Drawing { code: draft.code.clone() })
    }

    /// Sites for the pieces: those given, or settled on a sample of the ground.
    fn sites(
        &self,
        draft: &Draft,
        region: &Region,
        weights: &[f64],
        area: f64,
        dice: &mut Dice,
    ) -> Vec<Site> {
        let all: f64 = weights.iter().sum();
        let areas: Vec<f64> = weights.iter().map(|weight| weight / all * area).collect();
        let given: Vec<Xy> = draft.children.iter().filter_map(|child| child.site).collect();
        if !given.is_empty() && given.len() == weights.len() {
            return given
                .into_iter()
                .zip(areas)
                .map(|(at, area)| Site { at, area, pull: area })
                .collect();
        }
        let count = f64::from(u32::try_from(weights.len()).unwrap_or(u32::MAX));
        let smallest = areas.iter().copied().fold(f64::MAX, f64::min);
        let spacing = (area / (count * 30.0)).min(smallest / 9.0).sqrt();
        let sample: Vec<Xy> = scatter(&self.ground, &region.ring, &[], &|_| spacing, dice)
            .into_iter()
            .map(|p| self.ground.xy(p))
            .collect();
        let urban: Vec<bool> = draft.children.iter().map(|child| child.urban).collect();
        let mixed = urban.iter().any(|&u| u) && urban.iter().any(|&u| !u);
        let n = f64::from(u32::try_from(sample.len().max(1)).unwrap_or(u32::MAX));
        let mean = sample.iter().fold([0.0, 0.0], |s, p| [s[0] + p[0] / n, s[1] + p[1] / n]);
        let core = mixed.then(|| (region.site.unwrap_or(mean), urban.as_slice()));
        settle(&sample, &areas, core, 8, dice)
    }

    /// Roads from above, cut to the spacing of the mesh.
    fn shorten(&self, roads: &[Stretch], spacing: &dyn Fn(Xy) -> f64) -> Vec<Stretch> {
        let mut short = Vec::with_capacity(roads.len());
        for road in roads {
            let (a, b) = (self.ground.xy(road.from), self.ground.xy(road.to));
            let middle = [f64::midpoint(a[0], b[0]), f64::midpoint(a[1], b[1])];
            let pieces = (self.ground.distance(road.from, road.to) / spacing(middle)).ceil();
            let pieces = pieces.clamp(1.0, 1_000.0);
            let mut from = road.from;
            let mut i = 1.0;
            while i < pieces {
                let share = i / pieces;
                let to =
                    self.ground.pt([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]);
                short.push(Stretch { from, to });
                from = to;
                i += 1.0;
            }
            short.push(Stretch { from, to: road.to });
        }
        short
    }
}

/// How fine a mesh must be at a place to keep planned roads apart, in metres.
fn near_roads(lines: &[[Xy; 2]], at: Xy) -> f64 {
    let far = lines.iter().map(|line| squared_to_segment(at, line[0], line[1]));
    130.0 + 0.35 * far.fold(f64::MAX, f64::min).sqrt()
}

fn named(mesh: &Mesh, wanted: &[Wanted], trails: Vec<Trail>) -> Vec<Road> {
    wanted
        .iter()
        .zip(trails)
        .map(|(road, trail)| Road {
            name: road.name.clone(),
            class: road.class.to_owned(),
            line: trail.iter().filter_map(|&p| mesh.at[p as usize].position()).collect(),
        })
        .collect()
}

/// Puts rings in the order grids are numbered in: rows from north to south, west to east in a row.
fn reading_order(ground: &Ground, rings: &mut [Vec<Pt>]) {
    let count = f64::from(u32::try_from(rings.len()).unwrap_or(u32::MAX));
    let middle = |ring: &[Pt]| {
        let n = f64::from(u32::try_from(ring.len().max(1)).unwrap_or(u32::MAX));
        let sum =
            ring.iter().map(|&p| ground.xy(p)).fold([0.0, 0.0], |s, p| [s[0] + p[0], s[1] + p[1]]);
        [sum[0] / n, sum[1] / n]
    };
    let ys = rings.iter().map(|ring| middle(ring)[1]);
    let (low, high) = ys.fold((f64::MAX, f64::MIN), |(low, high), y| (low.min(y), high.max(y)));
    let rows = count.sqrt().round().max(1.0);
    let height = ((high - low) / rows).max(1.0);
    rings.sort_by_cached_key(|ring| {
        let at = middle(ring);
        #[expect(clippy::cast_possible_truncation, reason = "metres within a town")]
        let key = (((high - at[1]) / height).min(rows - 1.0) as i64, at[0].round() as i64);
        (key, ring.first().copied())
    });
}
