//! Overlays against looking at every area alone.

use crate::assigning::map;
use crate::kernels::{area_holds as holds, area_touches as touches};
use crate::towns::{any_garbage, any_town, at, cases, square};
use model::{Area, GridId, Position, UnitId};
use proptest::prelude::*;
use spatial::{Overlays, UnitGroups};

fn agrees(areas: &[Area], random: &[(u32, u32)]) -> Result<(), TestCaseError> {
    let overlays = Overlays::build(areas).unwrap();
    prop_assert_eq!(overlays.len(), areas.len());
    let vertices: Vec<Position> = areas.iter().flat_map(Area::positions).collect();
    let any = |r: u32| vertices.get(r as usize % vertices.len().max(1)).copied();
    for &(r, s) in random {
        let (Some(a), Some(b)) = (any(r), any(s)) else { return Ok(()) };
        let middle = |a: i32, b: i32| (i64::from(a) + i64::from(b)).div_euclid(2) as i32;
        let next = any(r.wrapping_add(1)).unwrap_or(a);
        let asked = [
            (a.lon_e7(), a.lat_e7()),
            (a.lon_e7(), b.lat_e7()),
            (middle(a.lon_e7(), b.lon_e7()), middle(a.lat_e7(), b.lat_e7())),
            (middle(a.lon_e7(), next.lon_e7()), middle(a.lat_e7(), next.lat_e7())),
            (a.lon_e7() + (s % 3) as i32 - 1, a.lat_e7() + (r % 3) as i32 - 1),
        ];
        for (x, y) in asked {
            let Some(point) = Position::from_e7(x, y) else { continue };
            let all = 0..areas.len() as u32;
            let of = |k: &u32| &areas[*k as usize];
            let held: Vec<u32> = all.clone().filter(|k| holds(of(k), point)).collect();
            let found = overlays.at(point);
            prop_assert_eq!(&*found, &held[..], "at {:?}", point);
            let touched: Vec<u32> =
                all.filter(|k| !held.contains(k) && touches(of(k), point)).collect();
            prop_assert_eq!(overlays.touching(point), touched, "at {:?}", point);
        }
    }
    Ok(())
}

#[test]
fn a_point_is_in_all_that_lie_over_it() {
    let overlays = Overlays::build(&[
        square(0, 0, 100, 100),
        square(50, 50, 150, 150),
        Area::default(),
        square(60, 60, 70, 70),
        square(0, 0, 100, 100),
    ])
    .unwrap();
    assert_eq!(*overlays.at(at(65, 65)), [0, 1, 3, 4]);
    assert_eq!(*overlays.at(at(10, 10)), [0, 4]);
    assert_eq!(*overlays.at(at(120, 120)), [1]);
    assert!(overlays.at(at(120, 20)).is_empty());
    // East of a border, north of a horizontal one; closed on request.
    assert_eq!(*overlays.at(at(0, 0)), [0, 4]);
    assert_eq!(*overlays.at(at(100, 100)), [1]);
    assert_eq!(overlays.touching(at(100, 100)), [0, 4]);
    assert!(Overlays::build(&[]).unwrap().at(at(0, 0)).is_empty());
}

#[test]
fn a_thousand_rings_around_one_point_all_hold_it() {
    let rings: Vec<Area> = (1..=1_000).map(|k| square(-k, -k, k, k)).collect();
    let overlays = Overlays::build(&rings).unwrap();
    assert_eq!(overlays.at(at(0, 0)).len(), 1_000);
    assert_eq!(overlays.at(at(500, 0)).len(), 500);
    assert_eq!(overlays.at(at(-500, 0)).len(), 501);
}

#[test]
fn a_group_of_units_is_known_by_grid() {
    let map = map(&[square(0, 0, 1, 1), square(1, 0, 2, 1), square(2, 0, 3, 1)]);
    let unit = |grid: u32| map.tree().unit_of_grid(GridId(grid));
    let groups: [Vec<UnitId>; 4] =
        [vec![unit(0), unit(2), unit(0)], vec![], vec![unit(2)], vec![UnitId(99)]];
    let groups = UnitGroups::new(&map, &groups);
    assert_eq!(groups.of_grid(GridId(0)), [0]);
    assert_eq!(groups.of_grid(GridId(1)), [] as [u32; 0]);
    assert_eq!(groups.of_grid(GridId(2)), [0, 2]);
    assert_eq!(groups.of_grid(GridId(3)), [] as [u32; 0]);
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn garbage_over_garbage_answers_as_each_area_alone(
        areas in any_garbage(),
        random in prop::collection::vec(any::<(u32, u32)>(), 20),
    ) {
        agrees(&areas, &random)?;
    }

    #[test]
    fn towns_over_each_other_answer_as_each_area_alone(
        mut town in any_town(),
        other in any_town(),
        random in prop::collection::vec(any::<(u32, u32)>(), 40),
    ) {
        town.extend(other);
        agrees(&town, &random)?;
    }
}
