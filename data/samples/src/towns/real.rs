//! 青山区, 黄南州, 南湖区: official names and codes on an invented outline.

use super::{Spec, blob, density, district, facts};
use crate::plan::{Density, Draft};
use crate::point::{Ground, Pt};
use crate::rng::Dice;

const QINGSHAN: &str = include_str!("../../facts/qingshan.csv");
const HUANGNAN: &str = include_str!("../../facts/huangnan.csv");
const NANHU: &str = include_str!("../../facts/nanhu.csv");

/// The four counties of 黄南州.
const COUNTIES: [(&str, &str); 4] = [
    ("632301", "同仁市"),
    ("632322", "尖扎县"),
    ("632323", "泽库县"),
    ("632324", "河南蒙古族自治县"),
];

pub(super) fn qingshan(dice: &mut Dice) -> (Spec, Density) {
    let ground = Ground::around(Pt::degrees(109.93, 40.68));
    let outline = blob(&ground, 396.0, dice);
    let towns = facts::towns(QINGSHAN);
    let spec = district("青山区", "Qingshan District", ground, outline, towns);
    (spec, density(3_300.0, 500.0, 14.0))
}

pub(super) fn nanhu(dice: &mut Dice) -> (Spec, Density) {
    let ground = Ground::around(Pt::degrees(120.85, 30.72));
    let outline = blob(&ground, 439.0, dice);
    let spec = district("南湖区", "Nanhu District", ground, outline, facts::towns(NANHU));
    (spec, density(2_000.0, 900.0, 5.0))
}

pub(super) fn huangnan(dice: &mut Dice) -> (Spec, Density) {
    let ground = Ground::around(Pt::degrees(101.6, 35.1));
    let outline = blob(&ground, 17_909.0, dice);
    let mut towns = facts::towns(HUANGNAN);
    let mut counties = Vec::new();
    for (code, name) in COUNTIES {
        let (own, rest) = towns.into_iter().partition(|town: &Draft| town.code.starts_with(code));
        towns = rest;
        counties.push(Draft {
            code: code.to_owned(),
            name: name.to_owned(),
            hidden: true,
            network: true,
            children: own,
            ..Draft::default()
        });
    }
    let spec = district("黄南州", "Huangnan Prefecture", ground, outline, counties);
    (spec, density(420.0, 220.0, 25.0))
}
