//! The six towns: what is planned for each.

mod facts;
mod invented;
mod qilihe;
mod real;

use crate::like::Like;
use crate::plan::{Density, Draft, populate};
use crate::point::{Ground, Pt};
use crate::rng::Dice;

/// Everything that is decided before drawing.
#[derive(Debug)]
pub(crate) struct Spec {
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) ground: Ground,
    /// The coarse outline, counter-clockwise.
    pub(crate) outline: Vec<Pt>,
    /// The first and last place in the outline that are river bank, where the outline has one.
    pub(crate) bank: Option<(usize, usize)>,
    pub(crate) root: Draft,
}

/// The plan of a town.
pub(crate) fn spec(like: Like, seed: u64) -> Spec {
    let mut dice = Dice::new(seed, like.as_str());
    let (mut spec, density) = match like {
        Like::Qilihe => qilihe::spec(),
        Like::Qingshan => real::qingshan(&mut dice),
        Like::Huangnan => real::huangnan(&mut dice),
        Like::Nanhu => real::nanhu(&mut dice),
        Like::City10k => invented::city(&mut dice),
        Like::Province100k => invented::province(&mut dice),
    };
    populate(&mut spec.root, like.grids(), density, &mut dice);
    spec
}

/// A round-about outline of `area_km2` around a place, counter-clockwise.
fn blob(ground: &Ground, area_km2: f64, dice: &mut Dice) -> Vec<Pt> {
    // Sixteen directions; cosines and sines as numbers, see `Ground::around`.
    const WAY: [f64; 5] = [1.0, 0.923_879_5, std::f64::consts::FRAC_1_SQRT_2, 0.382_683_4, 0.0];
    let radius = (area_km2 * 1e6 / std::f64::consts::PI).sqrt();
    let cos = |step: usize| match step % 16 {
        s @ 0..=4 => WAY[s],
        s @ 5..=8 => -WAY[8 - s],
        s @ 9..=12 => -WAY[s - 8],
        s => WAY[16 - s],
    };
    let mut far: Vec<f64> = (0..16).map(|_| dice.between(0.72, 1.22)).collect();
    let square: f64 = far.iter().map(|f| f * f).sum::<f64>() / 16.0;
    for reach in &mut far {
        *reach /= square.sqrt();
    }
    (0..16)
        .map(|step| {
            let reach = radius * far[step] * 1.01;
            ground.pt([reach * cos(step), reach * cos(step + 12)])
        })
        .collect()
}

/// Where the towns of a district are to be placed: urban ones first guess in the middle.
fn district(
    name: &str,
    name_en: &str,
    ground: Ground,
    outline: Vec<Pt>,
    children: Vec<Draft>,
) -> Spec {
    let root = Draft {
        code: name_en.to_owned(),
        name: name.to_owned(),
        network: true,
        children,
        ..Draft::default()
    };
    Spec { name: name.to_owned(), name_en: name_en.to_owned(), ground, outline, bank: None, root }
}

/// A density whose villages are as given.
const fn density(urban: f64, rural: f64, sparse: f64) -> Density {
    Density { urban, rural, sparse }
}
