//! Service points: where the public is served, and when.

use crate::ground_plan::{Block, GroundPlan};
use crate::places::{heart, short};
use crate::rng::Dice;
use crate::town::MakeError;
use model::{Code, Place, PlaceKind, Shape};

/// How many service points a town of 325 grids has.
const COUNT: usize = 120;

/// Hours of a hall of a street or town: lunch closed, some with a short Saturday.
const HALL: [&str; 3] = [
    "Mo-Fr 09:00-12:00,14:00-17:30",
    "Mo-Fr 08:30-12:00,14:30-18:00; Sa 09:00-12:00",
    "Mo-Fr 08:30-12:00,14:30-18:00",
];
/// Hours of a community counter: many open late and on Saturdays for people who work.
const COUNTER: [&str; 5] = [
    "Mo-Fr 08:30-12:00,14:30-18:00",
    "Mo-Fr 08:30-12:00,14:30-19:30; Sa 09:00-16:00",
    "Mo-Fr 08:30-18:00; Sa 09:00-12:00",
    "Tu-Su 09:00-12:00,14:00-17:30; Mo off",
    "Mo-Fr 08:30-12:00,14:30-18:00; Sa,Su 10:00-16:00; PH off",
];
/// Hours of a legal service station.
const LEGAL: [&str; 3] =
    ["Mo-Fr 09:00-12:00,14:30-17:30", "Tu,Th 09:00-12:00,14:30-17:30", "We 14:00-17:00"];
/// Hours of a village's counter: most are open on its market days, too, whatever weekday these are.
const VILLAGE_COUNTER: [&str; 4] = [
    r#"Mo-Fr 08:30-12:00,14:30-18:00 @ lunar ending 1,4,7 08:00-13:00 "赶集日""#,
    "Mo-Fr 08:30-12:00,14:30-18:00",
    r#"Mo-Fr 09:00-12:00,14:00-17:30 @ lunar ending 2,5,8 08:00-12:00 "赶集日""#,
    r#"Mo-Fr 08:30-12:00 @ every 5 days from 2026-01-03 08:00-14:00 "赶集日""#,
];
/// Days of a circuit court: by weekday of the month, with the market by the lunar calendar, every ten days.
const COURT: [&str; 5] = [
    r#"@ monthly Mo[1] 09:00-12:00,14:30-17:00 PH off "巡回审判日""#,
    r#"@ lunar ending 3,6,9 09:00-13:00 "法治赶集日""#,
    r#"@ monthly Th[2],Th[4] 09:30-16:30 PH off "巡回审判日""#,
    r#"@ lunar 1,15 09:00-12:00 "法治赶集日""#,
    r#"@ every 10 days from 2026-01-05 09:30-16:00 "巡回审判日""#,
];

/// The service points of a town, all public.
pub(crate) fn services(plan: &GroundPlan<'_>, dice: &mut Dice) -> Result<Vec<Place>, MakeError> {
    let towns = plan.blocks(2);
    let communities = plan.blocks(1);
    let count = COUNT * (plan.rings.len() / 325).clamp(1, 10);
    // Of 120: halls of the towns (at most 15), 15 legal, 10 court, 20 devices, counters for the rest.
    let share = |of: usize| of * count / COUNT;
    let mut places = Vec::new();
    let halls = towns.len().min(share(15));
    serve(plan, &spaced(&towns, halls), "政务服务大厅", &HALL, &mut places, dice)?;
    let legal = spaced(&communities, share(15));
    serve(plan, &legal, "公共法律服务站", &LEGAL, &mut places, dice)?;
    let villages: Vec<&Block<'_>> =
        communities.iter().filter(|c| c.unit.kind.as_deref() == Some("村")).collect();
    let courts: Vec<&Block<'_>> = villages
        .iter()
        .step_by((villages.len() / share(10).max(1)).max(1))
        .take(share(10))
        .copied()
        .collect();
    serve(plan, &courts, "巡回审判站点", &COURT, &mut places, dice)?;
    let urban: Vec<&Block<'_>> =
        communities.iter().filter(|c| c.unit.kind.as_deref() == Some("社区")).collect();
    let devices: Vec<&Block<'_>> = urban
        .iter()
        .step_by((urban.len() / share(20).max(1)).max(1))
        .take(share(20))
        .copied()
        .collect();
    serve(plan, &devices, "24小时自助服务设备", &["24/7"], &mut places, dice)?;
    let rest = count.saturating_sub(places.len());
    serve(plan, &spaced(&communities, rest), "便民服务中心", &COUNTER, &mut places, dice)?;
    Ok(places)
}

/// So many of the blocks, evenly; some twice when there are too few.
fn spaced<'a, 'b>(blocks: &'b [Block<'a>], count: usize) -> Vec<&'b Block<'a>> {
    (0..count).filter_map(|i| blocks.get(i * blocks.len() / count.max(1))).collect()
}

fn serve(
    plan: &GroundPlan<'_>,
    blocks: &[&Block<'_>],
    category: &str,
    hours: &[&str],
    places: &mut Vec<Place>,
    dice: &mut Dice,
) -> Result<(), MakeError> {
    for (place, block) in blocks.iter().enumerate() {
        let number = places.len() + 1;
        let at = plan.point_near(heart(plan, block, dice), 60.0, dice);
        let at = at.position().ok_or(MakeError::OffTheEarth)?;
        let unit = block.unit;
        let base = if category == "政务服务大厅" { &unit.name } else { short(&unit.name) };
        let what = match (category, unit.kind.as_deref()) {
            ("便民服务中心", Some("社区")) => "社区便民服务中心",
            ("便民服务中心", _) => "村便民服务中心",
            _ => category,
        };
        let hours = if what == "村便民服务中心" { &VILLAGE_COUNTER } else { hours };
        let town = &block.town.name;
        let own = if block.unit.code == block.town.code { "" } else { unit.name.as_str() };
        places.push(Place {
            code: Code::try_from(format!("FW{number:03}").as_str())?,
            name: format!("{base}{what}"),
            kind: PlaceKind::ServicePoint,
            shape: Shape::Point(at),
            public: true,
            hours: hours.get(place % hours.len().max(1)).map(|&hours| hours.to_owned()),
            phone: (category != "24小时自助服务设备")
                .then(|| format!("0931-000{:04}", number % 10_000)),
            address: Some(format!("{town}{own}示意路{}号", dice.below(180) + 1)),
            serves: Some(unit.code.clone()),
            category: Some(what.to_owned()),
        });
    }
    Ok(())
}
