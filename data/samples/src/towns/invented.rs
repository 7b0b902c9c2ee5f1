//! A city and a province that are invented altogether. Their codes start with 99, which is no
//! province.

use super::{Spec, blob, density, district};
use crate::plan::{Density, Draft};
use crate::point::{Ground, Pt};
use crate::rng::Dice;

const FIRST: [&str; 24] = [
    "安", "宁", "和", "平", "永", "长", "新", "兴", "清", "明", "广", "云", "青", "白", "金", "玉",
    "东", "西", "南", "北", "上", "下", "大", "小",
];
const SECOND: [&str; 24] = [
    "山", "河", "川", "泉", "塘", "桥", "园", "湖", "岭", "坪", "湾", "林", "石", "沙", "洲", "井",
    "关", "台", "原", "溪", "坡", "口", "营", "庄",
];

/// The `i`th of 576 neutral names; later ones get a number.
fn name(i: usize) -> String {
    // A step without common divisors with 576 mixes the pairs.
    let pair = (i * 217 + 91) % 576;
    let round = i / 576;
    let number = if round == 0 { String::new() } else { format!("{round}号") };
    format!("{}{}{number}", FIRST[pair / 24], SECOND[pair % 24])
}

pub(super) fn city(dice: &mut Dice) -> (Spec, Density) {
    let ground = Ground::around(Pt::degrees(112.0, 34.0));
    let outline = blob(&ground, 7_000.0, dice);
    let groups = (0..12).map(|g| county(g, "9901", 12, 11, true, dice)).collect();
    let spec = district("示例市", "Example City", ground, outline, groups);
    (spec, density(3_000.0, 700.0, 8.0))
}

pub(super) fn province(dice: &mut Dice) -> (Spec, Density) {
    let ground = Ground::around(Pt::degrees(110.0, 33.0));
    let outline = blob(&ground, 90_000.0, dice);
    let counties = (0..40).map(|g| county(g, "9902", 13, 15, false, dice)).collect();
    let spec = district("示例省", "Example Province", ground, outline, counties);
    (spec, density(6_500.0, 2_300.0, 8.0))
}

/// A county of about so many towns with about so many communities each.
fn county(
    place: usize,
    prefix: &str,
    towns: usize,
    communities: usize,
    hidden: bool,
    dice: &mut Dice,
) -> Draft {
    let code = format!("{prefix}{:02}", place + 1);
    let central = place < 4;
    let count = towns - 2 + dice.below(5);
    let children = (0..count)
        .map(|t| {
            let urban = central || t < count / 3;
            let code = format!("{code}{:03}", if urban { t + 1 } else { t + 100 });
            let kind = if urban { "街道" } else { "镇" };
            let name = format!("{}{kind}", name(place * 37 + t * 5));
            let count = communities - 2 + dice.below(5);
            let children = (0..count).map(|c| community(&code, place + t * 17, c, urban)).collect();
            Draft { code, name, kind: kind.to_owned(), urban, children, ..Draft::default() }
        })
        .collect();
    Draft {
        code,
        name: format!("{}区", name(place * 7)),
        kind: "区".to_owned(),
        hidden,
        urban: central,
        network: true,
        children,
        ..Draft::default()
    }
}

fn community(town: &str, salt: usize, place: usize, street: bool) -> Draft {
    let urban = street || place < 2;
    let number = if urban { place + 1 } else { place + 201 };
    Draft {
        code: format!("{town}{number:03}"),
        name: name(salt * 11 + place),
        kind: if urban { "社区" } else { "村" }.to_owned(),
        urban,
        ..Draft::default()
    }
}
